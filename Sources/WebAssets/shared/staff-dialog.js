import { element } from "./dom.js";
import { freshID } from "./staff-parts.js";
import { errorText } from "./staff-texts.js";

/**
 * Opens a dialog with a form. `submit` may throw an error, which is shown and leaves the dialog open with everything typed.
 *
 * @param {object} options
 * @param {string} options.title @param {Node[]} options.body @param {string} options.action the label of the button
 * @param {() => Promise<void>} options.submit @param {string} [options.tone] `primary` or `danger`
 * @param {(error: Error) => string} [options.describe] the text for an error
 * @param {Function} t
 * @returns {Promise<boolean>} whether it was submitted
 */
export function formDialog({ title, body, action, submit, tone = "primary", describe }, t) {
  const titleID = freshID("dialog");
  const problem = element("p", { class: "field-error", role: "alert" });
  const button = element("button", { class: `button is-${tone}`, type: "submit" }, action);
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": titleID });
  const form = element(
    "form",
    { method: "dialog", novalidate: true },
    element("h2", { id: titleID }, title),
    body,
    problem,
    element(
      "div",
      { class: "dialog-actions" },
      element("button", { class: "button", type: "button", onclick: () => dialog.close() }, t("cancel")),
      button,
    ),
  );
  let done = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    problem.textContent = "";
    button.disabled = true;
    try {
      await submit();
      done = true;
      dialog.close();
    } catch (error) {
      problem.textContent = describe?.(error) ?? errorText(error, t);
    } finally {
      button.disabled = false;
    }
  });
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(done);
    });
  });
}
