import { element } from "./dom.js";
import { icon } from "./icons.js";

/** How long a toast stays, in milliseconds; one that reports a failure stays until it is dismissed. */
const stay = 6_000;

let region = null;

/**
 * Shows a short note at the foot of the page and announces it.
 * @param {string} text
 * @param {{tone?: ""|"positive"|"danger", dismiss?: string, action?: {label: string, run: () => void}}} options `dismiss`
 *   labels the closing button; with an `action` the toast stays until it is pressed or dismissed
 */
export function showToast(text, { tone = "", dismiss = "Dismiss", action = null } = {}) {
  region ??= document.body.appendChild(element("div", { class: "toasts", role: "status", "aria-live": "polite" }));
  const toast = element(
    "div",
    { class: tone ? `toast is-${tone}` : "toast" },
    element("span", { class: "toast-text" }, text),
    action && element("button", { class: "button is-small", type: "button", onclick: () => (toast.remove(), action.run()) }, action.label),
    element(
      "button",
      { class: "button is-quiet is-small", type: "button", "aria-label": dismiss, onclick: () => toast.remove() },
      icon("close", 16),
    ),
  );
  region.append(toast);
  if (tone !== "danger" && !action) setTimeout(() => toast.remove(), stay);
  return toast;
}
