/* What a score comes from: marked where it was typed, and listed. What a visitor wrote enters as text, never as HTML. */
import { number, phrase, say } from "./words.js";

/* From which log-odds on a word is marked, weakly, clearly, strongly. What is weaker says nothing by itself. */
const STRENGTHS = [0.5, 1.5, 3];

const side = (weight) => (weight > 0 ? "towards-spam" : "towards-genuine");
const signed = (weight) => `${weight > 0 ? "+" : ""}${number(weight, 3)}`;
const plain = (text) => text.toLowerCase().split(/\s+/).filter(Boolean).join(" ");

/* Whether folding shows anything that is not plain to see. */
export const disguised = (text, folded) => plain(text) !== folded;

const mark = (text, { weight, folded }, strength) => {
  const made = document.createElement("mark");
  made.className = side(weight);
  made.dataset.strength = strength;
  const told = [`${signed(weight)} ${say(side(weight))}`];
  if (disguised(text, folded)) told.push(say("reads-as", { folded }));
  made.title = told.join(" · ");
  made.setAttribute("aria-description", made.title);
  made.textContent = text;
  return made;
};

/* Returns nodes and strings that together are the text, the parts in it marked. Their places count code points. */
export const marked = (text, parts) => {
  const typed = Array.from(text);
  const made = [];
  let done = 0;
  const until = (end) => {
    if (end > done) made.push(typed.slice(done, end).join(""));
    done = end;
  };
  for (const part of [...parts].sort((one, other) => one.start - other.start)) {
    const strength = STRENGTHS.filter((least) => Math.abs(part.weight) >= least).length;
    if (!strength || part.start < done) continue;
    until(part.start);
    made.push(mark(typed.slice(part.start, part.end).join(""), part, strength));
    done = part.end;
  }
  until(typed.length);
  return made;
};

const row = ({ text, weight, code, field, folded }) => {
  const made = document.createElement("tr");
  const part = made.insertCell();
  const shown = document.createElement(code ? "em" : "bdi");
  shown.textContent = code ? phrase(`part-${code}`, text) : text;
  part.append(shown);
  if (field && field !== "text") {
    const place = document.createElement("span");
    place.className = "quiet";
    place.textContent = say(`in-${field}`);
    part.append(" ", place);
  }
  const reading = document.createElement("bdi");
  if (field && disguised(text, folded)) reading.textContent = folded;
  made.insertCell().append(reading);
  const value = made.insertCell();
  value.className = side(weight);
  value.textContent = signed(weight);
  return made;
};

/* Returns the rows of a table that adds up to the score, but for what is rounding alone. */
export const rows = ({ bias, parts }) =>
  [{ text: "", weight: bias, code: "bias" }, ...parts].filter(({ weight }) => Math.abs(weight) >= 0.0005).map(row);
