import { element } from "./dom.js";
import { api } from "./staff-api.js";
import { field } from "./staff-parts.js";
import { errorText } from "./staff-texts.js";

/** The form that lets staff in; `entered` takes the user. `notice` says why it is shown again. */
export function signInView(t, { notice = null, entered }) {
  const name = element("input", { class: "input", name: "name", autocomplete: "username", autocapitalize: "none", spellcheck: "false", required: true });
  const password = element("input", { class: "input", name: "password", type: "password", autocomplete: "current-password", required: true });
  const problem = element("p", { class: "field-error", role: "alert" });
  const button = element("button", { class: "button is-primary", type: "submit" }, t("signIn"));

  async function submit(event) {
    event.preventDefault();
    if (button.disabled) return;
    problem.textContent = "";
    const missing = [name, password].find(({ value }) => !value.trim());
    if (missing) return missing.focus();
    setBusy(true);
    try {
      entered((await api("POST", "/sign-in", { name: name.value.trim(), password: password.value })).user);
    } catch (error) {
      problem.textContent = errorText(error, t);
      setBusy(false);
      if (error.code === 400) pause(error.retryAfterMs ?? 0);
      else if (error.code === 201) password.select();
    }
  }

  function setBusy(busy) {
    button.disabled = busy;
    button.textContent = t(busy ? "signingIn" : "signIn");
  }

  /** The server asked for patience: pressing earlier would only lengthen the wait. */
  function pause(milliseconds) {
    button.disabled = true;
    setTimeout(() => setBusy(false), milliseconds);
  }

  return element(
    "main",
    { class: "sign-in", id: "main", tabindex: "-1" },
    element(
      "form",
      { class: "card sign-in-card", onsubmit: submit, novalidate: true },
      element("p", { class: "brand is-large" }, element("span", { class: "brand-mark", "aria-hidden": "true" }), "Frontdesk"),
      element("h1", {}, t("signIn")),
      element("p", { class: "soft" }, notice ?? t("signInLead")),
      field(t("name"), name),
      field(t("password"), password),
      problem,
      button,
    ),
  );
}
