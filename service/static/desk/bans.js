/* Bans: how one is shown and lifted, and how one is imposed, after a look at whom it would meet. */
import { post, remove } from "./api.js";
import { answered, made, notice } from "./shell.js";
import { moment, number, say } from "./words.js";

const whom = ({ kind, author, domain, range }) => {
  if (kind === "range") return made("bdi", range);
  if (domain) return made("bdi", domain);
  const text = say(kind === "author" ? "ban-an-author" : "ban-their-domain");
  return author ? made("a", text, { href: `/desk/author?${new URLSearchParams({ id: author })}` }) : made("span", text);
};

/* lifted: called when it holds no more. */
export const banCard = (ban, decides, lifted) => {
  const line = made("li", "", { className: "card ban" });
  const told = [ban.until ? say("until", { until: moment(ban.until) }) : say("until-lifted"), say(ban.told ? "ban-told" : "ban-silent"), say("ban-by", { by: ban.by, at: moment(ban.at) })];
  line.append(made("strong", say(`kind-${ban.kind}`)), " ", whom(ban), made("p", told.join(" · "), { className: "quiet" }));
  if (ban.reason) line.append(made("p", ban.reason, { dir: "auto", className: "text" }));
  if (!decides) return line;
  const button = made("button", say("lift"), { type: "button" });
  button.addEventListener("click", async () => {
    if (!answered(await remove(`/bans/${encodeURIComponent(ban.id)}`))) return;
    notice(say("lifted"));
    lifted();
  });
  line.append(button);
  return line;
};

/* about: returns {site, author}, the author null where the view is of none. imposed: called when one holds. */
export const banForm = (form, about, imposed) => {
  const find = (selector) => form.querySelector(selector);
  const { kind } = form.elements;
  let weighed = null; // what was looked at, and may be imposed as it is

  const fit = () => {
    const { author } = about();
    for (const option of kind.options) {
      const own = option.dataset.of === "author";
      option.hidden = option.disabled = own && (!author || (option.value === "domain" && !author.domain_known));
    }
    if (kind.selectedOptions[0]?.disabled) kind.value = [...kind.options].find(({ disabled }) => !disabled).value;
    find(".domain").hidden = kind.value !== "typed-domain";
    find(".range").hidden = kind.value !== "range";
  };
  const forget = () => {
    weighed = null;
    find(".reach").hidden = find(".sure").hidden = true;
    find(".impose").hidden = false;
  };
  const wanted = () => {
    const { site, author } = about();
    const { hours, reason, told, domain, range } = form.elements;
    const said = { site, told: told.checked, ...(Number(hours.value) ? { hours: Number(hours.value) } : {}), ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) };
    if (kind.value === "typed-domain") return { ...said, kind: "domain", domain: domain.value.trim() };
    if (kind.value === "range") return { ...said, kind: "range", range: range.value.trim() };
    return { ...said, kind: kind.value, author: author.id };
  };
  const impose = async (ban) => {
    if (!answered(await post("/bans", ban))) return;
    forget();
    form.reset();
    fit();
    notice(say("banned"));
    imposed();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ban = wanted();
    if (ban.kind === "author") { await impose(ban); return; }
    const look = await post("/bans", { ...ban, dry_run: true });
    if (!answered(look)) return;
    const { authors, approved, shared } = look.body;
    weighed = { ...ban, force: shared };
    const told = authors === null ? say("ban-range-concerns") : say("ban-concerns", { authors: number(authors, 0), approved: number(approved, 0) });
    find(".reach").textContent = [told, shared ? say("ban-shared") : ""].filter(Boolean).join(" ");
    find(".reach").hidden = find(".sure").hidden = false;
    find(".impose").hidden = true;
    notice(find(".reach").textContent);
    find(".sure").focus();
  });
  find(".sure").addEventListener("click", () => impose(weighed));
  form.addEventListener("focusin", fit);
  form.addEventListener("input", () => { forget(); fit(); });
  fit();
  return fit;
};
