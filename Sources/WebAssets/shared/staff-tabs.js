import { element } from "./dom.js";
import { freshID } from "./staff-parts.js";

/** A tab list and its panels, worked with arrows, Home and End. Dispatches `change` (the id of the tab). */
export class Tabs extends EventTarget {
  #items;
  #chosen = null;

  /** @param {string} label what the tabs choose between @param {{id: string, label: Node|string, panel: Node}[]} items */
  constructor(label, items) {
    super();
    this.#items = items.map((item) => ({ ...item, ...this.#nodes(item) }));
    this.list = element(
      "div",
      { class: "tabs", role: "tablist", "aria-label": label, onkeydown: (event) => this.#key(event) },
      this.#items.map(({ tab }) => tab),
    );
    this.choose(items[0].id, { quiet: true });
  }

  get chosen() {
    return this.#chosen;
  }

  /** The panels, to be placed anywhere. */
  get panels() {
    return this.#items.map(({ holder }) => holder);
  }

  choose(id, { focus = false, quiet = false } = {}) {
    const changed = this.#chosen !== id;
    this.#chosen = id;
    for (const item of this.#items) {
      const chosen = item.id === id;
      item.tab.setAttribute("aria-selected", String(chosen));
      item.tab.tabIndex = chosen ? 0 : -1;
      item.holder.hidden = !chosen;
      if (chosen && focus) item.tab.focus();
    }
    if (changed && !quiet) this.dispatchEvent(new CustomEvent("change", { detail: id }));
  }

  /** Replaces the label of one tab. */
  label(id, ...label) {
    this.#items.find((item) => item.id === id)?.tab.replaceChildren(...label);
  }

  #nodes({ id, label, panel }) {
    const [tabID, panelID] = [freshID("tab"), freshID("panel")];
    const tab = element("button", { type: "button", class: "tab", role: "tab", id: tabID, "aria-controls": panelID, onclick: () => this.choose(id) }, label);
    const holder = element("div", { class: "tab-panel", role: "tabpanel", id: panelID, "aria-labelledby": tabID, tabindex: 0 }, panel);
    return { tab, holder };
  }

  #key(event) {
    const index = this.#items.findIndex(({ id }) => id === this.#chosen);
    const last = this.#items.length - 1;
    const next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.choose(this.#items[next].id, { focus: true });
  }
}
