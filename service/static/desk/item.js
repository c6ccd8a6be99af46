/* One comment on the desk. Everything a visitor wrote enters as text, never as HTML. */
import { decide, detail } from "./api.js";
import { disguised, marked, rows } from "./reasons.js";
import { moment, number, percent, say } from "./words.js";

/* Which acts a state offers; the service decides in the end (service/domain/lifecycle.py). */
const ACTS = {
  pending: ["approve", "mark-spam", "reject", "trash"],
  approved: ["mark-spam", "reject", "requeue", "trash"],
  spam: ["approve", "reject", "requeue", "trash"],
  rejected: ["approve", "mark-spam", "requeue", "trash"],
  trash: ["restore"],
};

export const can = (comment, action) => (ACTS[comment.state] || []).includes(action);

export class Item {
  constructor(comment, notify) {
    this.comment = comment;
    this.notify = notify;
    this.node = document.getElementById("item").content.firstElementChild.cloneNode(true);
    this.why = this.find(".why");
    this.why.addEventListener("toggle", () => (this.why.open ? this.explain() : this.paint()));
    for (const button of this.node.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => this.act(button.dataset.action));
    }
    this.show();
  }

  find(selector) {
    return this.node.querySelector(selector);
  }

  show() {
    const { author, site, page, page_title: title, created_at: at, spam_probability: score, rule, state, id, campaign } = this.comment;
    this.node.id = `comment-${id}`;
    this.node.dataset.state = state;
    this.find(".standing").textContent = [
      say(author.confirmed ? "confirmed" : "unconfirmed"),
      say("seen", { n: author.seen }),
      say("approved_n", { n: author.approved }),
    ].join(" · ");
    this.find(".site").textContent = site;
    this.find(".page").textContent = title ? `${title} (${page})` : page;
    const time = this.find("time");
    time.dateTime = at;
    time.textContent = moment(at);
    this.paint();
    const scored = typeof score === "number";
    this.find(".score").textContent = scored ? percent(score) : say("unscored");
    const meter = this.find("meter");
    meter.hidden = !scored;
    if (scored) meter.value = score;
    this.find(".rule").textContent = rule;
    this.find(".alike").textContent = campaign ? say("alike", { n: campaign.size }) : "";
    this.find(".state").textContent = say(state);
    for (const button of this.node.querySelectorAll("[data-action]")) {
      button.hidden = !can(this.comment, button.dataset.action);
    }
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

  async act(action) {
    if (this.busy || !can(this.comment, action)) return;
    this.busy = true;
    this.node.setAttribute("aria-busy", "true");
    const { status, ok, body } = await decide(this.comment.id, action, this.comment.version);
    this.busy = false;
    this.node.removeAttribute("aria-busy");
    if (ok) {
      Object.assign(this.comment, body);
      this.stale("");
      this.show();
      this.notify("decided", this);
    } else if (status === 409) await this.refresh();
    else this.notify("failed", this, status);
  }

  /* Somebody else was quicker: show what stands now, so that the next decision is made on what is seen. */
  async refresh() {
    const { ok, status, body } = await detail(this.comment.id);
    if (!ok) {
      this.notify("failed", this, status);
      return;
    }
    Object.assign(this.comment, body);
    this.show();
    this.stale(say("stale", { state: say(this.comment.state) }));
  }

  stale(sentence) {
    const place = this.find(".stale");
    place.textContent = sentence;
    place.hidden = !sentence;
    this.node.classList.toggle("is-stale", Boolean(sentence));
  }

  async explain() {
    const { ok, status, body } = await detail(this.comment.id);
    if (!ok) {
      this.notify("failed", this, status);
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
  const { action, state, rule, reason } = details || {};
  made.textContent = [moment(at), actor, say(kind), action, rule, state && say(state), reason].filter(Boolean).join(" · ");
  return made;
};
