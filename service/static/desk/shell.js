/* What every view of the desk shares: who is here, the way in and out, and what is said of what happened. */
import { get, post, proveWith, remove } from "./api.js";
import { say } from "./words.js";

export const $ = (id) => document.getElementById(id);

/* Says it to eyes and, by the live region, to ears. The same sentence twice is said twice. */
export const notice = (sentence) => {
  $("notice").textContent = "";
  if (sentence) setTimeout(() => { $("notice").textContent = sentence; }, 30);
};

/* Says why an answer is none. Returns whether it was one. */
export const answered = ({ ok, status, body }) => {
  if (ok) return true;
  if (status === 401) shut();
  const wrong = Object.entries(body.errors || {}).map(([field, said]) => `${field}: ${said.join(" ")}`);
  notice([body.title || say({ 401: "refused", 403: "forbidden" }[status] || "unreachable"), ...wrong].join(" "));
  return false;
};

const shut = () => {
  proveWith("");
  for (const [id, hidden] of [["door", false], ["desk", true], ["leave", true]]) $(id).hidden = hidden;
  document.querySelector(".views").hidden = true;
  $("who").textContent = "";
  ($("name").value ? $("password") : $("name")).focus();
};

const enter = (session, start) => {
  proveWith(session.csrf);
  $("who").textContent = session.name || session.actor;
  for (const [id, hidden] of [["door", true], ["desk", false], ["leave", false]]) $(id).hidden = hidden;
  document.querySelector(".views").hidden = false;
  start(session);
};

/* Opens the view for whoever is signed in already, else shows the door. */
export const open = async (start) => {
  const door = $("door");
  door.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, password, token } = door.elements;
    const answer = await post("/session", token.value.trim() ? { token: token.value.trim() } : { name: name.value.trim(), password: password.value });
    token.value = password.value = "";
    if (!answer.ok) {
      notice(answer.status === 401 ? say("refused") : answer.body.title || say("unreachable"));
      return;
    }
    notice("");
    enter(answer.body, start);
  });
  $("leave").addEventListener("click", async () => {
    if (answered(await remove("/session"))) location.reload();
  });
  const { ok, status, body } = await get("/session");
  if (ok) enter(body, start);
  else {
    shut();
    if (status !== 401) notice(say("unreachable"));
  }
};

/* Lets keys reach what has to be scrolled, now and whenever the width changes. */
export const scrollable = (root) => {
  const look = () => {
    for (const node of root.querySelectorAll(".text, .folded, td bdi")) {
      if (node.scrollHeight > node.clientHeight + 1) node.tabIndex = 0;
      else node.removeAttribute("tabindex");
    }
  };
  new ResizeObserver(look).observe(root);
};

/* The scopes that a session has on a site; without one, on any. */
export const may = (session, scope, site) =>
  Object.entries(session.rights).some(([where, scopes]) => (!site || where === "*" || where === site) && scopes.includes(scope));

/* An element with a text, and what it is of. Text only: what visitors wrote never becomes HTML. */
export const made = (name, text = "", properties = {}) => {
  const element = document.createElement(name);
  if (text !== "") element.textContent = text;
  for (const [property, value] of Object.entries(properties)) {
    if (property in element) element[property] = value;
    else element.setAttribute(property, value);
  }
  return element;
};

export const row = (...cells) => {
  const line = made("tr");
  for (const cell of cells) {
    const place = line.insertCell();
    place.append(cell);
  }
  return line;
};

/* What a form says, by name, without what is empty. */
export const said = (form) =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
