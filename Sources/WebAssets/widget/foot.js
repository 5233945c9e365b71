import { element, fill } from "/shared/dom.js";
import { wasRefused } from "./status-line.js";

/** How long a connection may be away before the foot speaks of it, in milliseconds. */
const patience = 1_500;

/**
 * What is under the log: what went wrong, whether words can be sent now, and the composer or what stands in its place.
 * Dispatches `restart` (a new conversation) and `startAgain` (after the server refused this client).
 */
export class Foot extends EventTarget {
  #t;
  #composer;
  #bar = element("div", { class: "offline", role: "status" });
  #alert = element("div", { class: "alert", role: "alert" });
  #place = element("div", { class: "foot" });
  #timer = null;

  constructor(t, composer) {
    super();
    this.#t = t;
    this.#composer = composer;
  }

  get elements() {
    return [this.#bar, this.#alert, this.#place];
  }

  /** Puts the focus where the customer goes on. */
  focus() {
    if (this.#composer.element.isConnected) this.#composer.focus();
    else this.#place.querySelector("button")?.focus();
  }

  /** Says that something was not done; null takes it back. */
  complain(key) {
    fill(this.#alert, key && element("p", {}, this.#t(key)));
  }

  /** Shows the composer, or the way on from a conversation that is closed or a connection that was refused. */
  show(connection, isClosed) {
    this.#showConnection(connection);
    if (wasRefused(connection)) this.#offer("startAgain", "stopped");
    else if (isClosed) this.#offer("restart");
    else if (this.#place.firstChild !== this.#composer.element) fill(this.#place, this.#composer.element);
  }

  #showConnection({ status }) {
    if (!["waiting", "connecting"].includes(status)) {
      clearTimeout(this.#timer);
      this.#timer = null;
      fill(this.#bar);
    } else if (this.#bar.firstChild) {
      this.#sayOffline();
    } else {
      this.#timer ??= setTimeout(() => this.#sayOffline(), patience);
    }
  }

  #sayOffline() {
    const text = this.#t(navigator.onLine ? "barWaiting" : "barOffline");
    if (this.#bar.textContent !== text) fill(this.#bar, element("p", {}, text));
  }

  #offer(type, note) {
    const tell = () => this.dispatchEvent(new CustomEvent(type));
    fill(
      this.#place,
      element(
        "div",
        { class: "foot-note" },
        note && element("p", {}, this.#t(note)),
        element("button", { type: "button", class: "wide", onclick: tell }, this.#t(type)),
      ),
    );
  }
}
