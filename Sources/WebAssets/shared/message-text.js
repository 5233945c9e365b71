import { element } from "./dom.js";

const numbered = /^\s{0,3}(\d{1,3})(?:[.)]\s+|[、．]\s*)(\S.*)$/;
const dashed = /^\s{0,3}[-*•]\s+(\S.*)$/;

/**
 * Renders plain text as DOM nodes: blank lines part paragraphs, `1.` and `-` lines become lists, `**word**` becomes strong.
 * Everything else, angle brackets and links included, stays the text it is.
 *
 * @returns {DocumentFragment}
 */
export function formattedText(text) {
  const fragment = document.createDocumentFragment();
  let paragraph = null;
  let list = null;
  for (const line of String(text).split(/\r\n|\r|\n/)) {
    const item = itemIn(line);
    if (item) {
      paragraph = null;
      list = list?.localName === item.list ? list : newList(fragment, item);
      list.append(element("li", {}, ...inline(item.text)));
    } else if (line.trim() === "") {
      // A blank line between two items does not end their list; the next line decides.
      paragraph = null;
    } else if (list?.lastChild && /^\s{2,}/.test(line) && !paragraph) {
      list.lastChild.append(element("br"), ...inline(line.trim()));
    } else {
      list = null;
      if (paragraph) paragraph.append(element("br"));
      else paragraph = fragment.appendChild(element("p"));
      paragraph.append(...inline(line));
    }
  }
  return fragment;
}

/** Renders a person's own words: line breaks are kept and nothing is read as a mark. */
export function verbatimText(text) {
  const fragment = document.createDocumentFragment();
  String(text)
    .split(/\r\n|\r|\n/)
    .forEach((line, index) => fragment.append(...(index ? [element("br"), line] : [line])));
  return fragment;
}

function itemIn(line) {
  const number = numbered.exec(line);
  if (number) return { list: "ol", start: Number(number[1]), text: number[2] };
  const dash = dashed.exec(line);
  return dash && { list: "ul", text: dash[1] };
}

function newList(fragment, item) {
  return fragment.appendChild(element(item.list, item.start > 1 ? { start: item.start } : {}));
}

function inline(line) {
  return line
    .split(/\*\*([^*]+)\*\*/)
    .map((part, index) => (index % 2 ? element("strong", {}, part) : part))
    .filter((part) => part !== "");
}
