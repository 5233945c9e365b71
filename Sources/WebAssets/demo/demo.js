import { element, fill } from "/shared/dom.js";
import { pickLanguage, translator } from "/shared/i18n.js";
import { drawing } from "./drawings.js";
import { products, questions, texts } from "./texts.js";
import { offerCustomers } from "./view-as.js";

const remembered = "heronport:language";
let t = null;

/** Puts the page, and the chat on it, into one language. */
function speak(language) {
  t = translator(texts, language);
  document.documentElement.lang = language;
  document.title = t("pageTitle");
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text, node.dataset);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const button of document.querySelectorAll("[data-language]:not(script)")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  fill(
    document.querySelector("[data-list=products]"),
    products.map((product) => {
      const [name, description] = product[language];
      return element("li", {}, drawing(product.drawing), element("h3", {}, name), element("p", {}, description));
    }),
  );
  fill(
    document.querySelector("[data-list=questions]"),
    questions[language].map((question) =>
      element("li", {}, element("button", { type: "button", dataset: { ask: question } }, question, drawing("arrow", 20))),
    ),
  );
}

document.addEventListener("click", ({ target }) => {
  const choice = target.closest?.("button[data-language]");
  if (choice) {
    speak(choice.dataset.language);
    window.Frontdesk?.setLanguage(t.language);
    remember(t.language);
  }
  const ask = target.closest?.("[data-ask]");
  if (ask) window.Frontdesk?.open(ask.dataset.ask || undefined);
});

function remember(language) {
  try {
    localStorage.setItem(remembered, language);
  } catch {
    // Without storage the browser's language is taken again next time.
  }
}

function rememberedLanguage() {
  try {
    return localStorage.getItem(remembered) ?? "auto";
  } catch {
    return "auto";
  }
}

/** Resolves once the chat's script, which loads on its own, is there. */
function whenChatIsThere() {
  if (window.Frontdesk) return Promise.resolve(window.Frontdesk);
  const script = document.querySelector('script[src="/widget.js"]');
  return new Promise((resolve) => script.addEventListener("load", () => resolve(window.Frontdesk)));
}

const wish = rememberedLanguage();
speak(pickLanguage(wish));
const chat = await whenChatIsThere();
if (wish !== "auto") chat.setLanguage(wish);
await offerCustomers(document.querySelector(".demo"), chat, () => speak(t.language));
