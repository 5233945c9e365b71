/** The languages the pages speak. */
export const languages = ["zh-CN", "en"];

/**
 * The page language for a wish: any Chinese gives `zh-CN`, any English `en`; otherwise the first of `preferred` that is one
 * of the two; otherwise English.
 */
export function pickLanguage(wish = "auto", preferred = navigator.languages ?? [navigator.language]) {
  for (const tag of [wish, ...preferred]) {
    if (/^zh\b/i.test(tag ?? "")) return "zh-CN";
    if (/^en\b/i.test(tag ?? "")) return "en";
  }
  return "en";
}

/** The language a text is written in, for its `lang` attribute: `zh-CN` when it has Chinese characters, else `en`. */
export function languageOf(text) {
  return /\p{Script=Han}/u.test(text) ? "zh-CN" : "en";
}

/**
 * A function `t(key, values)` over `messages`, which is `{"zh-CN": {key: text}, en: {key: text}}`; `{name}` in a text is
 * replaced by `values.name`. `t.language` is the language, `t.time(date)` and `t.dateTime(date)` write dates in it.
 */
export function translator(messages, language) {
  const texts = messages[language] ?? messages.en;
  const t = (key, values = {}) => {
    const text = texts[key] ?? messages.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hour12: false });
  return Object.assign(t, {
    language,
    time: (date) => time.format(new Date(date)),
    dateTime: (date) => dateTime.format(new Date(date)),
    number: (value) => new Intl.NumberFormat(language).format(value),
  });
}
