/* What another policy would have done: the two beside each other, and the comments that would have gone another way. */
import { post } from "./api.js";
import { $, made, row } from "./shell.js";
import { number, percent, say } from "./words.js";

const FIGURES = [["published", 0], ["held", 0], ["filed", 0], ["read_per_day", 1], ["spam_published", 0], ["genuine_held", 0], ["genuine_filed", 0]];

const figure = (before, after) => ([name, digits]) => {
  const line = row(say(`trial-${name}`), number(before[name], digits), number(after[name], digits));
  if (before[name] !== after[name]) line.lastChild.replaceChildren(made("strong", number(after[name], digits)));
  return line;
};

const sample = ({ author, text, spam_probability: score, state }) => {
  const line = made("li");
  line.append(made("bdi", author.name || say("anonymous"), { className: "name" }), " ", made("span", typeof score === "number" ? percent(score) : say("unscored"), { className: "score" }), " ", made("span", say(state), { className: "quiet" }), made("div", text, { className: "text", dir: "auto" }));
  return line;
};

const move = ({ from, to, count, spam, genuine, rules, sample: some }) => {
  const line = made("li", "", { className: "card" });
  line.append(made("h3", say("trial-move", { n: number(count, 0), from: say(`outcome-${from}`), to: say(`outcome-${to}`) })));
  line.append(made("p", say("trial-judged", { spam: number(spam, 0), genuine: number(genuine, 0) })));
  const by = made("ul", "", { className: "plain quiet" });
  by.append(...rules.map(({ before, after, count: n }) => made("li", say("trial-rules", { n: number(n, 0), before, after }))));
  const list = made("ol", "", { className: "sample" });
  list.append(...some.map(sample));
  const whole = made("details", "", { open: count <= 20 });
  whole.append(made("summary", say("some-of-them")), list);
  line.append(by, whole);
  return line;
};

/* Asks, and shows what is answered. Returns the answer. */
export const showTrial = async (site, days, policy) => {
  const answer = await post(`/sites/${encodeURIComponent(site)}/trial`, { days, policy });
  $("trial").hidden = !answer.ok;
  if (!answer.ok) return answer;
  const { comments, days: looked, left_out: left, without_evidence: blind, before, after, changes } = answer.body;
  const moved = changes.reduce((sum, one) => sum + one.count, 0);
  const sentences = [say(changes.length ? "trial-sum" : "trial-same", { n: number(comments, 0), days: number(looked, 1), moved: number(moved, 0) })];
  if (left) sentences.push(say("trial-left-out", { n: number(left, 0) }));
  if (blind) sentences.push(say("trial-blind", { n: number(blind, 0) }));
  $("trial").querySelector(".sum").textContent = sentences.join(" ");
  $("trial-figures").replaceChildren(...FIGURES.map(figure(before, after)));
  $("moves").replaceChildren(...changes.map(move));
  return answer;
};
