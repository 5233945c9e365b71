import { element } from "/shared/dom.js";
import { freshID } from "/shared/staff-parts.js";

/** Listens for the page's keys; they rest while somebody types or a dialog is open. @returns a function that ends it */
export function listenForKeys({ move, chooseKind, publish, help }) {
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (/^[1-5]$/.test(event.key)) chooseKind(Number(event.key));
    else if (event.key === "p") publish();
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}

/** Shows what the keys do. */
export function showKeys(t) {
  const id = freshID("keys");
  const rows = [["j", "keyNext"], ["k", "keyPrevious"], ["1 – 5", "keyTab"], ["p", "keyPublish"], ["?", "keyHelp"]];
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": id },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id }, t("keysTitle")),
      element("dl", { class: "facts" }, rows.map(([key, text]) => element("div", { class: "fact" }, element("dt", {}, element("kbd", {}, key)), element("dd", {}, t(text))))),
      element("div", { class: "dialog-actions" }, element("button", { class: "button is-primary" }, t("understood"))),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
