/* Decides all comments that match a filter: first a look at what that would be, then exactly those, then undo. */
import { post, remove } from "./api.js";
import { $, answered, made, notice } from "./shell.js";
import { undo } from "./undo.js";
import { percent, say } from "./words.js";

const term = (name, value) => [made("dt", name), made("dd", value)];
const listed = (counts, name) => counts.map((one) => `${name(one)} ${one.count}`).join(" · ");

const sample = ({ author, text, spam_probability: score, state }) => {
  const line = made("li");
  line.append(made("bdi", author.name || say("anonymous"), { className: "name" }), " ", made("span", typeof score === "number" ? percent(score) : say("unscored"), { className: "score" }), " ", made("span", say(state), { className: "quiet" }), made("div", text, { className: "text", dir: "auto" }));
  return line;
};

/* filter: as the list takes it. done: called when something was decided or taken back. */
export const openBulk = (filter, done) => {
  const dialog = $("bulk");
  const find = (selector) => dialog.querySelector(selector);
  const form = find("form.ask");
  const fresh = form.cloneNode(true); // without the listeners of the time before
  form.replaceWith(fresh);
  let preview = null;
  let act = null;
  const show = (which) => { for (const selector of [".preview", ".commit", ".undo", ".done", "progress"]) find(selector).hidden = !which.includes(selector); };
  fresh.querySelector(".hours").hidden = !filter.campaign;
  show([]);

  fresh.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { action, hours } = fresh.elements;
    const answer = await post("/bulk", { filter, action: action.value, ...(filter.campaign && Number(hours.value) ? { hours: Number(hours.value) } : {}) });
    if (!answered(answer)) return;
    preview = answer.body;
    find(".sum").textContent = say("bulk-count", { n: preview.count });
    find(".genuine").hidden = !preview.looks_genuine || action.value === "approve";
    find(".genuine").textContent = say("bulk-genuine", { n: preview.looks_genuine });
    find(".falls").replaceChildren(...term(say("by-state"), listed(preview.states, ({ state }) => say(state))), ...term(say("by-rule"), listed(preview.rules, ({ rule }) => rule)), ...term(say("by-campaign"), String(preview.campaigns.length)));
    find(".sample").replaceChildren(...preview.sample.map(sample));
    find(".commit").textContent = say("bulk-commit", { n: preview.count, what: action.selectedOptions[0].textContent });
    show([".preview", ...(preview.count ? [".commit"] : [])]);
    notice(find(".sum").textContent);
  });

  find(".commit").onclick = async () => {
    show([".preview", "progress"]);
    const bar = find("progress");
    bar.max = preview.count;
    for (;;) {
      const answer = await post(`/bulk/${encodeURIComponent(preview.id)}/commits`);
      if (!answered(answer)) { show([".preview", ".commit"]); return; }
      bar.value = preview.count - answer.body.remaining;
      act = answer.body.act;
      if (answer.body.done) {
        find(".done").textContent = say(answer.body.changed + answer.body.inapplicable ? "bulk-done-but" : "bulk-done", { n: answer.body.decided, rest: answer.body.changed + answer.body.inapplicable });
        break;
      }
    }
    show([".done", ".undo"]);
    notice(find(".done").textContent);
    preview = null;
    done();
  };
  find(".undo").onclick = async () => {
    const bar = find("progress");
    show([".done", "progress"]);
    const back = await undo(act, ({ restored, remaining }) => { bar.max = restored + remaining; bar.value = restored; });
    show([".done", ...(back ? [] : [".undo"])]);
    if (back) find(".done").textContent = say("undone", { n: back.restored });
    done();
  };
  find(".close").onclick = () => dialog.close();
  dialog.onclose = () => { if (preview) remove(`/bulk/${encodeURIComponent(preview.id)}`); };
  dialog.showModal();
};
