import { element } from "/shared/dom.js";
import { pickLanguage, translator } from "/shared/i18n.js";
import { icon } from "/shared/icons.js";
import { applyAccent } from "./accent.js";
import { ConversationView } from "./conversation-view.js";
import { CustomerSession } from "./customer-session.js";
import { Panel } from "./panel.js";
import { texts } from "./texts.js";

/** Style sheets of the shadow tree, from the server this module came from; the last one adapts the others to phones. */
const sheets = ["../shared/tokens.css", "composer.css", "messages.css", "replies.css", "contact.css", "frontdesk-chat.css"];

/**
 * The chat on a customer's page: a launcher and its panel. Attributes: `language` (`auto`, `zh-CN`, `en`), `accent`.
 * It connects when the customer first opens it, or at once when this browser has talked to us before.
 */
export class FrontdeskChat extends HTMLElement {
  static observedAttributes = ["language", "accent"];

  /** An address on the Frontdesk server; by default where this module came from. */
  server = import.meta.url;
  #t = null;
  #session = null;
  #view = null;
  #panel = null;
  #launcher = null;
  #badge = null;
  #identity = null;

  connectedCallback() {
    if (this.#view) return;
    this.#t = translator(texts, pickLanguage(this.getAttribute("language") ?? "auto"));
    this.#session = new CustomerSession(this.server);
    if (this.#identity) this.#session.identify(this.#identity);
    this.#view = new ConversationView({ server: this.server, session: this.#session, t: this.#t });
    this.#view.addEventListener("close", () => this.close());
    this.#view.addEventListener("message", () => this.#countUnread());
    this.#build();
    if (this.#session.token) this.#view.connect();
  }

  disconnectedCallback() {
    this.#panel?.dispose();
    this.#view?.dispose();
    this.#view = null;
  }

  attributeChangedCallback(name, before, value) {
    if (name === "accent") applyAccent(this.style, value);
    if (name !== "language" || !this.#view) return;
    const language = pickLanguage(value ?? "auto");
    if (language === this.#t.language) return;
    this.#t = translator(texts, language);
    this.#view.setTranslator(this.#t);
    this.#fillPanel();
    this.#countUnread();
  }

  /** Opens the panel; `question` is sent as the customer's own words. */
  open({ question, focus = true } = {}) {
    this.#panel.isOpen = true;
    this.classList.add("is-open");
    this.#view.connect();
    if (question) this.#view.send(String(question));
    this.#countUnread();
    this.#view.scrollToEnd();
    if (focus) this.#view.focus();
  }

  close() {
    const within = this.shadowRoot.activeElement !== null;
    if (this.#panel.isOpen) this.#view.markRead();
    this.#panel.isOpen = false;
    this.classList.remove("is-open");
    this.#countUnread();
    if (within) this.#launcher.focus();
  }

  /** Tells the server who the customer is: `{customer, expires, signature}`, signed by the host page's server. */
  identify(identity) {
    const known = this.#identity?.customer === identity.customer && this.#identity.signature === identity.signature;
    this.#identity = identity;
    if (!this.#view || known) return;
    const forget = this.#session.identify(identity);
    if (this.#panel.isOpen || this.#session.token) this.#view.reconnect({ forget });
    else if (forget) this.#view.signOut();
    this.#countUnread();
  }

  /** Forgets the customer and starts anew. */
  signOut() {
    this.#identity = null;
    if (!this.#view) return;
    this.#view.signOut();
    this.#session.forget();
    if (this.#panel.isOpen) this.#view.connect();
    this.#countUnread();
  }

  #build() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#badge = element("span", { class: "unread", hidden: true, "aria-hidden": "true" });
    this.#launcher = element(
      "button",
      {
        type: "button",
        class: "launcher",
        "aria-expanded": "false",
        "aria-controls": "panel",
        onclick: () => (this.#panel.isOpen ? this.close() : this.open()),
      },
      element("span", { class: "launcher-open" }, icon("chat", 26)),
      element("span", { class: "launcher-close" }, icon("down", 26)),
      this.#badge,
    );
    this.#panel = new Panel((event) => this.#escape(event));
    const frame = element("div", { class: "frame", hidden: true }, this.#panel.element, this.#launcher);
    const links = sheets.map((href) => element("link", { rel: "stylesheet", href: new URL(href, import.meta.url).href }));
    // Nothing is shown before it is styled; a sheet that fails must not hide the chat for ever.
    const loaded = links.map((link) => new Promise((resolve) => (link.onload = link.onerror = resolve)));
    Promise.all(loaded).then(() => (frame.hidden = false)).then(() => this.#panel?.isOpen && this.#view?.scrollToEnd());
    root.replaceChildren(...links, frame);
    this.#fillPanel();
    this.#countUnread();
  }

  #fillPanel() {
    this.#panel.element.replaceChildren(...this.#view.elements);
    this.shadowRoot.querySelector(".frame").lang = this.#t.language;
  }

  #escape(event) {
    event.stopPropagation();
    if (!this.#view.closeMenu()) this.close();
  }

  #countUnread() {
    const open = this.#panel.isOpen;
    if (open && document.visibilityState === "visible") this.#view.markRead();
    const count = open ? 0 : this.#view.unread;
    this.#badge.hidden = count === 0;
    this.#badge.textContent = count > 9 ? "9+" : String(count);
    const key = open ? "closeChat" : count ? "openChatUnread" : "openChat";
    this.#launcher.setAttribute("aria-label", this.#t(key, { count }));
    this.#launcher.setAttribute("aria-expanded", String(open));
  }
}

customElements.define("frontdesk-chat", FrontdeskChat);
