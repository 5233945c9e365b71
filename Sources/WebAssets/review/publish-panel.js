import { element, fill } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { showToast } from "/shared/toast.js";
import { api } from "/shared/staff-api.js";
import { emptyNote, quoted } from "/shared/staff-parts.js";
import { errorText } from "/shared/staff-texts.js";
import { elapsedTime } from "/shared/staff-time.js";
import { historyView, problemsView, publishedView } from "./release-view.js";

/**
 * The right column: pending corrections, the Publish button and what came of it, the releases. Dispatches `withdrawn` (a
 * correction), `published` (a release) and `back`.
 */
export class PublishPanel extends EventTarget {
  #t;
  #catalog;
  #pending = element("div");
  #button;
  #progress = element("div", { class: "progress", hidden: true });
  #result = element("div", { class: "result", role: "status" });
  #history = element("div");
  #publishing = false;

  /** @param {() => Promise<Catalog>} catalog */
  constructor(catalog, t) {
    super();
    this.#t = t;
    this.#catalog = catalog;
    this.#button = element("button", { type: "button", class: "button is-primary publish", onclick: () => this.#publish() }, t("publish"));
    fill(this.#progress, element("span", { class: "progress-bar", "aria-hidden": "true" }), element("p", { class: "soft" }, t("publishingNow")));
    const back = element("button", { type: "button", class: "button is-quiet is-small back", onclick: () => this.#tell("back") }, icon("down", 18), t("back"));
    this.element = element(
      "aside",
      { class: "column publish-panel", "aria-label": t("publishing") },
      back,
      element(
        "div",
        { class: "panel-scroll", tabindex: "0", role: "region", "aria-label": t("publishing") },
        element("section", { class: "block" }, element("h2", {}, t("pending")), this.#pending, this.#button, this.#progress, this.#result),
        element("section", { class: "block" }, element("h2", {}, t("history")), this.#history),
      ),
    );
  }

  focus() {
    this.#button.focus();
  }

  async reload() {
    await Promise.all([this.#loadPending(), this.#loadHistory()]);
  }

  async #loadPending() {
    const t = this.#t;
    try {
      const [{ corrections }, catalog] = await Promise.all([api("GET", "/review/corrections?status=pending"), this.#catalog()]);
      const items = corrections.map((correction) => this.#item(correction, catalog));
      fill(this.#pending, items.length ? element("ul", { class: "pending" }, items) : emptyNote(t("noPending")));
      this.#button.textContent = corrections.length ? t("publishN", { n: corrections.length }) : t("publish");
      this.dispatchEvent(new CustomEvent("pending", { detail: corrections.length }));
    } catch (error) {
      this.#showFailure(this.#pending, error);
    }
  }

  async #loadHistory() {
    try {
      const { releases, current } = await api("GET", "/releases");
      fill(this.#history, historyView(releases, current, this.#t));
    } catch (error) {
      this.#showFailure(this.#history, error);
    }
  }

  #item(correction, catalog) {
    const t = this.#t;
    const { text, kind, detail, by, at } = correction;
    const target = {
      intent: () => catalog.intentTitle(detail.intent),
      example: () => catalog.intentTitle(detail.intent),
      article: () => catalog.articleTitle(detail.article, correction.language),
      new_article: () => detail.title,
    }[kind]?.();
    const withdraw = element("button", { type: "button", class: "button is-small", "aria-label": t("withdrawOne", { text }), onclick: () => this.#withdraw(correction, withdraw) }, t("withdraw"));
    return element(
      "li",
      { class: "correction-item" },
      quoted("q", { class: "correction-text" }, text),
      element("span", { class: "correction-target" }, t(`kind_${kind}`, { target, text: detail.text })),
      element("span", { class: "correction-foot" }, element("span", { class: "soft" }, by ?? t("system"), " · ", elapsedTime(at, t, "ago")), withdraw),
    );
  }

  async #withdraw(correction, button) {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await api("DELETE", `/review/corrections/${encodeURIComponent(correction.id)}`);
      showToast(this.#t("withdrawn"), { tone: "positive", dismiss: this.#t("dismiss") });
      this.#tell("withdrawn", correction);
      this.focus();
      await this.#loadPending();
    } catch (error) {
      showToast(errorText(error, this.#t), { tone: "danger", dismiss: this.#t("dismiss") });
      button.disabled = false;
    }
  }

  async #publish() {
    if (this.#publishing) return;
    this.#setPublishing(true);
    fill(this.#result);
    try {
      const { release } = await api("POST", "/releases", {});
      fill(this.#result, publishedView(release, this.#t));
      this.#tell("published", release);
    } catch (error) {
      fill(this.#result, element("p", { class: "field-error" }, errorText(error, this.#t)), error.problems?.length > 0 && problemsView(error.problems, this.#t));
    } finally {
      this.#setPublishing(false);
    }
    await this.reload();
  }

  #setPublishing(publishing) {
    this.#publishing = publishing;
    this.#button.setAttribute("aria-disabled", String(publishing));
    this.#progress.hidden = !publishing;
    if (publishing) fill(this.#result, element("span", { class: "visually-hidden" }, this.#t("publishingNow")));
  }

  #showFailure(node, error) {
    fill(node, element("p", { class: "field-error", role: "alert" }, errorText(error, this.#t)));
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
