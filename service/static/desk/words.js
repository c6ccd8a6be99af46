/* What the script says, in the page's language. */
const sentences = JSON.parse(document.getElementById("sentences").textContent);

export const say = (key, values = {}) =>
  (sentences[key] || key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

/* A sentence, or what to say where there is none. */
export const phrase = (key, otherwise) => sentences[key] || otherwise;

export const number = (value, digits = 2) =>
  new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);

export const percent = (value) =>
  new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 }).format(value);

export const moment = (time) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(time),
  );

/* How long ago, in the largest unit that has passed once. */
export const age = (time) => {
  const seconds = (new Date(time) - Date.now()) / 1000;
  const [unit, length] = [["day", 86400], ["hour", 3600], ["minute", 60]].find(([, size]) => -seconds >= size) || ["second", 1];
  return new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(Math.round(seconds / length), unit);
};
