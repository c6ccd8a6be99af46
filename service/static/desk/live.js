/* Follows the log, so that two open desks stay in step: what happened since is told, line by line. */
import { get } from "./api.js";

const EVERY = 1500;
const SLOWEST = 30000;

/* Calls tell(lines) whenever something happened. A hidden page rests; an error is waited out, longer each time. */
export const follow = async (tell) => {
  let after = "";
  let pause = EVERY;
  const look = async () => {
    if (!document.hidden) {
      const { ok, body } = await get("/log", after ? { after, limit: 200 } : { after: "latest" });
      pause = ok ? EVERY : Math.min(2 * pause, SLOWEST);
      if (ok) {
        after = body.next;
        if (body.items.length) tell(body.items);
        if (body.more) pause = 0;
      }
    }
    setTimeout(look, pause);
  };
  document.addEventListener("visibilitychange", () => { if (!document.hidden) pause = EVERY; });
  await look();
};
