import { element } from "/shared/dom.js";

const phone = "(max-width: 600px), (max-height: 480px)";

/**
 * The box the conversation is in: a floating panel on wide screens, the whole screen on phones, where it keeps the focus
 * inside, holds the page behind still and stays above the on-screen keyboard.
 */
export class Panel {
  #box;
  #phone = matchMedia(phone);
  #pageOverflow = "";

  constructor(onescape) {
    this.#box = element("section", {
      class: "panel",
      id: "panel",
      role: "dialog",
      "aria-labelledby": "title",
      hidden: true,
      onkeydown: (event) => (event.key === "Escape" ? onescape(event) : this.#keepFocus(event)),
    });
    this.#phone.addEventListener("change", this.#layOut);
  }

  get element() {
    return this.#box;
  }

  get isOpen() {
    return !this.#box.hidden;
  }

  set isOpen(open) {
    if (open === this.isOpen) return;
    this.#box.hidden = !open;
    const watch = open ? "addEventListener" : "removeEventListener";
    window.visualViewport?.[watch]("resize", this.#fit);
    window.visualViewport?.[watch]("scroll", this.#fit);
    this.#layOut();
  }

  dispose() {
    this.isOpen = false;
    this.#phone.removeEventListener("change", this.#layOut);
  }

  #layOut = () => {
    const covering = this.isOpen && this.#phone.matches;
    this.#box.setAttribute("aria-modal", String(covering));
    const { style } = document.documentElement;
    if (covering && style.overflow !== "hidden") {
      this.#pageOverflow = style.overflow;
      style.overflow = "hidden";
    } else if (!covering && style.overflow === "hidden") {
      style.overflow = this.#pageOverflow;
    }
    this.#fit();
  };

  /** Follows the part of the page that the keyboard leaves visible. */
  #fit = () => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    this.#box.style.setProperty("--visible-height", `${viewport.height}px`);
    this.#box.style.setProperty("--visible-top", `${viewport.offsetTop}px`);
  };

  #keepFocus(event) {
    if (event.key !== "Tab" || !this.#phone.matches) return;
    const stops = [...this.#box.querySelectorAll("button, input, textarea, [tabindex='0']")].filter((stop) => stop.getClientRects().length > 0);
    const focused = this.#box.getRootNode().activeElement;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (focused !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}
