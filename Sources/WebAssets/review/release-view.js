import { element } from "/shared/dom.js";
import { icon } from "/shared/icons.js";
import { badge, quoted } from "/shared/staff-parts.js";

/** Milliseconds as seconds with one decimal. */
export function secondsText(milliseconds, t) {
  return new Intl.NumberFormat(t.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(milliseconds / 1000);
}

/** The outcome of a publish: the number, how long it took to be live, what was checked. */
export function publishedView(release, t) {
  const { number, live_ms: live, intents, articles, examples, checks } = release;
  return element(
    "div",
    { class: "published" },
    element("p", { class: "published-number" }, icon("check", 20), t("published", { number })),
    element("p", { class: "published-time" }, t("liveAfter", { seconds: secondsText(live, t) })),
    element("p", { class: "soft" }, t("releaseFacts", { intents: t.number(intents), articles: t.number(articles), examples: t.number(examples) })),
    checksView(checks, t),
  );
}

/** Checks of a release: how many passed, and each that failed. */
export function checksView({ passed, failed }, t) {
  return element(
    "div",
    { class: "checks" },
    element("p", {}, badge(t("checksPassed", { n: passed }), "positive"), " ", failed.length > 0 && badge(t("checksFailed", { n: failed.length }), "danger")),
    failed.length > 0 &&
      element(
        "ul",
        { class: "failures" },
        failed.map(({ text, expected, got }) => element("li", {}, quoted("q", {}, text), element("span", { class: "soft" }, " ", t("expectedGot", { expected, got: got || t("none") })))),
      ),
  );
}

/** Why content could not be used: file, line and message of each problem. */
export function problemsView(problems, t) {
  return element(
    "div",
    { class: "problems" },
    element("h3", {}, t("problems")),
    element("ul", {}, problems.map(({ file, line, message }) => element("li", {}, element("code", {}, line ? `${file}:${line}` : file), " ", message))),
  );
}

/** The releases, newest first. */
export function historyView(releases, current, t) {
  return element(
    "ol",
    { class: "releases", reversed: true },
    releases.map((release) => {
      const { number, at, by, source, corrections, live_ms: live, checks } = release;
      return element(
        "li",
        { class: "release" },
        element(
          "p",
          { class: "release-head" },
          element("strong", {}, `${t("number")} ${number}`),
          number === current && badge(t("current"), "positive"),
          element("time", { datetime: at, class: "soft" }, t.dateTime(at)),
        ),
        element(
          "p",
          { class: "soft" },
          [source === "files" ? t("source_files") : t("source_corrections", { n: corrections }), by ?? t("system"), t("liveAfter", { seconds: secondsText(live, t) })].join(" · "),
        ),
        (checks.passed > 0 || checks.failed.length > 0) && checksView(checks, t),
      );
    }),
  );
}
