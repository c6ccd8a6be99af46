/* Everything by one author, whose address nobody here can read; and who is banned on a site. */
import { get, put } from "./api.js";
import { banCard, banForm } from "./bans.js";
import { $, answered, made, may, notice, open, said } from "./shell.js";
import { offer, sites } from "./sites.js";
import { moment, number, say } from "./words.js";

const id = new URLSearchParams(location.search).get("id") || "";
const path = `/authors/${encodeURIComponent(id)}`;
let author = null;
let session = null;
let next = null;

const site = () => (author ? author.site : $("filter").elements.site.value);
const link = (state, text) => made("a", text, { href: `/desk?${new URLSearchParams({ author: id, site: author.site, state, order: "newest" })}` });

const trust = () => {
  if (author.trust_in_force) return say(author.trusted ? "trusted" : "trusted-by-approvals");
  return say(author.trusted ? "trusted-unproved" : "not-trusted");
};

const names = () => {
  const all = made("span");
  author.names.forEach((name, at) => all.append(at ? ", " : "", made("bdi", name || say("anonymous"), { className: "name" })));
  return all;
};

const showAuthor = async () => {
  const answer = await get(path);
  if (!answered(answer)) return;
  author = answer.body;
  const facts = [
    [say("names"), names()],
    [say("site"), author.site],
    [say("address"), say(author.confirmed ? "confirmed" : "unconfirmed")],
    [say("first-seen"), moment(author.first_seen_at)],
    [say("comments"), number(author.seen, 0)],
    ...Object.entries(author.states).map(([state, n]) => [say(state), n ? link(state, number(n, 0)) : "0"]),
    [say("trust"), trust()],
  ];
  $("facts").replaceChildren(...facts.flatMap(([name, value]) => {
    const told = made("dd");
    told.append(value);
    return [made("dt", name), told];
  }));
  $("author").hidden = false;
  $("trust").hidden = !may(session, "comments:decide", author.site);
  $("trust").textContent = say(author.trusted ? "distrust" : "do-trust");
  $("own-bans").replaceChildren(...author.bans.map(card));
  $("no-own-bans").hidden = author.bans.length > 0;
};

const card = (ban) => banCard(ban, may(session, "comments:decide", ban.site ?? site()), show);

const showBans = async (after) => {
  const answer = await get("/bans", { site: site(), after });
  if (!answered(answer)) return;
  if (!after) $("bans").replaceChildren();
  $("bans").append(...answer.body.items.map(card));
  next = answer.body.next;
  $("more").hidden = !next;
  $("no-bans").hidden = $("bans").childElementCount > 0;
};

const show = async () => {
  if (id) await showAuthor();
  if (!id || author) await showBans();
  $("ban").hidden = !may(session, "comments:decide", site());
  fit();
};

$("trust").addEventListener("click", async () => {
  if (!answered(await put(`${path}/trust`, { trusted: !author.trusted }))) return;
  await showAuthor();
  notice(trust());
});
const fit = banForm($("ban"), () => ({ site: site(), author }), show);
$("filter").addEventListener("change", () => show());
$("filter").addEventListener("submit", (event) => event.preventDefault());
$("more").addEventListener("click", () => showBans(next));
open(async (who) => {
  session = who;
  $("filter").hidden = Boolean(id);
  if (!id) offer($("filter").elements.site, await sites());
  show();
});
