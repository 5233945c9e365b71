import { copyButton } from "/shared/copy-button.js";
import { element } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { freshID } from "/shared/staff-parts.js";
import { TypingSignal } from "/shared/typing-signal.js";

/** The most characters of a message. */
const limit = 4_000;

/**
 * Where the agent writes; what is not sent is kept per conversation, across reloads. Dispatches `send` (the text) and
 * `typing` (true or false).
 */
export class Composer extends EventTarget {
  #t;
  #storage;
  #key;
  #input;
  #button;
  #note;
  #copy;
  #lock = null;
  #typing = new TypingSignal((typing) => this.dispatchEvent(new CustomEvent("typing", { detail: typing })));

  /** @param {SafeStorage} storage @param {string} key where the draft is kept @param {string} name the customer's */
  constructor(t, { storage, key, name }) {
    super();
    this.#t = t;
    this.#storage = storage;
    this.#key = key;
    const noteID = freshID("composer");
    this.#note = element("span", { id: noteID });
    this.#copy = copyButton(() => this.#input.value, t);
    this.#input = element("textarea", {
      class: "input", rows: 2, placeholder: t("compose", { name }), "aria-label": t("compose", { name }), "aria-describedby": noteID,
      value: storage.get(this.#key) ?? "", oninput: () => this.#changed(), onkeydown: (event) => this.#pressed(event), onblur: () => this.#typing.stop(),
    });
    this.#button = element("button", { type: "submit", class: "button is-primary" }, icon("send", 18), t("send"));
    this.element = element(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      element("div", { class: "composer-row" }, this.#input, this.#button),
      element("p", { class: "composer-note" }, this.#note, this.#copy),
    );
    this.lock(t("loading"));
  }

  /** Whether there are words that were not sent. */
  get hasDraft() {
    return this.#length > 0;
  }

  focus() {
    this.#input.focus();
  }

  /** Lets the agent write, or says why not. */
  lock(reason) {
    this.#lock = reason;
    this.#input.readOnly = reason !== null;
    this.element.classList.toggle("is-locked", reason !== null);
    if (reason !== null) this.#typing.stop();
    this.#showNote();
  }

  #pressed(event) {
    // Key code 229 is an input method at work in browsers that end the composition before the key event.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (!this.#sendable) return;
    const text = this.#input.value.trim();
    this.#input.value = "";
    this.#changed();
    this.dispatchEvent(new CustomEvent("send", { detail: text }));
  }

  get #length() {
    return [...this.#input.value.trim()].length;
  }

  get #sendable() {
    return this.#lock === null && this.#length > 0 && this.#length <= limit;
  }

  #changed() {
    const draft = this.#input.value;
    if (draft.trim()) this.#storage.set(this.#key, draft);
    else this.#storage.remove(this.#key);
    this.#showNote();
    if (this.#sendable) this.#typing.go();
    else this.#typing.stop();
  }

  #showNote() {
    const t = this.#t;
    const tooLong = this.#length > limit;
    this.#input.setAttribute("aria-invalid", String(tooLong));
    this.#button.disabled = !this.#sendable;
    this.#copy.hidden = this.#lock === null || !this.hasDraft;
    this.#note.classList.toggle("field-error", tooLong);
    if (tooLong) this.#note.textContent = t("tooLong", { limit: t.number(limit), count: t.number(this.#length) });
    else if (this.#lock === null) this.#note.textContent = t("composeHint");
    else this.#note.textContent = this.hasDraft ? `${this.#lock} ${t("draftKept")}` : this.#lock;
  }
}
