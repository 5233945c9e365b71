/* The one script a page embeds: reads its own data attributes, adds <frontdesk-chat>, and offers window.Frontdesk. */
(() => {
  "use strict";
  const script = document.currentScript;
  if (window.Frontdesk || !script) return;
  const { language, open, accent, customer, expires, signature } = script.dataset;

  const body = new Promise((resolve) => {
    if (document.body) resolve(document.body);
    else document.addEventListener("DOMContentLoaded", () => resolve(document.body));
  });
  const module = import(new URL("/widget/frontdesk-chat.js", script.src).href);

  const chat = Promise.all([module, body]).then(([, parent]) => {
    const element = document.createElement("frontdesk-chat");
    element.server = script.src;
    if (language) element.setAttribute("language", language);
    if (accent) element.setAttribute("accent", accent);
    if (customer && signature) element.identify({ customer, expires: Number(expires), signature });
    parent.append(element);
    if (open === "true") element.open({ focus: false });
    return element;
  });
  chat.catch((error) => console.error("Frontdesk could not load:", error));

  window.Frontdesk = {
    /** Opens the panel; with a question, sends it. */
    open: (question) => chat.then((element) => element.open({ question })),
    close: () => chat.then((element) => element.close()),
    identify: (identity) => chat.then((element) => element.identify(identity)),
    signOut: () => chat.then((element) => element.signOut()),
    /** `auto`, `zh-CN` or `en`. */
    setLanguage: (wish) => chat.then((element) => element.setAttribute("language", wish)),
  };
})();
