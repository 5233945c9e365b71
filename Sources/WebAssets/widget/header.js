import { element } from "/shared/dom.js";
import { icon } from "/shared/icons.js";

/**
 * The top of the panel: title, who answers, a menu. Dispatches `person`, `restart` and `close`.
 */
export class Header extends EventTarget {
  #t;
  #status;
  #menu;
  #menuButton;
  #header;

  constructor(t) {
    super();
    this.#t = t;
    this.#status = element("p", { class: "status", role: "status" });
    this.#menu = element(
      "div",
      {
        class: "menu",
        id: "menu",
        hidden: true,
        // Keeps the focus where it is: some browsers focus nothing on a press, and the menu would close before the click.
        onmousedown: (event) => event.preventDefault(),
      },
      this.#item("person", "person"),
      this.#item("restart", "restart"),
    );
    this.#menuButton = element(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": t("menu"),
        title: t("menu"),
        "aria-expanded": "false",
        "aria-controls": "menu",
        onclick: () => this.#toggle(this.#menu.hidden),
      },
      icon("menu", 20),
    );
    this.#header = element(
      "div",
      { class: "header", onfocusout: (event) => this.#left(event) },
      element("span", { class: "mark", "aria-hidden": "true" }, icon("chat", 20)),
      element("div", { class: "header-text" }, element("h2", { id: "title" }, t("title")), this.#status),
      this.#menuButton,
      element(
        "button",
        { type: "button", class: "icon-button", "aria-label": t("closeChat"), title: t("closeChat"), onclick: () => this.#tell("close") },
        icon("close", 20),
      ),
      this.#menu,
    );
  }

  get element() {
    return this.#header;
  }

  /** Shows who answers; `tone` is `bot`, `queued`, `agent`, `closed` or `trouble`. */
  setStatus(text, tone) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
    this.#status.dataset.tone = tone;
  }

  /** Closes the menu; false when it was not open. */
  closeMenu() {
    if (this.#menu.hidden) return false;
    this.#toggle(false);
    this.#menuButton.focus();
    return true;
  }

  #item(type, iconName) {
    const choose = () => {
      this.#toggle(false);
      this.#tell(type);
    };
    return element("button", { type: "button", class: "menu-item", onclick: choose }, icon(iconName, 18), this.#t(type));
  }

  #toggle(open) {
    this.#menu.hidden = !open;
    this.#menuButton.setAttribute("aria-expanded", String(open));
    if (open) this.#menu.querySelector("button").focus();
  }

  #left({ relatedTarget }) {
    if (!this.#menu.hidden && !this.#menu.contains(relatedTarget) && relatedTarget !== this.#menuButton) this.#toggle(false);
  }

  #tell(type) {
    this.dispatchEvent(new CustomEvent(type));
  }
}
