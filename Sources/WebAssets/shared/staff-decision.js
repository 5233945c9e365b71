import { element } from "./dom.js";
import { explanationView } from "./staff-explanation.js";
import { confidenceRow, fact, notable, percentText, quoted } from "./staff-parts.js";

/** A decision made readable: what was understood, the candidates against the threshold, the rule, the release, the state. */
export function decisionView(decision, t) {
  const { thresholds, tokens, answer, policy, sentiment } = decision;
  return element(
    "div",
    { class: "decision" },
    element("p", { class: "decision-rule" }, ruleText(decision.rule, t), " ", element("code", { class: "soft" }, decision.rule)),
    element(
      "dl",
      { class: "facts" },
      fact(t("decisionOutcome"), t(`outcome_${decision.outcome}`)),
      answer && fact(t("decisionAnswer"), quoted("span", {}, answer.title)),
      policy && fact(t("decisionPolicy"), quoted("code", {}, policy)),
      sentiment && fact(t("decisionMood"), t("decisionMoodText", { mood: t(`mood_${sentiment.mood}`), value: t.number(Math.round(sentiment.value * 100) / 100) })),
      fact(t("decisionTokens"), tokens.length ? tokens.map((token) => quoted("code", { class: "token" }, token)) : t("none")),
      fact(t("decisionThresholds"), thresholdsText(thresholds, t)),
      fact(t("decisionRelease"), t("decisionReleaseText", { number: decision.release, time: microseconds(decision.microseconds, t) })),
      fact(t("decisionState"), t("decisionStateText", { before: stateText(decision.state_before, t), after: stateText(decision.state_after, t) })),
    ),
    decision.topics && candidates(t("decisionTopics"), notable(decision.topics).map((topic) => topicRow(topic, t)), thresholds.answer, t),
    candidates(t("decisionIntents"), notable(decision.intents).map((intent) => ({ name: intent.title, detail: intent.name, confidence: intent.confidence })), null, t),
    candidates(t("decisionArticles"), notable(decision.articles).map((article) => articleRow(article, t)), null, t),
    tokens.length > 0 && explanationView(decision, t),
  );
}

/** What a rule means in words; an unknown rule stays its name. */
export function ruleText(rule, t) {
  const key = `rule_${rule}`;
  return t(key) === key ? rule : t(key);
}

function thresholdsText({ answer, offer }, t) {
  const texts = [t("decisionAnswerFrom", { share: percentText(answer, t) })];
  if (Number.isFinite(offer)) texts.push(t("decisionOfferFrom", { share: percentText(offer, t) }));
  return texts.join(t("comma"));
}

/** How sure both together were, and what each of them gave. */
function topicRow({ title, confidence, classifier, search }, t) {
  return { name: title, detail: t("decisionParts", { classifier: percentText(classifier, t), search: percentText(search, t) }), confidence };
}

function articleRow({ title, confidence, terms }, t) {
  return { name: title, detail: terms?.length ? t("decisionMatched", { terms: terms.join(" · ") }) : null, confidence };
}

/** `threshold` draws the mark that an answer must reach; null for what decides nothing alone. */
function candidates(title, rows, threshold, t) {
  return element(
    "section",
    { class: "decision-candidates" },
    element("h3", {}, title),
    rows.length
      ? element("ul", { class: "confidences" }, rows.map((row) => confidenceRow({ ...row, threshold }, t)))
      : element("p", { class: "soft" }, t("none")),
  );
}

function stateText(state, t) {
  if (!state) return t("none");
  return [state.phase && t(`phase_${state.phase}`), state.misses !== undefined && t("misses", { n: state.misses })].filter(Boolean).join(", ");
}

function microseconds(value, t) {
  return value < 1000 ? `${t.number(value)} µs` : `${t.number(Math.round(value / 100) / 10)} ms`;
}
