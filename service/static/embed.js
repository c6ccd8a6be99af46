/* Saring: comments and their form in any page.
   <script src="https://service/embed.js" data-site="…" data-page="/…" data-lang="id" async></script>
   Optional: data-target="#selector" (where to show it), data-title (title of the page). No inline style, no eval. */
(() => {
  "use strict";
  const script = document.currentScript;
  const base = new URL(script.src).origin + new URL(script.src).pathname.replace(/\/embed\.js$/, "");
  const { site, page = location.pathname + location.search, lang, target } = script.dataset;
  const api = `${base}/api/v1/sites/${encodeURIComponent(site)}`;
  const draftKey = `saring:${site}:${page}`;
  const DEEPEST = 5; // as in the form page
  const WAITS = [1000, 3000]; // milliseconds before each further attempt
  const fields = { comment: "text", author: "author.name", email: "author.email", url: "author.url" };
  const prefix = `saring-${Math.random().toString(36).slice(2, 8)}-`;
  let words = {};
  let form; // what the service said of the form
  let ui = {};
  let parent = null;
  let pending = null; // {key, body}: a submission whose answer never came
  let total = 0; // public comments of the page
  let turn = 0; // which reading of the comments is the latest

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const say = (key, name) => (words[key] || key).replace("{name}", () => name ?? "");
  const webLink = (href) => (/^https?:\/\//i.test(href || "") ? href : null);

  /* The service sends safe HTML. It is still not trusted with an HTML sink: only paragraphs, line breaks, links and
     text are rebuilt from it. */
  const rebuilt = (html) => {
    const copy = (from, to) => {
      for (const node of from.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
        else if (node.nodeType === Node.ELEMENT_NODE) {
          const name = node.localName;
          const href = name === "a" ? webLink(node.getAttribute("href")) : null;
          let made = to;
          if (name === "p" || name === "br") to.append((made = element(name)));
          else if (href) to.append((made = element("a", { href, rel: "ugc nofollow noopener" })));
          else if (name === "script" || name === "style" || name === "template") continue;
          copy(node, made);
        }
      }
      return to;
    };
    return copy(new DOMParser().parseFromString(html, "text/html").body, element("div", { class: "saring-text" }));
  };

  const ask = async (path, options = {}) => {
    // Where the page names no language, "*" leaves the choice to the site, not to the browser.
    const headers = { Accept: "application/json", "Accept-Language": form ? form.language : lang || "*", ...options.headers };
    const answer = await fetch(api + path, { credentials: "omit", ...options, headers });
    let body = {};
    try { body = await answer.json(); } catch { /* a proxy's page, say */ }
    return { status: answer.status, ok: answer.ok, body, retryAfter: answer.headers.get("Retry-After") };
  };

  const when = (time) => {
    const options = { dateStyle: "long", timeStyle: "short" };
    let shown;
    try { shown = new Intl.DateTimeFormat(form.language, options); } catch { shown = new Intl.DateTimeFormat([], options); }
    return element("time", { datetime: time }, shown.format(new Date(time)));
  };

  /* ---- comments ---- */
  const shown = new Map(); // id -> {item, list, level, name}

  const add = (comment) => {
    if (shown.has(comment.id)) return;
    const above = shown.get(comment.parent_id);
    const flat = above && above.level === DEEPEST;
    const name = comment.author.name || say("anonymous");
    const by = prefix + comment.id;
    const href = webLink(comment.author.url);
    const title = element("bdi", { class: "saring-name", id: by }, href ? element("a", { href, rel: "ugc nofollow noopener" }, name) : name);
    const meta = element("p", { class: "saring-meta" }, title);
    if (flat) meta.append(element("span", { class: "saring-answers" }, say("answers", above.name)));
    meta.append(when(comment.created_at));
    const article = element("article", { "aria-labelledby": by }, meta, rebuilt(comment.html));
    if (!form.closed) {
      const reply = element("button", { type: "button", class: "saring-reply", "aria-label": say("reply_to", name) }, say("reply"));
      reply.addEventListener("click", () => replyTo(comment.id, name));
      article.append(element("p", {}, reply));
    }
    const item = element("li", { class: "saring-comment", id: `comment-${comment.id}` }, article);
    let list = ui.list;
    if (flat) list = above.list;
    else if (above) {
      list = above.item.querySelector(":scope > ol");
      if (!list) above.item.append((list = element("ol", { class: "saring-list" })));
    }
    list.append(item);
    shown.set(comment.id, { item, list, name, level: above ? Math.min(above.level + 1, DEEPEST) : 1 });
  };

  const counted = (count) => {
    total = count;
    ui.title.textContent = count ? `${say("comments")} (${count})` : say("comments");
  };

  const load = async (after) => {
    const mine = ++turn;
    ui.more.replaceChildren();
    try {
      const { ok, body } = await ask(`/comments?page=${encodeURIComponent(page)}&limit=100${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      if (mine !== turn) return;
      if (!ok) throw new Error("refused");
      body.comments.forEach(add);
      counted(body.count);
      ui.none.hidden = shown.size > 0;
      if (body.next) offer(say("more"), () => load(body.next));
    } catch {
      ui.more.append(element("p", {}, say("unreadable")));
      offer(say("again"), () => load(after));
    }
  };

  const offer = (label, act) => {
    const button = element("button", { type: "button", class: "saring-more" }, label);
    button.addEventListener("click", act);
    ui.more.append(button);
  };

  /* ---- the form ---- */
  const replyTo = (id, name, quietly) => {
    parent = id && { id, name };
    ui.reply.replaceChildren();
    ui.reply.hidden = !parent;
    if (parent) {
      const cancel = element("button", { type: "button", class: "saring-reply" }, say("cancel"));
      cancel.addEventListener("click", () => { replyTo(null); ui.comment.focus(); });
      ui.reply.append(say("replying", name), " ", cancel);
      if (!quietly) ui.comment.focus();
    }
    keep();
  };

  /* The address is not kept: anything on this page could read it there. */
  const keep = () => {
    try {
      const { comment, author, url } = ui;
      const draft = { comment: comment.value, author: author.value, url: url.value, parent };
      if (draft.comment || draft.author || draft.url || parent) sessionStorage.setItem(draftKey, JSON.stringify(draft));
      else sessionStorage.removeItem(draftKey);
    } catch { /* storage may be forbidden */ }
  };
  const restore = () => {
    try {
      const draft = JSON.parse(sessionStorage.getItem(draftKey)) || {};
      for (const name of ["comment", "author", "url"]) if (typeof draft[name] === "string") ui[name].value = draft[name];
      return draft.parent;
    } catch { return null; }
  };

  const field = (name, type, label, complete) => {
    const id = prefix + name;
    const needed = form.required.includes(fields[name]);
    const input = element(type === "textarea" ? "textarea" : "input", {
      id, name, "aria-describedby": `${prefix}promise`, required: needed ? "" : null,
      ...(type === "textarea" ? { rows: 6 } : { type, autocomplete: complete }),
    });
    input.addEventListener("input", keep);
    ui[name] = input;
    const title = element("label", { for: id }, label);
    if (needed) title.append(" ", element("span", { class: "saring-star" }, "*"));
    return element("div", { class: "saring-field" }, title, input);
  };

  const clearErrors = () => {
    ui.summary.hidden = true;
    ui.summary.replaceChildren();
    for (const name of Object.keys(fields)) {
      const input = ui[name];
      input.removeAttribute("aria-invalid");
      input.setAttribute("aria-describedby", `${prefix}promise`);
      input.parentNode.classList.remove("saring-wrong");
      input.parentNode.querySelector(".saring-error")?.remove();
    }
  };

  const showErrors = (title, errors) => {
    const list = element("ul");
    const order = Object.keys(fields);
    const place = (at) => order.findIndex((one) => fields[one] === at);
    for (const [at, sentences] of Object.entries(errors).sort(([one], [other]) => place(one) - place(other))) {
      const name = order[place(at)];
      for (const sentence of sentences) {
        if (!name) { list.append(element("li", {}, sentence)); continue; }
        const input = ui[name];
        const link = element("a", { href: `#${input.id}` }, sentence);
        link.addEventListener("click", (event) => { event.preventDefault(); input.focus(); });
        list.append(element("li", {}, link));
      }
      if (!name) continue;
      const input = ui[name];
      const id = `${input.id}-error`;
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", `${id} ${prefix}promise`);
      input.parentNode.classList.add("saring-wrong");
      input.before(element("p", { class: "saring-error", id }, sentences.join(" ")));
    }
    ui.summary.append(element("h2", {}, title), ...(list.childNodes.length ? [list] : []));
    ui.summary.hidden = false;
    ui.summary.focus();
  };

  const note = (...content) => ui.status.replaceChildren(...content);

  const send = async () => {
    const body = JSON.stringify({
      page, page_title: script.dataset.title || document.title.slice(0, 300), parent_id: parent && parent.id,
      author: { name: ui.author.value, email: ui.email.value, url: ui.url.value || null },
      text: ui.comment.value, lang: form.language, stamp: form.stamp, trap: ui.trap.value,
    });
    // The same words keep their key, so that an answer lost on the way makes no second comment.
    if (!pending || pending.body !== body) pending = { body, key: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
    const headers = { "Content-Type": "application/json", "Idempotency-Key": pending.key };
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await ask("/comments", { method: "POST", headers, body });
        if (answer.status < 500 || attempt === WAITS.length) return answer;
      } catch (error) {
        if (attempt === WAITS.length) throw error;
      }
      note(say("retrying"));
      await new Promise((resume) => { setTimeout(resume, WAITS[attempt]); });
    }
  };

  const accepted = (body) => {
    pending = null;
    if (body.state === "approved") {
      const { value: url } = ui.url;
      add({ ...body, parent_id: parent && parent.id, author: { name: ui.author.value, url: webLink(url) || (url && webLink(`https://${url}`)) } });
      ui.none.hidden = true;
      counted(total + 1);
    }
    ui.comment.value = "";
    replyTo(null);
    keep();
    const notice = element("p", { class: `saring-notice saring-${body.state}`, tabindex: "-1" }, say(body.state === "approved" ? "published" : "waits"), " ");
    if (body.receipt) notice.append(element("a", { href: `${base}${body.receipt}?lang=${encodeURIComponent(form.language)}`, target: "_blank", rel: "noopener" }, say("receipt")));
    note(notice);
    notice.focus();
    open().then((opened) => { form.stamp = opened.stamp; }).catch(() => {});
  };

  const submit = async (event) => {
    event.preventDefault();
    if (ui.button.getAttribute("aria-disabled")) return;
    clearErrors();
    ui.button.setAttribute("aria-disabled", "true");
    note(say("sending"));
    try {
      const { ok, status, body } = await send();
      note();
      if (ok) accepted(body);
      else if (body.errors && Object.keys(body.errors).length) showErrors(say("problems"), body.errors);
      else showErrors(status < 500 && body.title ? body.title : say("failed"), {});
      if (!ok && status < 500) pending = null;
    } catch {
      note();
      showErrors(say("failed"), {});
    } finally {
      ui.button.removeAttribute("aria-disabled");
    }
  };

  const open = async () => {
    const { ok, body } = await ask(`/form?page=${encodeURIComponent(page)}${lang ? `&lang=${encodeURIComponent(lang)}` : ""}`);
    if (!ok) throw new Error(body.title);
    return body;
  };

  const buildForm = () => {
    ui.summary = element("div", { class: "saring-summary", role: "alert", tabindex: "-1", hidden: "" });
    ui.reply = element("p", { class: "saring-notice", hidden: "" });
    ui.trap = element("input", { id: `${prefix}topic`, name: form.trap || "topic", type: "text", tabindex: "-1", autocomplete: "off" });
    ui.button = element("button", { type: "submit" }, say("submit"));
    const made = element("form", { class: "saring-form", novalidate: "", "aria-labelledby": `${prefix}heading` },
      element("p", { id: `${prefix}promise` }, say("promise"), " ", say("marked")),
      ui.summary, ui.reply,
      field("comment", "textarea", say("comment")),
      field("author", "text", say("name"), "name"),
      field("email", "email", say("email"), "email"),
      field("url", "url", say("url"), "url"),
      element("div", { class: "saring-trap", "aria-hidden": "true" }, element("label", { for: `${prefix}topic` }, say("trap")), ui.trap),
      element("p", {}, ui.button));
    made.addEventListener("submit", submit);
    return made;
  };

  const build = (root) => {
    ui.title = element("h2", {}, say("comments"));
    ui.none = element("p", { hidden: "" }, say("none"));
    ui.list = element("ol", { class: "saring-list" });
    ui.more = element("div");
    ui.status = element("div", { class: "saring-status", role: "status", "aria-live": "polite" });
    root.lang = form.language;
    root.append(ui.title, ui.none, ui.list, ui.more, element("h2", { id: `${prefix}heading` }, say("heading")));
    if (form.closed) root.append(element("p", { class: "saring-notice" }, say("closed")));
    else {
      root.append(buildForm(), ui.status);
      const draftParent = restore();
      load().then(() => {
        if (draftParent && shown.has(draftParent.id)) replyTo(draftParent.id, shown.get(draftParent.id).name, true);
      });
      return;
    }
    load();
  };

  const start = async () => {
    const root = element("section", { class: "saring" });
    const place = target && document.querySelector(target);
    if (place) place.append(root);
    else script.after(root);
    document.head.append(element("link", { rel: "stylesheet", href: `${base}/embed.css` }));
    try {
      form = await open();
      words = form.labels;
      build(root);
    } catch {
      // Without the service's answer there is no form to build; the page that works by itself is still a way.
      const href = `${base}/sites/${encodeURIComponent(site)}/form?page=${encodeURIComponent(page)}`;
      root.append(element("p", {}, element("a", { href }, script.dataset.fallback || "Komentar / Comments")));
    }
  };
  start();
})();
