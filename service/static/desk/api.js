/* The JSON API, as this page asks it. The token lives in this tab's sessionStorage and nowhere else. */
const KEY = "saring:token";

export const token = {
  get: () => sessionStorage.getItem(KEY) || "",
  set: (secret) => sessionStorage.setItem(KEY, secret),
  forget: () => sessionStorage.removeItem(KEY),
};

/* Returns {status, ok, body}; status 0 if nothing answered. */
const ask = async (path, options = {}) => {
  try {
    const answer = await fetch(`/api/v1/moderation/comments${path}`, {
      ...options,
      credentials: "omit",
      cache: "no-store",
      headers: {
        Accept: "application/json",
        "Accept-Language": document.documentElement.lang,
        Authorization: `Bearer ${token.get()}`,
        ...options.headers,
      },
    });
    const body = await answer.json().catch(() => ({}));
    return { status: answer.status, ok: answer.ok, body };
  } catch {
    return { status: 0, ok: false, body: {} };
  }
};

export const list = (query) => ask(`?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`);
export const detail = (id) => ask(`/${encodeURIComponent(id)}`);
export const decide = (id, action, version) =>
  ask(`/${encodeURIComponent(id)}/decisions`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ action, version }),
  });
