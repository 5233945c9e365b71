import { element } from "/shared/dom.js";
import { icon } from "/shared/icons.js";

/** What the server takes, told before it is asked. */
const rules = {
  email: (value) => value.length <= 254 && /^[^\s@]+@[^\s@.](?:[^\s@]*[^\s@.])?$/u.test(value) && value.split("@")[1].includes("."),
  phone: (value) => value.length <= 40 && /^[\p{N} +\-()./]+$/u.test(value) && /^.{5,20}$/u.test(value.replace(/\P{N}/gu, "")),
};

/**
 * Asks for an e-mail address, a phone number, or both, for a ticket. Dispatches `leave`. `draft` is
 * `{email, phone, state}` and outlives the form, which may be built anew in another language; its `state` is `open`,
 * `sending`, `waiting` (for a connection) or `done`.
 */
export class ContactForm extends EventTarget {
  #t;
  #ticket;
  #draft;
  #fields;
  #problem = element("p", { class: "contact-problem", role: "alert" });
  #button;
  #form;
  element = element("div", { class: "contact" });

  constructor(t, ticket, draft) {
    super();
    this.#t = t;
    this.#ticket = ticket;
    this.#draft = draft;
    this.#fields = {
      email: this.#field("email", { type: "email", inputmode: "email", autocomplete: "email", maxlength: 254 }),
      phone: this.#field("phone", { type: "tel", inputmode: "tel", autocomplete: "tel", maxlength: 40 }),
    };
    this.#button = element("button", { type: "submit", class: "wide" });
    this.#form = element(
      "form",
      { class: "contact-form", novalidate: true, "aria-label": t("contactTitle", { ticket }), onsubmit: (event) => this.#submit(event) },
      element("p", { class: "contact-title" }, icon("ticket", 18), t("contactTitle", { ticket })),
      Object.values(this.#fields).map(({ element: field }) => field),
      this.#problem,
      this.#button,
    );
    this.element.append(this.#form);
    this.#show();
  }

  /** What was typed. */
  get values() {
    const { email, phone } = this.#draft;
    return { email: email.trim() || undefined, phone: phone.trim() || undefined };
  }

  get isWaiting() {
    return this.#draft.state === "waiting";
  }

  setState(state) {
    this.#draft.state = state;
    this.#show();
  }

  /** The server refused: says why, at the field it names if it names one. */
  refuse(error) {
    this.setState("open");
    const name = ["email", "phone"].find((field) => error.message?.startsWith(`${field}:`));
    if (error.code === 101 && name) this.#complain(name);
    else this.#problem.textContent = this.#t(error.code === 301 ? "contactClosed" : "notDone");
  }

  /** The details are in the ticket; `event` has them masked. */
  settle({ email, phone }) {
    this.#draft.state = "done";
    // Masked values break at the mask: each stays whole as long as it fits.
    const reach = [email, phone].filter(Boolean).map((value) => element("span", { class: "contact-value" }, value));
    const [before, after] = this.#t("contactDone").split("{contact}");
    const within = this.#form.contains(this.element.getRootNode().activeElement);
    const done = element(
      "div",
      { class: "contact-done", tabindex: "-1" },
      icon("check", 20),
      element("div", {}, element("p", { class: "ticket-number" }, this.#t("ticket", { number: this.#ticket })), element("p", {}, before, reach.flatMap((value, index) => (index ? [" · ", value] : [value])), after)),
    );
    this.element.replaceChildren(done);
    if (within) done.focus({ preventScroll: true });
  }

  /** The conversation has ended: nobody would read what is typed now. */
  retire() {
    if (this.#draft.state !== "done") this.element.remove();
  }

  #field(name, attributes) {
    const id = `contact-${name}-${this.#ticket}`;
    const input = element("input", {
      id, class: "contact-input", name, value: this.#draft[name], "aria-describedby": `${id}-problem`, ...attributes,
      oninput: () => {
        this.#draft[name] = input.value;
        this.#clear();
      },
    });
    const problem = element("p", { class: "contact-problem", id: `${id}-problem` });
    return { input, problem, element: element("div", {}, element("label", { for: id }, this.#t(name)), input, problem) };
  }

  #submit(event) {
    event.preventDefault();
    if (this.#draft.state !== "open") return;
    this.#clear();
    const { email, phone } = this.values;
    if (!email && !phone) return this.#complain("email", "contactMissing");
    const wrong = Object.keys(rules).find((name) => this.values[name] && !rules[name](this.values[name]));
    if (wrong) return this.#complain(wrong);
    this.dispatchEvent(new CustomEvent("leave"));
  }

  #complain(name, key = `${name}Wrong`) {
    const { input, problem } = this.#fields[name];
    problem.textContent = this.#t(key);
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  #clear() {
    this.#problem.textContent = "";
    for (const { input, problem } of Object.values(this.#fields)) {
      problem.textContent = "";
      input.removeAttribute("aria-invalid");
    }
  }

  #show() {
    const { state } = this.#draft;
    const busy = state !== "open";
    for (const { input } of Object.values(this.#fields)) input.readOnly = busy;
    this.#button.setAttribute("aria-disabled", String(busy));
    this.#button.textContent = this.#t({ open: "contactSend", waiting: "contactWaiting" }[state] ?? "contactSending");
    this.#problem.classList.toggle("is-waiting", state === "waiting");
    this.#problem.textContent = state === "waiting" ? this.#t("contactKept") : "";
  }
}
