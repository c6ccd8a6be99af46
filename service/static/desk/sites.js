/* The sites that are open to whoever is here, as choices. */
import { get } from "./api.js";
import { made } from "./shell.js";
import { say } from "./words.js";

export const sites = async () => {
  const { ok, body } = await get("/sites");
  return ok ? body.items : [];
};

const named = ({ id, title }) => made("option", title && title !== id ? `${title} (${id})` : id, { value: id });

/* Fills a select. everywhere: the value that stands for all sites; without it one has to be chosen. What was chosen stays. */
export const offer = (select, items, everywhere) => {
  const before = select.value || new URLSearchParams(location.search).get("site");
  const all = everywhere === undefined ? [] : [made("option", say("all-sites"), { value: everywhere })];
  select.replaceChildren(...all, ...items.map(named));
  if (items.some(({ id }) => id === before)) select.value = before;
};
