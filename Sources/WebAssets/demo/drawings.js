const namespace = "http://www.w3.org/2000/svg";

/** Line drawings on a 32 × 32 grid, made for this page. */
const strokes = {
  account: "M5 11.5C5 9 7 7 9.5 7h13C25 7 27 9 27 11.5v10c0 2.5-2 4.5-4.5 4.5h-13C7 26 5 24 5 21.5zM5 13h22M20 19.5h3",
  card: "M4 10.5C4 8.6 5.6 7 7.5 7h17C26.4 7 28 8.6 28 10.5v11c0 1.9-1.6 3.5-3.5 3.5h-17C5.6 25 4 23.4 4 21.5zM4 12.5h24M8 20c2-3 4 2 6.5-.5",
  transfer: "M5 11h20M20 6l5 5-5 5M27 21H7M12 16l-5 5 5 5",
  savings: "M6 25c4-3 6-3 10 0s6 3 10 0M6 20c4-3 6-3 10 0s6 3 10 0M16 15V5M16 9c4-.2 6-1.6 7-4.5-4-.3-6.5 1.2-7 4.5zM16 12c-3.5-.2-5.5-1.3-6.5-4 3.7-.2 6 1 6.5 4z",
  loan: "M16 5a11 11 0 1 0 11 11M16 10v6l4 3M21 4.5l3 3 4.5-5",
  points: "M16 4.5l3.4 7.2 7.8 1-5.8 5.4 1.5 7.8-6.9-3.9-6.9 3.9 1.5-7.8-5.8-5.4 7.8-1z",
  arrow: "M7 16h18M18 9l7 7-7 7",
};

/** One drawing in the colour of the text around it. */
export function drawing(name, size = 32) {
  const svg = document.createElementNS(namespace, "svg");
  const attributes = {
    viewBox: "0 0 32 32", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 1.8,
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.appendChild(document.createElementNS(namespace, "path")).setAttribute("d", strokes[name]);
  return svg;
}
