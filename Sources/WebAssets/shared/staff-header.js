import { element } from "./dom.js";
import { icon } from "./icons.js";
import { showToast } from "./toast.js";
import { api } from "./staff-api.js";
import { formDialog } from "./staff-dialog.js";
import { field, freshID } from "./staff-parts.js";
import { errorText } from "./staff-texts.js";

/** Which roles open which page; `admin` opens all. */
export const pageRoles = { console: ["agent", "supervisor"], review: ["trainer"] };

export function mayOpen(user, page) {
  return ["admin", ...pageRoles[page]].some((role) => user.roles.includes(role));
}

/** The bar above every staff page: name, pages, the user. `page` is the current one; `left` is called after signing out. */
export function staffHeader(user, page, t, { left }) {
  const links = Object.keys(pageRoles)
    .filter((name) => mayOpen(user, name))
    .map((name) => element("a", { href: `/${name}/`, "aria-current": name === page && "page", dataset: { page: name } }, t(name)));
  return element(
    "header",
    { class: "staff-header" },
    element("p", { class: "brand" }, element("span", { class: "brand-mark", "aria-hidden": "true" }), "Frontdesk"),
    element("nav", { class: "staff-pages", "aria-label": t("pages") }, links),
    accountMenu(user, t, left),
  );
}

function accountMenu(user, t, left) {
  const id = freshID("menu");
  const roles = user.roles.map((role) => t(`role_${role}`)).join(" · ");
  const menu = element(
    "div",
    { class: "menu", id, hidden: true },
    element("p", { class: "menu-head" }, element("strong", {}, user.display_name), element("span", { class: "soft" }, roles)),
    element("button", { type: "button", class: "menu-item", onclick: () => (show(false), changePassword(t)) }, t("changePassword")),
    element("button", { type: "button", class: "menu-item", onclick: () => signOut(t, left) }, t("signOut")),
  );
  const button = element(
    "button",
    {
      type: "button", class: "button is-quiet account", "aria-expanded": "false", "aria-controls": id,
      "aria-label": t("account", { name: user.display_name }), onclick: () => show(menu.hidden),
    },
    icon("person", 18),
    element("span", { class: "account-name" }, user.display_name),
    icon("down", 14),
  );
  function show(open) {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }
  const holder = element("div", { class: "account-holder" }, button, menu);
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    show(false);
    button.focus();
  });
  holder.addEventListener("focusout", ({ relatedTarget }) => !holder.contains(relatedTarget) && show(false));
  return holder;
}

async function signOut(t, left) {
  try {
    await api("POST", "/sign-out", {});
    left();
  } catch (error) {
    if (error.code !== 200) showToast(errorText(error, t), { tone: "danger", dismiss: t("dismiss") });
  }
}

async function changePassword(t) {
  const input = (autocomplete) => element("input", { class: "input", type: "password", autocomplete, required: true });
  const [current, fresh, again] = [input("current-password"), input("new-password"), input("new-password")];
  const done = await formDialog(
    {
      title: t("changePassword"),
      body: [field(t("currentPassword"), current), field(t("newPassword"), fresh, t("passwordHint")), field(t("repeatPassword"), again)],
      action: t("save"),
      describe: (error) => error.text ?? (error.code === 201 ? t("passwordWrong") : errorText(error, t)),
      submit: async () => {
        if ([...fresh.value].length < 8) throw { text: t("passwordShort") };
        if (fresh.value !== again.value) throw { text: t("passwordsDiffer") };
        await api("POST", "/password", { current: current.value, new: fresh.value });
      },
    },
    t,
  );
  if (done) showToast(t("passwordChanged"), { tone: "positive", dismiss: t("dismiss") });
}
