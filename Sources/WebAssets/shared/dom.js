/**
 * Builds one element. Text children become text nodes, so nothing a person wrote is ever read as markup.
 *
 * @param {string} tag
 * @param {object} attributes `class`, `id`, `aria-label` … as attributes; a `true` sets an empty attribute, `false`, null and
 *   undefined leave it out; `onclick` and its like take a function; `dataset` takes an object
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  append(node, children);
  return node;
}

/** Replaces what is inside `parent`. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
  return parent;
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "dataset") {
    Object.assign(node.dataset, value);
  } else if (name.startsWith("on")) {
    if (typeof value !== "function") throw new TypeError(`${name} takes a function`);
    node.addEventListener(name.slice(2), value);
  } else if (name === "value") {
    node.value = value;
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}
