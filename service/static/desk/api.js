/* The JSON API, as this page asks it: with the session's cookie, and on every write the proof that this page wrote it. */
const ROOT = "/api/v1/moderation";
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

let csrf = "";
export const proveWith = (secret) => { csrf = secret || ""; };

const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const address = (path, query = {}) => {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ""));
  return `${ROOT}${path}${asked.size ? `?${asked}` : ""}`;
};

const once = async (method, path, { query, body, headers }) => {
  try {
    const answer = await fetch(address(path, query), {
      method,
      credentials: "same-origin",
      cache: "no-store",
      headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, ok: answer.ok, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, ok: false, body: {} };
  }
};

/* Returns {status, ok, body}; status 0 if nothing answered. A write that got no answer is sent once more under the same key. */
export const ask = async (method, path, options = {}) => {
  const headers = {};
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (WRITES.has(method)) Object.assign(headers, { "X-CSRF-Token": csrf, "Idempotency-Key": key() });
  const sent = { ...options, headers };
  const answer = await once(method, path, sent);
  return answer.status || !WRITES.has(method) ? answer : once(method, path, sent);
};

export const get = (path, query) => ask("GET", path, { query });
export const post = (path, body = {}) => ask("POST", path, { body });
export const put = (path, body) => ask("PUT", path, { body });
export const patch = (path, body) => ask("PATCH", path, { body });
export const remove = (path, query) => ask("DELETE", path, { query });
export const link = address;
