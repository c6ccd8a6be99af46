/* Who may do what: people and programs. A token's secret is shown this once. */
import { get, patch, post, proveWith, remove } from "./api.js";
import { $, answered, made, may, notice, open, row } from "./shell.js";
import { offer, sites } from "./sites.js";
import { labelled } from "./tables.js";
import { moment, phrase, say } from "./words.js";

let session = null;
let known = [];
const everywhere = () => (may(session, "people:manage", "*") ? "*" : undefined);
const where = (site) => (site === null || site === "*" ? say("all-sites") : site);
const seen = (at) => (at ? moment(at) : say("never"));

const button = (text, act, about) => {
  const one = made("button", text, { type: "button", "aria-label": `${text}: ${about}` });
  one.addEventListener("click", act);
  return one;
};

/* All of a list, part by part. Nothing if it was refused. */
const all = async (path) => {
  const items = [];
  let after;
  do {
    const answer = await get(path, { after, limit: 200 });
    if (!answered(answer)) return null;
    items.push(...answer.body.items);
    after = answer.body.next;
  } while (after);
  return items;
};

const roleRow = (site = "", role = "moderator") => {
  const line = $("role").content.firstElementChild.cloneNode(true);
  const select = line.querySelector("[name=site]");
  offer(select, known, everywhere());
  if (site && ![...select.options].some(({ value }) => value === site)) select.append(made("option", where(site), { value: site }));
  if (site) select.value = site;
  line.querySelector("[name=role]").value = role;
  line.querySelector(".drop").addEventListener("click", () => line.remove());
  return line;
};
const rolesOf = (form) => Object.fromEntries([...form.querySelectorAll(".role")].map((line) => [line.querySelector("[name=site]").value, line.querySelector("[name=role]").value]));

/* Changes somebody: roles, a new password, or whether they are let in. */
const change = (one) => {
  const dialog = $("person");
  const form = dialog.querySelector("form");
  form.reset();
  dialog.querySelector("h2").textContent = one.name;
  dialog.querySelector(".roles").replaceChildren(...Object.entries(one.roles).map(([site, role]) => roleRow(site, role)));
  form.elements.disabled.checked = one.disabled;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const roles = rolesOf(form);
    const wanted = {
      ...(JSON.stringify(roles) === JSON.stringify(one.roles) ? {} : { roles }),
      ...(form.elements.password.value ? { password: form.elements.password.value } : {}),
      ...(form.elements.disabled.checked === one.disabled ? {} : { disabled: form.elements.disabled.checked }),
    };
    const answer = await patch(`/people/${encodeURIComponent(one.id)}`, wanted);
    dialog.querySelector(".fault").hidden = answer.ok;
    if (!answer.ok) dialog.querySelector(".fault").textContent = [answer.body.title, answer.body.detail].filter(Boolean).join(" ") || say("unreachable");
    if (!answered(answer)) return;
    dialog.close();
    notice(say("saved"));
    list();
  };
  dialog.querySelector(".fault").hidden = true;
  dialog.showModal();
};

const person = (one) => {
  const roles = made("ul", "", { className: "plain" });
  for (const [site, role] of Object.entries(one.roles)) roles.append(made("li", `${where(site)}: ${say(`role-${role}`)}`));
  const ways = [one.disabled && say("is-disabled"), one.password && say("by-password"), one.linked && say("by-provider")].filter(Boolean).join(", ");
  return row(made("bdi", one.name), roles, ways, seen(one.last_seen_at), button(say("change"), () => change(one), one.name));
};

const token = (one) => {
  const revoked = one.revoked_at ? made("span", say("revoked-at", { at: moment(one.revoked_at) }), { className: "quiet" }) : button(say("revoke"), async () => {
    if (answered(await remove(`/tokens/${encodeURIComponent(one.id)}`))) { notice(say("revoked")); list(); }
  }, one.label);
  const scopes = made("ul", "", { className: "plain" });
  for (const scope of one.scopes) scopes.append(made("li", phrase(`scope-${scope}`, scope)));
  return row(made("bdi", one.label), where(one.site), scopes, seen(one.last_used_at), revoked);
};

const list = async () => {
  const [people, tokens] = await Promise.all([all("/people"), all("/tokens")]);
  if (people) $("people").replaceChildren(...labelled($("people"), people.map(person)));
  if (tokens) $("tokens").replaceChildren(...labelled($("tokens"), tokens.map(token)));
};

$("person").querySelector(".add").addEventListener("click", () => $("person").querySelector(".roles").append(roleRow()));
$("person").querySelector(".close").addEventListener("click", () => $("person").close());
$("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, password, site, role } = event.target.elements;
  if (!answered(await post("/people", { name: name.value.trim(), password: password.value || null, roles: { [site.value]: role.value } }))) return;
  event.target.reset();
  notice(say("saved"));
  list();
});
$("add-token").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const scopes = [...form.querySelectorAll("[name=scopes]:checked")].map(({ value }) => value);
  const { site, label } = form.elements;
  const answer = await post("/tokens", { label: label.value.trim(), site: site.value === "*" ? null : site.value, scopes });
  if (!answered(answer)) return;
  $("secret").hidden = false;
  $("secret").replaceChildren(say("secret"), " ", made("code", answer.body.secret));
  notice(say("issued"));
  form.reset();
  list();
});
$("own-password").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { old, new: fresh } = event.target.elements;
  if (!answered(await post("/session/password", { old: old.value, new: fresh.value }))) return;
  event.target.reset();
  const { body } = await get("/session"); // it goes on under another cookie, so another proof
  proveWith(body.csrf);
  notice(say("saved"));
});
open(async (who) => {
  session = who;
  const manages = may(session, "people:manage");
  $("own").hidden = !String(session.actor).startsWith("person:");
  $("manage").hidden = !manages;
  $("not-yours").hidden = manages;
  if (!manages) return;
  known = (await sites()).filter(({ id }) => may(session, "people:manage", id));
  for (const form of ["add-person", "add-token"]) offer($(form).elements.site, known, everywhere());
  list();
});
