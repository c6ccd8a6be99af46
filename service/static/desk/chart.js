/* Stacked bars as plain SVG: a day a bar, its kinds one on the other in the order of the legend; the numbers stand in a
   table beside. Drawn as wide as there is room, so that its words keep their size on a telephone. */
import { made } from "./shell.js";
import { number, say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const [HEIGHT, HEAD, FOOT, LEFT, LABEL] = [220, 12, 24, 44, 72];

const drawn = (name, attributes, ...inside) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...inside);
  return node;
};

const total = (day, kinds) => kinds.reduce((sum, kind) => sum + (day[kind] || 0), 0);

/* A step of 1, 2 or 5 and noughts, so that at most four of them reach what is greatest. */
const stepTo = (most) => {
  let size = 1;
  for (;;) {
    for (const step of [1, 2, 5]) if (step * size * 4 >= most) return step * size;
    size *= 10;
  }
};

export const short = (day) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(day));

/* days: [{day, kind: n, …}]; kinds: [[kind, name], …] in the order they are stacked; width: in CSS pixels. */
const bars = (days, kinds, title, width) => {
  const step = stepTo(Math.max(1, ...days.map((day) => total(day, kinds.map(([kind]) => kind)))));
  const top = 4 * step;
  const y = (n) => HEIGHT - FOOT - ((HEIGHT - FOOT - HEAD) * n) / top;
  const wide = (width - LEFT) / Math.max(1, days.length);
  const gap = wide > 6 ? 2 : 0.5;
  const picture = drawn("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": title });
  for (let n = 0; n <= top; n += step) {
    picture.append(drawn("line", { x1: LEFT, x2: width, y1: y(n), y2: y(n), class: n ? "grid" : "axis" }), drawn("text", { x: LEFT - 8, y: y(n) + 4, "text-anchor": "end" }, number(n, 0)));
  }
  const every = Math.ceil(days.length / Math.max(1, Math.floor((width - LEFT) / LABEL)));
  days.forEach((day, at) => {
    let below = 0;
    for (const [kind, name] of kinds) {
      const n = day[kind] || 0;
      if (!n) continue;
      const [low, high] = [y(below), y(below + n)];
      picture.append(drawn("rect", { x: LEFT + at * wide + gap / 2, y: high, width: Math.max(1, wide - gap), height: low - high, class: `part kind-${kind}` }, drawn("title", {}, `${short(day.day)} · ${name}: ${n}`)));
      below += n;
    }
    if ((days.length - 1 - at) % every === 0) {
      const middle = LEFT + (at + 0.5) * wide;
      const anchor = middle > width - LABEL / 2 ? "end" : "middle";
      picture.append(drawn("text", { x: anchor === "end" ? width : middle, y: HEIGHT - 6, "text-anchor": anchor }, short(day.day)));
    }
  });
  return picture;
};

const legend = (days, kinds) => {
  const list = made("ul", "", { className: "legend" });
  for (const [kind, name] of kinds) {
    const line = made("li");
    line.append(made("span", "", { className: `swatch kind-${kind}` }), `${name} `, made("strong", number(days.reduce((sum, day) => sum + (day[kind] || 0), 0), 0)));
    list.append(line);
  }
  return list;
};

/* The same numbers for whoever sees no picture, and for copying. */
const table = (days, kinds, title) => {
  const whole = made("details");
  const figures = made("table");
  figures.append(made("caption", title));
  const head = figures.createTHead().insertRow();
  for (const name of [say("day"), ...kinds.map(([, name]) => name)]) head.append(made("th", name, { scope: "col" }));
  const body = figures.createTBody();
  for (const day of days) {
    const line = body.insertRow();
    line.append(made("th", short(day.day), { scope: "row" }));
    for (const [kind] of kinds) line.insertCell().textContent = number(day[kind] || 0, 0);
  }
  const around = made("div", "", { className: "scroll", tabIndex: 0, role: "region", "aria-label": title });
  around.append(figures);
  whole.append(made("summary", say("as-table")), around);
  return whole;
};

/* Draws into a place, and again whenever it has another width. Returns how to stop that. */
export const chart = (place, days, kinds, title) => {
  const frame = made("div");
  place.replaceChildren(frame, legend(days, kinds), table(days, kinds, title));
  let width = 0;
  const watcher = new ResizeObserver(() => {
    const now = Math.max(240, Math.round(place.clientWidth));
    if (now === width) return;
    width = now;
    frame.replaceChildren(bars(days, kinds, title, width));
  });
  watcher.observe(place);
  return () => watcher.disconnect();
};
