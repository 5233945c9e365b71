import { element, fill } from "./dom.js";
import { api, staffSession } from "./staff-api.js";
import { mayOpen, pageRoles, staffHeader } from "./staff-header.js";
import { signInView } from "./staff-sign-in.js";
import { startTicking } from "./staff-time.js";
import { errorText, staffTranslator } from "./staff-texts.js";

/**
 * Runs a staff page: signs people in, shows the header, and mounts the page for those whose role opens it.
 *
 * @param {"console"|"review"} page
 * @param {object[]} messages the page's texts
 * @param {(main: HTMLElement, user: object, t: Function) => (() => void)} mount fills `main`; the result takes it down again
 */
export async function startStaffPage(page, messages, mount) {
  const t = staffTranslator(...messages);
  const root = document.body;
  let unmount = null;

  const leave = () => {
    unmount?.();
    unmount = null;
  };
  const showSignIn = (notice) => {
    leave();
    document.title = `${t("signIn")} · Frontdesk`;
    for (const dialog of root.querySelectorAll("dialog")) dialog.close();
    show(root, signInView(t, { notice, entered: showPage }));
    root.querySelector("input").focus();
  };
  const showPage = (user) => {
    document.title = `${t(page)} · Frontdesk`;
    const main = element("main", { id: "main", class: `staff-main page-${page}`, tabindex: "-1" });
    const header = staffHeader(user, page, t, { left: () => showSignIn(null) });
    show(root, element("a", { class: "skip", href: "#main" }, t("skip")), header, main);
    if (!mayOpen(user, page)) return main.append(noRole(user, t));
    const stopTicking = startTicking(main, t);
    main.append(element("h1", { class: "visually-hidden" }, t(page)));
    const takeDown = mount(main, user, t);
    unmount = () => (stopTicking(), takeDown());
  };

  document.documentElement.lang = t.language;
  staffSession.addEventListener("ended", () => unmount && showSignIn(t("sessionEnded")));
  await enter(root, t, showPage, showSignIn);
}

async function enter(root, t, showPage, showSignIn) {
  try {
    showPage((await api("GET", "/me")).user);
  } catch (error) {
    if (error.code === 200) return showSignIn(null);
    const retry = element("button", { class: "button", type: "button", onclick: () => enter(root, t, showPage, showSignIn) }, t("tryAgain"));
    show(root, element("main", { class: "sign-in", id: "main" }, element("p", { role: "alert" }, errorText(error, t)), retry));
  }
}

/** Replaces the page but not the toasts, which may just be saying why. */
function show(root, ...nodes) {
  const toasts = root.querySelector(":scope > .toasts");
  fill(root, nodes, toasts);
}

function noRole(user, t) {
  const links = Object.keys(pageRoles).filter((name) => mayOpen(user, name));
  return element(
    "div",
    { class: "no-role" },
    element("h1", {}, t("noRole")),
    links.map((name) => element("a", { class: "button", href: `/${name}/` }, t("goTo", { page: t(name) }))),
  );
}
