import { element } from "./dom.js";
import { languageOf } from "./i18n.js";

let count = 0;

/** A page-wide unique id for joining labels to their fields. */
export function freshID(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

/** A labelled field around an input, select or textarea. */
export function field(label, input, hint = null) {
  input.id ||= freshID("field");
  const hintID = hint && `${input.id}-hint`;
  if (hintID) input.setAttribute("aria-describedby", hintID);
  return element(
    "div",
    { class: "field" },
    element("label", { for: input.id }, label),
    input,
    hint && element("p", { class: "field-hint", id: hintID }, hint),
  );
}

export function badge(text, tone = "") {
  return element("span", { class: tone ? `badge is-${tone}` : "badge" }, text);
}

/** How a customer feels: `angry`, `unhappy`, `neutral` or `happy`. */
export function moodBadge(mood, t) {
  return badge(t(`mood_${mood}`), { angry: "danger", unhappy: "warning", happy: "positive" }[mood]);
}

/** Text somebody wrote, marked with its own language. */
export function quoted(tag, attributes, text) {
  return element(tag, { ...attributes, lang: languageOf(text ?? "") }, text);
}

/** `0.873` as `87 %` in the page's language. */
export function percentText(share, t) {
  return new Intl.NumberFormat(t.language, { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** One row of a confidence chart: name, bar, share; `threshold` draws the mark an answer must reach. */
export function confidenceRow({ name, detail, confidence, threshold = null }, t) {
  const share = Math.min(1, Math.max(0, confidence));
  const percent = percentText(share, t);
  const fill = element("span", { class: threshold !== null && share < threshold ? "bar-fill is-low" : "bar-fill" });
  fill.style.setProperty("inline-size", `${share * 100}%`);
  const mark = threshold !== null && element("span", { class: "bar-mark", title: t("threshold", { percent: percentText(threshold, t) }) });
  if (mark) mark.style.setProperty("inset-inline-start", `${threshold * 100}%`);
  const meter = {
    class: "bar", role: "meter", "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": share.toFixed(3), "aria-valuetext": percent,
    "aria-label": t("confidenceOf", { name, percent }),
  };
  return element(
    "li",
    { class: "confidence" },
    element("span", { class: "confidence-name" }, quoted("span", {}, name), detail && element("span", { class: "soft" }, " ", detail)),
    element("span", { class: "confidence-share" }, percent),
    element("span", meter, fill, mark),
  );
}

/** The candidates that say something: the best one always, the others unless they would read as 0 %. */
export function notable(candidates) {
  return candidates.filter(({ confidence }, index) => index === 0 || confidence >= 0.005);
}

/** A label and its value in a definition list; nothing when there is no value. */
export function fact(label, ...value) {
  if (value.every((part) => part === null || part === undefined || part === "")) return null;
  return element("div", { class: "fact" }, element("dt", {}, label), element("dd", {}, value));
}

/** A quiet sentence where there is nothing to list. */
export function emptyNote(text) {
  return element("p", { class: "empty" }, text);
}
