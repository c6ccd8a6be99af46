/* One comment on the desk. Everything a visitor wrote enters as text, never as HTML. */
import { get } from "./api.js";
import { disguised, marked, rows } from "./reasons.js";
import { $ } from "./shell.js";
import { age, moment, number, percent, say } from "./words.js";

/* Which acts a state offers, and where they lead; the service decides in the end (service/domain/lifecycle.py). */
const ACTS = {
  pending: ["approve", "mark-spam", "reject", "trash"],
  approved: ["mark-spam", "reject", "requeue", "trash"],
  spam: ["approve", "reject", "requeue", "trash"],
  rejected: ["approve", "mark-spam", "requeue", "trash"],
  trash: ["restore"],
};
const LEADS = { approve: "approved", "mark-spam": "spam", reject: "rejected", requeue: "pending", trash: "trash", restore: "pending" };

export const can = (comment, action) => (ACTS[comment.state] || []).includes(action);

export class Item {
  /* desk: {decider, changed(item, what, more), chosen(item), alike(item)} */
  constructor(comment, desk) {
    this.comment = comment;
    this.desk = desk;
    this.act = null;
    this.node = $("item").content.firstElementChild.cloneNode(true);
    this.why = this.find(".why");
    this.why.addEventListener("toggle", () => (this.why.open ? this.explain() : this.paint()));
    this.pick = this.find(".pick input");
    this.pick.addEventListener("change", () => this.desk.chosen(this));
    this.find(".alike").addEventListener("click", () => this.desk.alike(this));
    for (const button of this.node.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => this.decide(button.dataset.action));
    }
    this.find(".with-reason").addEventListener("click", () => this.desk.decline(this));
    this.show();
  }

  find(selector) {
    return this.node.querySelector(selector);
  }

  show() {
    const { author, site, page, page_title: title, created_at: at, spam_probability: score, rule, state, id, campaign, claim, sampled } = this.comment;
    this.node.id = `comment-${id}`;
    this.node.dataset.state = state;
    const standing = this.find(".standing");
    standing.textContent = [say(author.confirmed ? "confirmed" : "unconfirmed"), say("seen", { n: author.seen }), say("approved_n", { n: author.approved })].join(" · ");
    if (author.id) standing.href = `/desk/author?id=${encodeURIComponent(author.id)}`;
    this.find(".site").textContent = site;
    this.find(".page").textContent = title ? `${title} (${page})` : page;
    const time = this.find("time");
    time.dateTime = at;
    time.textContent = age(at);
    time.title = moment(at);
    this.paint();
    const scored = typeof score === "number";
    this.find(".score").textContent = scored ? percent(score) : say("unscored");
    const meter = this.find("meter");
    meter.hidden = !scored;
    if (scored) meter.value = score;
    this.find(".rule").textContent = rule;
    this.find(".alike").textContent = campaign ? say("alike", { n: campaign.size }) : "";
    this.find(".alike").hidden = !campaign;
    this.find(".claim").textContent = claim ? say("claimed", { by: claim.by }) : "";
    this.find(".sampled").textContent = sampled ? say("sampled") : "";
    this.find(".state").textContent = say(state);
    for (const button of this.node.querySelectorAll("[data-action]")) button.hidden = !can(this.comment, button.dataset.action);
    this.find(".with-reason").hidden = !can(this.comment, "reject");
  }

  /* Shows what the visitor wrote; while the reasons are open, marked, and beside it what it reads as. */
  paint() {
    const { author, text } = this.comment;
    const { parts, folded } = (this.why.open && this.explanation) || { parts: [] };
    const put = (selector, typed, field) =>
      this.find(selector).replaceChildren(...marked(typed, parts.filter((part) => part.field === field)));
    put(".name", author.name || say("anonymous"), author.name && "author");
    put(".website", author.url || "", "url");
    put(".text", text, "text");
    this.find(".reading").hidden = !folded || !disguised(text, folded);
    this.find(".folded").textContent = folded || "";
  }

  /* Decides at once, or as soon as what was decided just before is answered. */
  decide(action, reason = {}, gesture = {}) {
    if (this.under) this.under.then(() => this.decide(action, reason, gesture));
    else if (can(this.comment, action)) this.under = this.carry(action, reason, gesture).finally(() => { this.under = null; });
  }

  /* Shows the decision, and takes it back in sight if it is refused. */
  async carry(action, reason, gesture) {
    const before = { ...this.comment };
    const decision = { comment: before.id, action, version: before.version, ...reason };
    this.comment.state = LEADS[action];
    this.stale("");
    this.show();
    this.node.ariaBusy = "true";
    this.desk.changed(this, "decided");
    const { ok, status, decided, problem } = await this.desk.decider.decide(decision);
    if (ok) {
      Object.assign(this.comment, decided);
      this.act = decided.act;
      this.show();
      this.desk.changed(this, "stored", { gesture });
    } else {
      this.comment = before;
      this.show();
      if (status === 409 || status === 404) await this.refresh(problem);
      this.desk.changed(this, "refused", { status, problem });
    }
    this.node.ariaBusy = "false";
  }

  /* Somebody else was quicker: show what stands now, so that the next decision is made on what is seen. */
  async refresh(problem) {
    const { ok, body } = await get(`/comments/${encodeURIComponent(this.comment.id)}`);
    if (ok) Object.assign(this.comment, body);
    this.show();
    const { by, at } = problem?.meanwhile || {};
    const told = { state: say(this.comment.state), by, at: at && moment(at) };
    this.stale(problem?.code === "stale-decision" || !problem ? say(by ? "stale-by" : "stale", told) : problem.title);
  }

  stale(sentence) {
    const place = this.find(".stale");
    place.textContent = sentence;
    place.hidden = !sentence;
    this.node.classList.toggle("is-stale", Boolean(sentence));
  }

  async explain() {
    const { ok, status, body } = await get(`/comments/${encodeURIComponent(this.comment.id)}`);
    if (!ok) {
      this.desk.changed(this, "failed", { status, problem: body });
      return;
    }
    const { explanation, history } = body;
    this.explanation = explanation;
    this.paint();
    const table = this.find("table");
    const none = this.find(".unexplained");
    table.hidden = !explanation;
    none.hidden = Boolean(explanation);
    none.textContent = say("unexplained");
    if (explanation) {
      const sum = explanation.parts.reduce((total, part) => total + part.weight, explanation.bias);
      this.find(".sum").textContent = say("sum", { sum: number(sum), probability: percent(explanation.probability) });
      table.tBodies[0].replaceChildren(...rows(explanation));
    }
    this.find(".history").replaceChildren(...(history || []).map(line));
  }
}

const line = ({ at, kind, actor, details }) => {
  const made = document.createElement("li");
  const { action, state, rule, reason_code: code, reason } = details || {};
  made.textContent = [moment(at), actor, say(kind), action, rule, state && say(state), code, reason].filter(Boolean).join(" · ");
  return made;
};
