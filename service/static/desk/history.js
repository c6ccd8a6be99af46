/* What was done, newest first, and the way back. */
import { get } from "./api.js";
import { $, answered, made, may, open, row, said } from "./shell.js";
import { offer, sites } from "./sites.js";
import { labelled } from "./tables.js";
import { undo } from "./undo.js";
import { moment, number, say } from "./words.js";

let next = null;
let session = null;

/* Takes an act back in sight: a large one works for a while. */
const takeBack = async (act, place) => {
  const bar = made("progress", "", { max: act.comments, value: 0, "aria-label": say("undoing") });
  const before = [...place.childNodes];
  place.replaceChildren(bar);
  if (await undo(act.id, ({ restored, changed }) => { bar.value = restored + changed; })) list();
  else place.replaceChildren(...before);
};

const line = (act) => {
  const way = made("span", act.undone_by ? say("undone-already") : "");
  if (act.undoable && may(session, "comments:decide")) {
    const what = say("undo-what", { what: say(`act-${act.kind}`), n: act.comments, at: moment(act.at) });
    const button = made("button", say("undo"), { type: "button", "aria-label": what });
    button.addEventListener("click", () => takeBack(act, way));
    way.append(button);
  }
  const what = [say(`act-${act.kind}`), act.action && say(`do-${act.action}`)].filter(Boolean).join(": ");
  return row(moment(act.at), what, number(act.comments, 0), way, act.by, act.sites.join(", "));
};

const list = async (after) => {
  const answer = await get("/acts", { ...said($("filter")), after });
  if (!answered(answer)) return;
  if (!after) $("list").replaceChildren();
  $("list").append(...labelled($("list"), answer.body.items.map(line)));
  next = answer.body.next;
  $("more").hidden = !next;
  $("none").hidden = $("list").childElementCount > 0;
};

$("filter").addEventListener("change", () => list());
$("filter").addEventListener("submit", (event) => event.preventDefault());
$("more").addEventListener("click", () => list(next));
open(async (who) => {
  session = who;
  offer($("filter").elements.site, await sites(), "");
  list();
});
