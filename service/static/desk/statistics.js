/* What came, what was decided, how fast and how well. */
import { get } from "./api.js";
import { chart } from "./chart.js";
import { $, answered, made, open, row, said } from "./shell.js";
import { offer, sites } from "./sites.js";
import { labelled } from "./tables.js";
import { moment, number, percent, say } from "./words.js";

const named = (...kinds) => kinds.map((kind) => [kind, say(kind)]);
const CAME = named("published", "held", "filed");
const DECIDED = ["approve", "mark-spam", "reject", "trash", "requeue", "restore"].map((action) => [action, say(`do-${action}`)]);

let stop = [];

const duration = (seconds) => {
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]].find(([, length]) => seconds >= length) || ["second", 1];
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 }).format(seconds / size);
};

const share = ({ count, of, share: part, low, high }) => (of ? [percent(part), say("share-of", { n: number(count, 0), of: number(of, 0), low: percent(low), high: percent(high) })] : [say("nothing-yet"), ""]);

const tile = (name, [figure, more], why = "") => {
  const whole = made("div", "", { className: "card" });
  whole.append(made("dt", name), made("dd", figure));
  for (const line of [more, why]) if (line) whole.append(made("dd", line, { className: "quiet" }));
  return whole;
};

const bounded = ({ mean, low, high }, digits = 0) => [say("a-day", { n: number(mean, digits) }), say("from-to", { low: number(low, digits), high: number(high, digits) })];

/* What the thresholds cost: the figures of the last weeks, as the policy's dial shows them too. */
const workload = async (site) => {
  const { ok, body } = await get("/workload", { site });
  $("workload").hidden = !ok || !body.current;
  if ($("workload").hidden) return;
  const { read, spam_shown: spam, genuine_filed: genuine } = body.current;
  $("costs").replaceChildren(tile(say("to-read"), bounded(read)), tile(say("spam-shown"), bounded(spam, 1)), tile(say("genuine-filed"), bounded(genuine, 1)));
};

const alarm = ({ site, kind, raised, raised_at: at, checked_at: checked, value, limit, untold }) => {
  const told = [
    site === null ? say("all-sites") : site,
    say(`alarm-${kind}`),
    raised ? say("raised", { at: moment(at) }) : say("quiet"),
    value === null ? say(`untold-${untold}`) : say("measured", { value: number(value), limit: number(limit) }),
    say("looked-at", { at: moment(checked) }),
  ];
  return made("li", told.join(" · "), { className: raised ? "stale" : "" });
};

const alarms = async (site) => {
  const { ok, body } = await get("/alarms", { site });
  if (!ok) return;
  $("alarms").replaceChildren(...body.alarms.map(alarm));
  $("no-alarms").hidden = body.alarms.length > 0;
};

const rule = ({ rule: code, outcome, came, overturned: { count, of, share: part } }) => row(made("code", code), say(outcome), number(came, 0), of ? say("n-of", { n: number(count, 0), of: number(of, 0), share: percent(part) }) : say("nothing-yet"));

const show = async () => {
  const query = said($("filter"));
  const answer = await get("/statistics", query);
  if (!answered(answer)) return;
  const { days, time_to_decision: time, spam_shown: spam, genuine_filed: genuine, agreement, rules, behind } = answer.body;
  $("behind").hidden = !behind;
  $("figures").replaceChildren(
    tile(say("time-to-decision"), time.median === null ? [say("nothing-yet"), ""] : [duration(time.median), say("half-and-90th", { n: number(time.decided, 0), ninetieth: duration(time.p90) })]),
    tile(say("spam-shown"), share(spam), say("why-spam-shown")),
    tile(say("genuine-filed"), share(genuine), say("why-genuine-filed")),
    tile(say("agreement-with-policy"), share(agreement), say("why-agreement")),
  );
  stop.forEach((one) => one());
  stop = [
    chart($("came"), days.map(({ day, came }) => ({ day, ...came })), CAME, say("what-came")),
    chart($("decided"), days.map(({ day, decided }) => ({ day, ...decided })), DECIDED, say("what-was-decided")),
  ];
  $("rules").replaceChildren(...labelled($("rules"), rules.map(rule)));
  await Promise.all([workload(query.site), alarms(query.site)]);
};

$("filter").addEventListener("change", show);
$("filter").addEventListener("submit", (event) => event.preventDefault());
open(async () => {
  offer($("filter").elements.site, await sites());
  show();
});
