/* A site's settings: changed, tried on what came, and only then saved. */
import { get, patch } from "./api.js";
import { showDial } from "./dial.js";
import { editReasons } from "./reason_editor.js";
import { $, answered, made, may, notice, open } from "./shell.js";
import { offer, sites } from "./sites.js";
import { showTrial } from "./trial.js";
import { say } from "./words.js";

const form = $("policy");
const LISTS = ["blocked_names", "blocked_links", "blocked_words"];
const NUMBERS = ["doubtful_probability", "spam_probability", "stranger_probability", "links_allowed", "trusted_after", "fastest_form", "second_opinions"];
const SWITCHES = ["closed", "listed_pages_only"];
let site = null;
let session = null;

const field = (name) => form.elements[name];
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* What the thresholds are to follow, as the form says it; null where they are set by hand. */
const aim = () => {
  if (!field("aimed").checked) return null;
  const before = site.policy.aim;
  return { ...(before ? { strangers: before.strangers } : {}), read_per_day: Number(field("read_per_day").value) || null, cost_ratio: Number(field("cost_ratio").value) || 1 };
};

/* What differs from what is saved, so that nobody sets by the way what they did not touch. */
const policyChanges = () => {
  const { policy } = site;
  const found = {};
  if (field("mode").value !== policy.mode) found.mode = field("mode").value;
  for (const name of NUMBERS) if (name in policy && Number(field(name).value) !== policy[name]) found[name] = Number(field(name).value);
  for (const name of LISTS) if (!same(lines(field(name).value), policy[name])) found[name] = lines(field(name).value);
  return found;
};

const changes = () => {
  const policy = policyChanges();
  const before = site.policy.aim;
  const wanted = aim();
  const told = (one) => one && [one.read_per_day, one.cost_ratio];
  if (!same(told(before), told(wanted))) policy.aim = wanted;
  const found = Object.keys(policy).length ? { policy } : {};
  if (field("title").value.trim() !== site.title) found.title = field("title").value.trim();
  if (!same(lines(field("origins").value), site.origins)) found.origins = lines(field("origins").value);
  for (const name of SWITCHES) if (field(name).checked !== site[name]) found[name] = field(name).checked;
  return found;
};

/* How people call a field that an answer names. */
const called = (name) => {
  const parts = name.split(".").filter((part) => part !== "policy" && part !== "aim");
  const input = field(parts[0]);
  const label = input?.closest?.("label");
  return [input, [label ? label.firstChild.textContent.trim() : name, parts[1] && `(${Number(parts[1]) + 1})`].filter(Boolean).join(" ")];
};

const faults = (body) => {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const found = Object.entries(body.errors || {}).map(([name, told]) => [...called(name), told]);
  for (const [input] of found) input?.setAttribute("aria-invalid", "true");
  $("faults").hidden = !found.length;
  $("faults").replaceChildren(...found.map(([, name, told]) => made("li", `${name}: ${told.join(" ")}`)));
};

const warning = ({ field: name, code, entry, because }) => {
  const line = made("li", `${called(name)[1]}: `);
  line.append(...(entry === null ? [] : [made("bdi", `“${entry}” `)]), say(`warning-${code}`, { because: because ?? "" }));
  return line;
};

const fit = () => { for (const one of form.querySelectorAll(".aim")) one.hidden = !field("aimed").checked; };

const fill = () => {
  const { policy } = site;
  field("mode").value = policy.mode;
  for (const name of NUMBERS) {
    field(name).closest("label").hidden = !(name in policy);
    if (name in policy) field(name).value = policy[name];
  }
  for (const name of LISTS) field(name).value = policy[name].join("\n");
  field("aimed").checked = policy.aim !== null;
  field("read_per_day").value = policy.aim?.read_per_day ?? "";
  field("cost_ratio").value = policy.aim?.cost_ratio ?? 3;
  field("title").value = site.title;
  field("origins").value = site.origins.join("\n");
  for (const name of SWITCHES) field(name).checked = site[name];
  fit();
  faults({});
  $("warnings").replaceChildren(...site.warnings.map(warning));
  $("odd").hidden = !site.warnings.length;
  form.hidden = false;
  for (const button of form.querySelectorAll(".manages")) button.hidden = !may(session, "site:manage", site.id);
};

const show = async (name) => {
  const answer = await get(`/sites/${encodeURIComponent(name)}`);
  if (!answered(answer)) return;
  site = answer.body;
  fill();
  $("trial").hidden = true;
  const managed = may(session, "site:manage", site.id);
  await Promise.all([
    editReasons(site.id, managed, () => show(site.id)),
    showDial(site.id, ({ doubtful, spam, stranger }) => {
      Object.entries({ doubtful_probability: doubtful, spam_probability: spam, stranger_probability: stranger }).forEach(([one, value]) => { field(one).value = value; });
      notice(say("thresholds-entered"));
      field("doubtful_probability").focus();
    }),
  ]);
};

$("try").addEventListener("click", async () => {
  if (!form.reportValidity()) return;
  $("try").disabled = true;
  notice(say("trying"));
  const answer = await showTrial(site.id, Number($("days").value), policyChanges());
  $("try").disabled = false;
  faults(answer.body);
  if (!answered(answer)) return;
  notice("");
  $("trial").scrollIntoView({ block: "start" });
});
form.addEventListener("input", fit);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = changes();
  if (!Object.keys(wanted).length) { notice(say("nothing-changed")); return; }
  const answer = await patch(`/sites/${encodeURIComponent(site.id)}`, { version: site.version, ...wanted });
  faults(answer.body);
  if (!answered(answer)) return;
  site = answer.body;
  await show(site.id);
  notice(say("saved"));
});
$("discard").addEventListener("click", () => show(site.id));
$("choose").addEventListener("change", (event) => show(event.target.value));
$("choose").addEventListener("submit", (event) => event.preventDefault());
open(async (who) => {
  session = who;
  const chooser = $("choose").elements.site;
  offer(chooser, await sites());
  if (chooser.value) show(chooser.value);
});
