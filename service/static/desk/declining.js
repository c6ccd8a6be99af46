/* Asks why a comment is declined: a reason of the site's, and a note. */
import { get } from "./api.js";
import { $, answered, made } from "./shell.js";
import { say } from "./words.js";

const known = new Map();

const reasons = async (site) => {
  if (!known.has(site)) {
    const answer = await get(`/sites/${encodeURIComponent(site)}/reasons`);
    if (!answered(answer)) return [];
    known.set(site, answer.body.reasons);
  }
  return known.get(site);
};

const choice = ({ code, label, told }, at) => {
  const line = made("label", "", { className: "pick" });
  line.append(made("input", "", { type: "radio", name: "code", value: code, required: true, checked: at === 0 }), made("span", label));
  if (told) line.append(made("span", say("told", { told }), { className: "quiet" }));
  return line;
};

/* Returns {reason_code, reason}, or nothing if it was thought better of. */
export const reason = async (site) => {
  const dialog = $("reasons");
  const form = dialog.querySelector("form");
  dialog.querySelector(".choices").replaceChildren(...(await reasons(site)).map(choice));
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => { dialog.addEventListener("close", resolve, { once: true }); });
  if (dialog.returnValue !== "decline") return null;
  const { code, note } = form.elements;
  const given = { reason_code: code?.value || undefined, reason: note.value.trim() || undefined };
  note.value = "";
  return given;
};
