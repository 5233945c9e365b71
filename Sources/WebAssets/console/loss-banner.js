import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";

/** Tells an agent that they have lost the conversation, to whom and why, until they dismiss it or have it back. */
export function lossBanner(t) {
  const node = element("div", { class: "loss-banner", role: "alert" });
  const hide = () => fill(node);
  return {
    element: node,
    hide,
    /** @param {string} text @param {boolean} kept whether words of the agent were not sent */
    show(text, kept) {
      fill(
        node,
        icon("warning", 20),
        element("div", { class: "loss-text" }, element("strong", {}, text), kept && element("span", {}, t("lostKept"))),
        element("button", { type: "button", class: "button is-quiet is-small", "aria-label": t("dismiss"), onclick: hide }, icon("close", 16)),
      );
    },
  };
}
