import { element } from "./dom.js";
import { showToast } from "./toast.js";

/** A link-like button that copies what `text()` gives, and says whether it did. */
export function copyButton(text, t) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      showToast(t("copied"), { dismiss: t("dismiss") });
    } catch {
      // No permission, or a page that is not served over TLS.
      showToast(t("notCopied"), { tone: "danger", dismiss: t("dismiss") });
    }
  };
  return element("button", { type: "button", class: "link", onclick: copy }, t("copy"));
}
