/* The append-only log, read and verified. */
import { get, link } from "./api.js";
import { $, answered, made, may, notice, open, row, said } from "./shell.js";
import { offer, sites } from "./sites.js";
import { labelled } from "./tables.js";
import { moment, number, phrase, say } from "./words.js";

const MOST = 100;
const DAY = 86400000;
let next = null;
let turn = 0; // an answer to what is no longer asked is dropped

/* A day as it is typed, from its first moment here to its last. */
const start = (day) => day && new Date(`${day}T00:00:00`).toISOString();
const end = (day) => day && new Date(new Date(`${day}T00:00:00`).getTime() + DAY).toISOString();
const today = () => new Intl.DateTimeFormat("sv").format(new Date()); // the Swedish way to write a day is ISO 8601's

const wanted = () => {
  const { since, until, ...query } = said($("filter"));
  return { ...query, since: start(since), until: end(until) };
};

/* A digest is told by its beginning. */
const short = (value) => (/^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value);

const details = (found) => {
  const list = made("ul", "", { className: "plain details" });
  for (const [name, value] of Object.entries(found)) {
    if (value === null || value === "") continue;
    const line = made("li", `${name}: `, { className: "quiet" });
    line.append(made("bdi", short(String(typeof value === "number" && !Number.isInteger(value) ? number(value, 4) : value))));
    list.append(line);
  }
  return list;
};

const line = ({ at, site, actor, kind, comment, details: found }) => {
  const whole = row(moment(at), site === "*" ? say("all-sites") : site, actor, phrase(`event-${kind}`, kind), details({ ...found, comment }));
  whole.lastChild.className = "told";
  return whole;
};

const list = async (after) => {
  const mine = turn;
  let answer;
  do { // a part of the log that holds nothing of what is sought is answered as empty, and leads on
    answer = await get("/log", { ...wanted(), after, limit: MOST });
    if (mine !== turn || !answered(answer)) return;
    after = answer.body.next;
  } while (!answer.body.items.length && answer.body.more);
  $("list").append(...labelled($("list"), answer.body.items.map(line)));
  next = answer.body.next;
  $("more").hidden = !answer.body.more;
  $("none").hidden = $("list").childElementCount > 0;
};

const anew = () => {
  turn += 1;
  $("list").replaceChildren();
  $("csv").href = link("/log", { ...wanted(), format: "csv" });
  list();
};

$("verify").addEventListener("click", async () => {
  $("verify").disabled = true;
  await verify();
  $("verify").disabled = false;
});
const verify = async () => {
  let after;
  let lines = 0;
  for (;;) {
    const answer = await get("/log/verification", { after_seal: after });
    if (!answered(answer)) return;
    const { intact, faults, sealed_lines: sealed, unsealed_lines: unsealed, next: following } = answer.body;
    lines += sealed;
    $("verified").className = intact ? "" : "stale";
    if (!intact) { $("verified").textContent = say("log-broken", { first: faults[0].first_line, last: faults[0].last_line }); return; }
    $("verified").textContent = following ? say("log-verifying", { n: lines }) : say("log-intact", { n: lines, open: unsealed ?? 0 });
    after = following;
    if (!after) { notice(""); return; }
  }
};
$("filter").addEventListener("submit", (event) => { event.preventDefault(); anew(); });
$("filter").addEventListener("change", anew);
$("more").addEventListener("click", () => list(next));
$("filter").elements.since.value = today();
open(async (who) => {
  $("verify").hidden = !may(who, "comments:read", "*"); // the seals span all sites
  offer($("filter").elements.site, await sites(), "");
  anew();
});
