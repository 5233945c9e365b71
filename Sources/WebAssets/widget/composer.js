import { element } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { TypingSignal } from "/shared/typing-signal.js";

/** From how many characters before the limit on the count is shown. */
const counterFrom = 400;

/**
 * Where the customer writes. Enter sends, Shift+Enter breaks the line, and Enter that ends a word of an input method does
 * neither. Dispatches `send` (the text) and `typing` (true or false). What is not sent is kept in `drafts.draft`.
 */
export class Composer extends EventTarget {
  #t;
  #limit = 4000;
  #input;
  #button;
  #counter;
  #form;
  #drafts;
  #typing = new TypingSignal((typing) => this.dispatchEvent(new CustomEvent("typing", { detail: typing })));

  constructor(t, drafts) {
    super();
    this.#t = t;
    this.#drafts = drafts;
    this.#input = element("textarea", {
      class: "compose",
      rows: 1,
      placeholder: t("placeholder"),
      "aria-label": t("compose"),
      "aria-describedby": "counter",
      enterkeyhint: "send",
      value: drafts.draft,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#typing.stop(),
    });
    this.#button = element("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send", 20));
    this.#counter = element("p", { class: "counter", id: "counter", role: "status" });
    this.#form = element(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      element("div", { class: "compose-row" }, this.#input, this.#button),
      this.#counter,
    );
    this.#changed();
  }

  get element() {
    return this.#form;
  }

  /** Empties it, for another customer. */
  clear() {
    this.#input.value = "";
    this.#typed();
  }

  set limit(limit) {
    this.#limit = limit;
    this.#changed();
  }

  focus() {
    this.#input.focus();
  }

  #key(event) {
    // Key code 229 is an input method at work in browsers that end the composition before the key event.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (!this.#sendable) return;
    const text = this.#input.value.trim();
    this.clear();
    this.dispatchEvent(new CustomEvent("send", { detail: text }));
  }

  get #length() {
    return [...this.#input.value.trim()].length;
  }

  get #sendable() {
    return this.#length > 0 && this.#length <= this.#limit;
  }

  #typed() {
    this.#drafts.draft = this.#input.value;
    this.#changed();
    if (this.#length > 0) this.#typing.go();
    else this.#typing.stop();
  }

  #changed() {
    const length = this.#length;
    this.#button.setAttribute("aria-disabled", String(!this.#sendable));
    const long = length > this.#limit;
    this.#input.setAttribute("aria-invalid", String(long));
    const values = { count: this.#t.number(length), limit: this.#t.number(this.#limit) };
    const count = length > this.#limit - counterFrom ? this.#t("counter", values) : "";
    this.#counter.textContent = long ? `${count} · ${this.#t("tooLong", values)}` : count;
    this.#counter.classList.toggle("is-over", long);
    this.#grow();
  }

  #grow() {
    this.#input.style.setProperty("height", "auto");
    if (this.#input.scrollHeight) this.#input.style.setProperty("height", `${Math.min(this.#input.scrollHeight + 2, 140)}px`);
  }
}
