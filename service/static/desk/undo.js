/* Takes an act back; part by part where it was large. */
import { post } from "./api.js";
import { answered, notice } from "./shell.js";
import { say } from "./words.js";

/* Returns what was restored, or nothing if it was refused; says so either way. */
export const undo = async (act, progress = () => {}) => {
  let answer;
  do {
    answer = await post(`/acts/${encodeURIComponent(act)}/undo`);
    if (!answered(answer)) return null;
    progress(answer.body);
  } while (!answer.body.done);
  const { restored, changed } = answer.body;
  notice(say(changed ? "undone-but" : "undone", { n: restored, changed }));
  return { restored, changed };
};
