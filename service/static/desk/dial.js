/* What a site's thresholds cost a day, and what others would: as the last weeks were. */
import { get } from "./api.js";
import { $, made, row } from "./shell.js";
import { number, say } from "./words.js";

const bounded = ({ mean, low, high }, digits) => `${number(mean, digits)} (${number(low, digits)}–${number(high, digits)})`;
const same = (one, other) => ["doubtful", "spam", "stranger"].every((name) => one[name] === other[name]);

/* use: called with the thresholds that somebody chose. */
export const showDial = async (site, use) => {
  const { ok, body } = await get("/workload", { site });
  $("workload").hidden = !ok;
  if (!ok) return;
  const { current, following, costs, days, comments, advice } = body;
  $("workload").querySelector(".sum").textContent = current
    ? [say("workload", { read: number(current.read.mean, 0), spam: number(current.spam_shown.mean, 1), genuine: number(current.genuine_filed.mean, 1) }), say("dial-sum", { days, comments: number(comments, 0) })].join(" ")
    : say("dial-nothing");
  $("workload").querySelector(".advice").textContent = advice ? say(`advice-${advice}`) : "";
  $("dial").hidden = !current;
  if (!current) return;
  const line = (cost, name) => {
    const { doubtful, spam, stranger } = cost.thresholds;
    const button = made("button", say("enter"), { type: "button", "aria-label": say("enter-what", { doubtful, spam, stranger }) });
    button.addEventListener("click", () => use(cost.thresholds));
    const whole = row(number(doubtful, 3), number(spam, 3), number(stranger, 3), bounded(cost.read, 0), bounded(cost.spam_shown, 1), bounded(cost.genuine_filed, 1), name || button);
    if (name) whole.className = "is-set";
    return whole;
  };
  const others = costs.filter(({ thresholds }) => !same(thresholds, current.thresholds));
  $("costs").replaceChildren(line(current, say("is-set")), ...(following && !same(following.thresholds, current.thresholds) ? [line(following)] : []), ...others.map((cost) => line(cost)));
};
