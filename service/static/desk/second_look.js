/* A second opinion, given blind, and how often two people agree. */
import { get, post } from "./api.js";
import { $, answered, notice, open, row, said } from "./shell.js";
import { offer, sites } from "./sites.js";
import { labelled } from "./tables.js";
import { moment, number, percent, say } from "./words.js";

const KEYS = { a: "approve", s: "mark-spam", r: "reject" };
let items = [];

/* The one under the cursor, or the first. */
const current = () => Math.max(0, items.findIndex((node) => node.contains(document.activeElement)));
const go = (at) => {
  const node = items[Math.max(0, Math.min(at, items.length - 1))];
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: "nearest" });
};

const give = async (comment, node, action) => {
  if (node.ariaBusy === "true") return;
  node.ariaBusy = "true";
  const answer = await post(`/second-opinions/${encodeURIComponent(comment.id)}`, { action });
  node.ariaBusy = "false";
  const gone = [404, 409].includes(answer.status); // somebody was faster, or nobody is asked any more
  if (!answered(answer) && !gone) return;
  const at = items.indexOf(node);
  items.splice(at, 1);
  node.remove();
  if (answer.ok) notice(say("thanks"));
  if (items.length) go(at);
  else await list();
  agreement();
};

const card = (comment) => {
  const node = $("item").content.firstElementChild.cloneNode(true);
  const find = (selector) => node.querySelector(selector);
  find(".name").textContent = comment.author.name || say("anonymous");
  find(".website").textContent = comment.author.url || "";
  find(".site").textContent = comment.site;
  find(".page").textContent = comment.page_title || comment.page;
  find("time").textContent = moment(comment.created_at);
  find("time").dateTime = comment.created_at;
  find(".text").textContent = comment.text;
  for (const button of node.querySelectorAll("[data-action]")) button.addEventListener("click", () => give(comment, node, button.dataset.action));
  node.addEventListener("give", ({ detail }) => give(comment, node, detail));
  return node;
};

const list = async () => {
  const answer = await get("/second-opinions", { ...said($("filter")), limit: 50 });
  if (!answered(answer)) return;
  items = answer.body.items.map(card);
  $("queue").replaceChildren(...items);
  $("none").hidden = items.length > 0;
};

const line = (name, { pairs, agreed, share, low, high }) => row(name, number(pairs, 0), number(agreed, 0), share === null ? "–" : say("share-between", { share: percent(share), low: percent(low), high: percent(high) }));

const agreement = async () => {
  const { ok, body } = await get("/agreement", { ...said($("filter")), days: 90 });
  $("agreed").hidden = !ok;
  if (!ok) return;
  const { pairs, agreed, share, low, high, kappa } = body;
  $("agreement").textContent = pairs ? [say("agreement", { agreed, pairs, share: percent(share), low: percent(low), high: percent(high) }), kappa === null ? "" : say("kappa", { kappa: number(kappa) })].join(" ") : say("no-pairs");
  $("by-person").replaceChildren(...labelled($("by-person"), body.by_person.map((one) => line(one.actor, one))));
  $("by-reason").replaceChildren(...labelled($("by-reason"), body.by_reason.map((one) => line(one.reason_code, one))));
  $("persons").hidden = !body.by_person.length;
  $("reasons").hidden = !body.by_reason.length;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea") || $("desk").hidden || !items.length) return;
  const inside = items.some((node) => node.contains(document.activeElement));
  if (event.key === "j") go(inside ? current() + 1 : 0);
  else if (event.key === "k") go(current() - 1);
  else if (inside && KEYS[event.key]) items[current()].dispatchEvent(new CustomEvent("give", { detail: KEYS[event.key] }));
  else return;
  event.preventDefault();
});
const show = async () => { await list(); await agreement(); };
$("filter").addEventListener("change", show);
$("filter").addEventListener("submit", (event) => event.preventDefault());
open(async () => {
  offer($("filter").elements.site, await sites(), "");
  show();
});
