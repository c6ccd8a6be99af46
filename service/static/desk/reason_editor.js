/* A site's reasons: what moderators choose from, and what an author is told. */
import { get, put } from "./api.js";
import { $, answered, notice } from "./shell.js";
import { say } from "./words.js";

const section = $("reasons");
const rows = section.querySelector(".rows");
const form = section.querySelector("form");

const line = ({ code = "", label = "", told = "" } = {}) => {
  const node = $("reason").content.firstElementChild.cloneNode(true);
  for (const [name, value] of Object.entries({ code, label, told })) node.querySelector(`[name=${name}]`).value = value;
  node.querySelector(".drop").addEventListener("click", () => node.remove());
  return node;
};
const given = () => [...rows.children].map((node) => Object.fromEntries(["code", "label", "told"].map((name) => [name, node.querySelector(`[name=${name}]`).value.trim()])));

/* saved: called when they are as the form says, and the site has another version. */
export const editReasons = async (site, managed, saved) => {
  const path = `/sites/${encodeURIComponent(site)}/reasons`;
  const { ok, body } = await get(path);
  section.hidden = !ok;
  if (!ok) return;
  rows.replaceChildren(...body.reasons.map(line));
  for (const button of section.querySelectorAll("button")) button.hidden = !managed;
  const save = async (reasons) => {
    if (!answered(await put(path, { version: body.version, reasons }))) return;
    await saved();
    notice(say("saved"));
  };
  form.onsubmit = (event) => { event.preventDefault(); save(given()); };
  section.querySelector(".usual").onclick = () => save(null);
  section.querySelector(".add").onclick = () => { rows.append(line()); rows.lastElementChild.querySelector("input").focus(); };
};
