/* Sends decisions in the order they were made: while one request is under way the next ones gather, and go together.
   Each is an act of its own, to be undone by itself. */
import { post } from "./api.js";

const MOST = 200;

export class Decider {
  constructor() {
    this.waiting = [];
    this.working = false;
  }

  /* Returns {ok, status, decided, problem} once the service has answered; what was decided names its act. */
  decide(decision) {
    return new Promise((resolve) => {
      this.waiting.push({ decision, resolve });
      this.work();
    });
  }

  /* Resolves when all that was decided has been answered. */
  async rest() {
    while (this.busy) await new Promise((resolve) => { setTimeout(resolve, 50); });
  }

  get busy() {
    return this.working || this.waiting.length > 0;
  }

  async work() {
    if (this.working) return;
    this.working = true;
    await Promise.resolve(); // what is decided in one breath goes together
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, MOST);
      const { ok, status, body } = await post("/decisions", { decisions: batch.map(({ decision }) => decision), apart: true });
      batch.forEach(({ resolve }, at) => {
        const outcome = ok ? body.outcomes[at] : {};
        resolve({ ok: Boolean(outcome.decided), status: ok ? outcome.problem?.status || 200 : status, decided: outcome.decided, problem: ok ? outcome.problem : body });
      });
    }
    this.working = false;
  }
}
