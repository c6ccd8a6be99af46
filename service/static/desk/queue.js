/* The queue: a list of comments, the acts on each or on all that are chosen, and the keys that reach them. */
import { get, post } from "./api.js";
import { openBulk } from "./bulk.js";
import { Decider } from "./decider.js";
import { Item, can } from "./item.js";
import { follow } from "./live.js";
import { reason } from "./declining.js";
import { $, answered, notice, open, said, scrollable } from "./shell.js";
import { undo } from "./undo.js";
import { say } from "./words.js";

const PAGE = 100;
const AHEAD = 60; // so many undecided ones below the cursor, and the next page is fetched
const BEHIND = 40; // so many decided ones stay in sight above it

const decider = new Decider();
const state = { name: "pending", items: [], current: -1, next: null, turn: 0, done: [], arrived: 0 };
const filter = $("filter");
const isOpen = (item) => item.comment.state === state.name && item.node.isConnected;
const wanted = () => ({ state: state.name, ...said(filter) });

const select = (index, quietly) => {
  const { items } = state;
  if (!items.length) return;
  state.current = Math.max(0, Math.min(index, items.length - 1));
  items.forEach((item, at) => item.node.classList.toggle("is-current", at === state.current));
  const { node } = items[state.current];
  if (!quietly) {
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }
};

const chosen = () => state.items.filter((item) => item.pick.checked && item.node.isConnected);

const count = () => {
  const left = state.items.filter(isOpen).length;
  $("count").textContent = left ? say("count", { n: left }) : state.next ? "" : say("empty");
  const n = chosen().length;
  $("chosen").hidden = !n;
  $("chosen").firstElementChild.textContent = say("chosen", { n });
};

/* The numbers on the buttons, asked for at most once in a while however much happens. */
let tallying = null;
const tally = () => {
  tallying ??= setTimeout(async () => {
    const { state: _, order: __, ...query } = wanted();
    const { ok, body } = await get("/counts", query);
    tallying = null;
    if (!ok) return;
    for (const button of document.querySelectorAll("button[data-state]")) {
      button.querySelector(".tally").textContent = body.states[button.dataset.state] ?? 0;
    }
    $("rules").replaceChildren(...body.rules.map(({ rule }) => Object.assign(document.createElement("option"), { value: rule })));
  }, 400);
};

/* What was decided a while ago leaves the page, so that a thousand decisions do not slow the next one. */
const tidy = () => {
  const settled = state.items.slice(0, state.current).filter((item) => !isOpen(item) && item.node.ariaBusy !== "true");
  for (const item of settled.slice(0, Math.max(0, settled.length - BEHIND))) {
    item.node.remove();
    state.items.splice(state.items.indexOf(item), 1);
    state.current -= 1;
  }
};

/* Moves the cursor to the next comment that is open, if there is one by now. */
const goOn = () => {
  const following = state.items.findIndex((one, index) => index > state.current && isOpen(one));
  if (following > -1) select(following);
};

/* A decided comment stays where it is, marked: nothing jumps under the hand; the next one is under the cursor. */
const changed = (item, what, { status, problem, gesture } = {}) => {
  item.node.classList.toggle("is-done", item.comment.state !== state.name);
  if (what === "decided") {
    item.pick.checked = false;
    notice(say("decided", { state: say(item.comment.state) }));
    if (state.items.indexOf(item) === state.current) goOn();
    tidy();
    if (state.next && state.items.slice(state.current).filter(isOpen).length < AHEAD) load(state.next);
  } else if (what === "stored") {
    if (!gesture.items) state.done.push(Object.assign(gesture, { items: [] }));
    gesture.items.push({ item, act: item.act });
    tally();
  } else notice(problem?.title || say({ 401: "refused", 403: "forbidden" }[status] || "unreachable"));
  count();
};

const desk = {
  decider,
  changed,
  chosen: count,
  alike: ({ comment }) => openBulk({ campaign: comment.campaign.id }, reload),
  decline: async (item) => {
    const given = await reason(item.comment.site);
    item.node.focus({ preventScroll: true });
    const gesture = {};
    if (given) for (const one of among(item)) one.decide("reject", given, gesture);
  },
};

/* What an act on an item concerns: all that are chosen, if it is among them or any are; else itself. */
const among = (item) => (chosen().length ? chosen() : [item]);

const reload = () => load();

const load = async (after) => {
  const turn = after ? state.turn : ++state.turn;
  if (after && state.loading === after) return;
  state.loading = after;
  if (!after) $("queue").setAttribute("aria-busy", "true");
  for (const button of document.querySelectorAll("button[data-state]")) button.setAttribute("aria-pressed", String(button.dataset.state === state.name));
  const query = wanted();
  const answer = await get("/comments", { ...query, limit: PAGE, after });
  if (turn !== state.turn) return;
  $("queue").setAttribute("aria-busy", "false");
  if (!answered(answer)) return;
  if (!after) {
    Object.assign(state, { items: [], current: -1, arrived: 0 });
    $("queue").replaceChildren();
    $("arrived").hidden = true;
    history.replaceState(null, "", `?${new URLSearchParams(query)}`);
    tally();
  }
  const known = new Set(state.items.map((item) => item.comment.id));
  for (const comment of answer.body.items.filter(({ id }) => !known.has(id))) {
    const item = new Item(comment, desk);
    item.node.addEventListener("focusin", () => {
      const at = state.items.indexOf(item);
      if (at !== state.current) select(at, true);
    });
    state.items.push(item);
    $("queue").append(item.node);
  }
  state.next = answer.body.next;
  state.loading = null;
  $("more").hidden = !answer.body.next;
  if (after && state.current > -1 && !isOpen(state.items[state.current])) goOn();
  count();
};

/* Takes back what was decided last, as long as nothing later stands on it. */
const takeBack = async () => {
  await decider.rest();
  const last = state.done.pop();
  if (!last) {
    notice(say("nothing-to-undo"));
    return;
  }
  let restored = 0;
  for (const { item, act: undone } of last.items) {
    restored += (await undo(undone))?.restored || 0;
    await item.refresh(null);
    item.stale("");
    item.node.classList.toggle("is-done", item.comment.state !== state.name);
  }
  if (restored) notice(say("undone", { n: restored }));
  tally();
  count();
  const [{ item: first }] = last.items;
  if (first.node.isConnected) select(state.items.indexOf(first));
  else reload();
};

/* What others did, shown where it concerns what is in sight. */
const happened = async (lines) => {
  const shown = new Map(state.items.map((item) => [item.comment.id, item]));
  for (const { kind, comment, actor, details } of lines) {
    const item = shown.get(comment);
    if (kind === "comment-submitted" && details.state === state.name && !item) state.arrived += 1;
    if (!item || kind === "comment-submitted" || item.node.ariaBusy === "true" || item.comment.version >= details.version) continue;
    const { ok, body } = await get(`/comments/${encodeURIComponent(comment)}`);
    if (!ok) continue;
    Object.assign(item.comment, body);
    item.show();
    item.node.classList.toggle("is-done", item.comment.state !== state.name);
    item.stale(say("by-other", { by: actor, state: say(item.comment.state) }));
  }
  $("arrived").hidden = !state.arrived;
  $("refresh").textContent = say("arrived", { n: state.arrived });
  tally();
  count();
};

const KEYS = { a: ["approve"], s: ["mark-spam"], r: ["reject"], t: ["trash"], w: ["requeue", "restore"] };

const act = (item, actions) => {
  const gesture = {};
  for (const one of among(item)) {
    const action = actions.find((name) => can(one.comment, name));
    if (action) one.decide(action, {}, gesture);
  }
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("desk").hidden || document.querySelector("dialog[open]")) return;
  if (/^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== "checkbox") return;
  const item = state.items[state.current];
  if (event.key === "j") select(state.current + 1);
  else if (event.key === "k") select(state.current - 1);
  else if (event.key === "/") filter.elements.q.focus();
  else if (event.key === "?") $("keys").showModal();
  else if (event.key === "u") takeBack();
  else if (!item) return;
  else if (event.key === "e") item.why.open = !item.why.open;
  else if (event.key === "x") {
    item.pick.checked = !item.pick.checked;
    count();
  } else if (event.key === "R") desk.decline(item);
  else if (KEYS[event.key]) act(item, KEYS[event.key]);
  else return;
  event.preventDefault();
});

const start = async () => {
  const asked = new URLSearchParams(location.search);
  if (asked.get("state")) state.name = asked.get("state");
  for (const field of filter.elements) if (field.name && asked.has(field.name)) field.value = asked.get(field.name);
  filter.querySelector("details").open = ["rule", "page", "author", "campaign", "min_score", "max_score", "language", "claimed"].some((name) => asked.get(name));
  scrollable($("queue"));
  await load();
  follow(happened);
};

for (const button of document.querySelectorAll("button[data-state]")) {
  button.addEventListener("click", () => { state.name = button.dataset.state; reload(); });
}
filter.addEventListener("submit", (event) => { event.preventDefault(); reload(); });
filter.elements.order.addEventListener("change", reload);
$("more").addEventListener("click", () => load(state.next));
$("refresh").addEventListener("click", reload);
$("help").addEventListener("click", () => $("keys").showModal());
$("unchoose").addEventListener("click", () => { for (const item of chosen()) item.pick.checked = false; count(); });
$("all").addEventListener("click", () => { const { order, claimed, ...filters } = wanted(); openBulk(filters, reload); });
$("take").addEventListener("click", async () => {
  const { claimed, ...filters } = wanted();
  const answer = await post("/claims", { ...filters, limit: 20 });
  if (!answered(answer)) return;
  notice(say("taken", { n: answer.body.items.length }));
  filter.elements.claimed.value = "mine";
  filter.querySelector("details").open = true;
  reload();
});
window.addEventListener("beforeunload", (event) => { if (decider.busy) event.preventDefault(); });

open(start);
