import { element, fill } from "/shared/dom.js";
import { freshID } from "/shared/staff-parts.js";

/** How many options are shown at once; the search narrows the rest. */
const shown = 60;

/**
 * A search field over a list box, worked with arrows and Enter. Options are `{id, title, detail, search, note}`; those with a
 * `note` are suggestions and come first. `value` is the id of the chosen option, null for none.
 */
export class CatalogPicker {
  value = null;
  #options;
  #t;
  #filter = () => true;
  #input;
  #list;
  #count = element("p", { class: "field-hint", role: "status" });
  #active = -1;
  #visible = [];

  constructor(label, options, t) {
    this.#options = [...options].sort((a, b) => Number(Boolean(b.note)) - Number(Boolean(a.note)));
    this.#t = t;
    const id = freshID("picker");
    this.#list = element("ul", { class: "options", role: "listbox", id, "aria-label": label });
    this.#input = element("input", {
      class: "input", type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": id, "aria-autocomplete": "list",
      "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: "false",
      oninput: () => this.#show(), onkeydown: (event) => this.#key(event),
    });
    this.element = element("div", { class: "picker" }, this.#input, this.#list, this.#count);
    this.#show();
  }

  set filter(filter) {
    this.#filter = filter;
    this.#show();
  }

  focus() {
    this.#input.focus();
  }

  #show() {
    const words = this.#input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found = this.#options.filter((option) => this.#filter(option) && words.every((word) => option.search.includes(word)));
    this.#visible = found.slice(0, shown);
    this.#active = -1;
    fill(this.#list, this.#visible.map((option) => this.#item(option)));
    this.#list.hidden = this.#visible.length === 0;
    this.#count.textContent = found.length ? this.#t("found", { n: found.length }) : this.#t("nothingFound");
    this.#activate(words.length && this.#visible.length ? 0 : -1);
  }

  #item(option) {
    return element(
      "li",
      {
        class: "option", role: "option", id: freshID("option"), "aria-selected": String(option.id === this.value),
        onclick: () => this.#choose(option),
      },
      element("span", { class: "option-title" }, option.title),
      option.note && element("span", { class: "badge is-accent" }, option.note),
      element("span", { class: "option-detail" }, option.detail),
    );
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.#activate(Math.min(this.#visible.length - 1, Math.max(0, this.#active + step)));
    } else if (event.key === "Enter" && !event.isComposing && this.#visible[this.#active]?.id !== this.value) {
      // The first Enter chooses; the next one submits the form.
      event.preventDefault();
      if (this.#active >= 0) this.#choose(this.#visible[this.#active]);
    }
  }

  #activate(index) {
    this.#active = index;
    for (const [at, node] of [...this.#list.children].entries()) node.classList.toggle("is-active", at === index);
    const node = this.#list.children[index];
    if (node) this.#input.setAttribute("aria-activedescendant", node.id);
    else this.#input.removeAttribute("aria-activedescendant");
    node?.scrollIntoView({ block: "nearest" });
  }

  #choose(option) {
    this.value = option.id;
    for (const [at, node] of [...this.#list.children].entries()) node.setAttribute("aria-selected", String(this.#visible[at].id === option.id));
    this.#activate(this.#visible.indexOf(option));
  }
}
