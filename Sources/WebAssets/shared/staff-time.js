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

/** How long before a moment something was, for example "2 min before". */
export function ageText(at, moment, t) {
  return t("before", { time: durationText(new Date(moment) - new Date(at), t) });
}

/**
 * A `<time>` that counts down to `until`, and then how long it is over. The texts `within` and `over` have `{time}`; its
 * `data-tone` is `calm`, `soon` in the last minute, or `over`.
 */
export function countdown(until, t, { within, over }) {
  const node = element("time", { class: "countdown", datetime: until, title: t.dateTime(until), dataset: { until, within, over } });
  update(node, t);
  return node;
}

/** Keeps every `elapsedTime` and `countdown` inside `root` going. @returns a function that ends it */
export function startTicking(root, t) {
  const timer = setInterval(() => root.querySelectorAll("time[data-since], time[data-until]").forEach((node) => update(node, t)), second);
  return () => clearInterval(timer);
}

function update(node, t) {
  const text = node.dataset.until ? countdownText(node, t) : elapsedText(node, t);
  if (node.textContent !== text) node.textContent = text;
}

function elapsedText({ dataset: { since, wrap } }, t) {
  const length = durationText(Date.now() - new Date(since).getTime(), t);
  return wrap ? t(wrap, { time: length }) : length;
}

function countdownText({ dataset }, t) {
  const left = new Date(dataset.until).getTime() - Date.now();
  dataset.tone = left < 0 ? "over" : left < minute ? "soon" : "calm";
  return t(left < 0 ? dataset.over : dataset.within, { time: clockText(Math.abs(left)) });
}

/** `4:10`, or `1:04:10`. */
function clockText(milliseconds) {
  const [h, m, s] = [Math.floor(milliseconds / hour), Math.floor((milliseconds % hour) / minute), Math.floor((milliseconds % minute) / second)];
  const two = (value) => String(value).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
