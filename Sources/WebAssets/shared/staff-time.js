import { element } from "./dom.js";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in words, as coarse as a person wants it; `milliseconds` below 0 count as 0. */
export function durationText(milliseconds, t) {
  const length = Math.max(0, milliseconds);
  if (length < minute) return t("seconds", { n: Math.floor(length / second) });
  if (length < hour) return t("minutes", { n: Math.floor(length / minute) });
  if (length < day) {
    const [h, m] = [Math.floor(length / hour), Math.floor((length % hour) / minute)];
    return m ? t("hoursMinutes", { h, m }) : t("hours", { n: h });
  }
  return t("days", { n: Math.floor(length / day) });
}

/** A `<time>` that keeps saying how long ago `at` was; `wrap` is a text key with `{time}`, none for the bare length. */
export function elapsedTime(at, t, wrap = null) {
  const node = element("time", { datetime: at, title: t.dateTime(at), dataset: { since: at, wrap: wrap ?? "" } });
  update(node, t);
  return node;
}

/** Keeps every `elapsedTime` inside `root` going. @returns a function that ends it */
export function startTicking(root, t) {
  const timer = setInterval(() => root.querySelectorAll("time[data-since]").forEach((node) => update(node, t)), second);
  return () => clearInterval(timer);
}

function update(node, t) {
  const length = durationText(Date.now() - new Date(node.dataset.since).getTime(), t);
  const text = node.dataset.wrap ? t(node.dataset.wrap, { time: length }) : length;
  if (node.textContent !== text) node.textContent = text;
}
