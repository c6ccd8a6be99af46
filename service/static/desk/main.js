/* The desk: a list of comments, the acts on each, and the keys that reach them. */
import { list, token } from "./api.js";
import { Item, can } from "./item.js";
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const state = { name: "pending", items: [], current: -1, next: null, turn: 0 };
const filter = $("filter").elements;

const notice = (sentence) => { $("notice").textContent = sentence; };

const failed = (status) => {
  if (status === 401) {
    token.forget();
    door();
  }
  notice(say({ 401: "refused", 403: "forbidden" }[status] || "unreachable"));
};

const door = () => {
  const known = Boolean(token.get());
  $("door").hidden = known;
  $("desk").hidden = !known;
  $("leave").hidden = !known;
  if (known) load();
  else $("token").focus();
};

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

const count = () => {
  const open = state.items.filter((item) => item.comment.state === state.name).length;
  $("count").textContent = open ? say("count", { n: open }) : say("empty");
};

/* A decided comment stays where it is, marked, until the list is shown anew: nothing jumps under the hand. */
const notify = (what, item, status) => {
  if (what === "failed") {
    failed(status);
    return;
  }
  item.node.classList.toggle("is-done", item.comment.state !== state.name);
  notice(say("decided", { state: say(item.comment.state) }));
  count();
  const at = state.items.indexOf(item);
  const following = state.items.findIndex((one, index) => index > at && one.comment.state === state.name);
  if (item.node.contains(document.activeElement) && following > -1) select(following);
};

const load = async (after) => {
  const turn = ++state.turn;
  $("queue").setAttribute("aria-busy", "true");
  for (const button of document.querySelectorAll("[data-state]")) {
    if (button.tagName === "BUTTON") button.setAttribute("aria-pressed", String(button.dataset.state === state.name));
  }
  const { ok, status, body } = await list({
    state: state.name, site: filter.site.value.trim(), order: filter.order.value, q: filter.q.value.trim(), limit: 50, after,
  });
  if (turn !== state.turn) return;
  $("queue").setAttribute("aria-busy", "false");
  if (!ok) {
    if (status && status !== 401 && status !== 403 && body.title) notice(body.title);
    else failed(status);
    return;
  }
  if (!after) {
    notice("");
    state.items = [];
    state.current = -1;
    $("queue").replaceChildren();
  }
  for (const comment of body.items) {
    const item = new Item(comment, notify);
    item.node.addEventListener("focusin", () => {
      const at = state.items.indexOf(item);
      if (at !== state.current) select(at, true);
    });
    state.items.push(item);
    $("queue").append(item.node);
  }
  state.next = body.next;
  $("more").hidden = !body.next;
  count();
};

const KEYS = { a: ["approve"], s: ["mark-spam"], r: ["reject"], t: ["trash"], u: ["requeue", "restore"] };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("desk").hidden) return;
  if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
  const item = state.items[state.current];
  if (event.key === "j") select(state.current + 1);
  else if (event.key === "k") select(state.current - 1);
  else if (event.key === "e" && item) item.why.open = !item.why.open;
  else if (KEYS[event.key] && item) {
    const action = KEYS[event.key].find((one) => can(item.comment, one));
    if (!action) return;
    item.node.focus({ preventScroll: true });
    item.act(action);
  } else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll("button[data-state]")) {
  button.addEventListener("click", () => { state.name = button.dataset.state; load(); });
}
$("filter").addEventListener("submit", (event) => { event.preventDefault(); load(); });
filter.order.addEventListener("change", () => load());
$("more").addEventListener("click", () => load(state.next));
$("leave").addEventListener("click", () => {
  token.forget();
  $("queue").replaceChildren();
  state.items = [];
  notice("");
  door();
});
$("door").addEventListener("submit", (event) => {
  event.preventDefault();
  token.set($("token").value.trim());
  $("token").value = "";
  door();
});
door();
