const namespace = "http://www.w3.org/2000/svg";

/** Strokes on a 24 × 24 grid, drawn for this project. */
const strokes = {
  chat: ["M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.6 3.8V16A2.4 2.4 0 0 1 4 13.6z", "M8 8.8h8", "M8 12h5"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  down: ["M6 9.5l6 6 6-6"],
  send: ["M12 19.5V5", "M6 10.6L12 4.6l6 6"],
  menu: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  person: ["M12 4.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z", "M4.8 20c.6-3.7 3.5-5.6 7.2-5.6s6.6 1.9 7.2 5.6"],
  restart: ["M5 12a7 7 0 1 0 2.2-5.1", "M4.6 4.4l2.4 2.7 3.3-1.6"],
  thumbUp: ["M8 10.5l3.4-6.3c1.4 0 2.3 1 2.1 2.4l-.5 3.1h4.6c1.2 0 2 1.1 1.7 2.2l-1.7 6c-.3.9-1 1.4-1.9 1.4H8z", "M4.5 10.5H8v8.8H4.5z"],
  thumbDown: ["M8 13.5l3.4 6.3c1.4 0 2.3-1 2.1-2.4l-.5-3.1h4.6c1.2 0 2-1.1 1.7-2.2l-1.7-6c-.3-.9-1-1.4-1.9-1.4H8z", "M4.5 13.5H8V4.7H4.5z"],
  ticket: ["M4 7.5A1.5 1.5 0 0 1 5.5 6h13A1.5 1.5 0 0 1 20 7.5V10a2 2 0 0 0 0 4v2.5a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.5V14a2 2 0 0 0 0-4z", "M14 6.5v2", "M14 11v2", "M14 15.5v2"],
  check: ["M5 12.8l4.4 4.4L19 7.4"],
  warning: ["M12 4.5l8.5 14.7h-17z", "M12 10v4.2", "M12 16.8h.01"],
  clock: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M12 8v4.3l2.8 1.7"],
  search: ["M10.5 5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z", "M15 15l4.5 4.5"],
  book: ["M5 5.5C7.5 4.6 10 4.8 12 6.2c2-1.4 4.5-1.6 7-.7v12.7c-2.5-.9-5-.7-7 .7-2-1.4-4.5-1.6-7-.7z", "M12 6.2v12.7"],
};

/** One drawn icon in the colour of the text around it; hidden from screen readers, so its button needs a label. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(namespace, "svg");
  const attributes = {
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "menu" ? 3 : 1.8, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of strokes[name] ?? []) svg.appendChild(document.createElementNS(namespace, "path")).setAttribute("d", d);
  return svg;
}
