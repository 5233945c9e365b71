/**
 * Colours the widget with a host page's accent, `#rgb` or `#rrggbb`; anything else is left alone. The ink on it is black or
 * white, whichever has more contrast (relative luminance of WCAG 2).
 */
export function applyAccent(style, accent) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(accent ?? "")?.[1];
  if (!hex) return;
  const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const [red, green, blue] = [0, 2, 4].map((start) => linear(parseInt(digits.slice(start, start + 2), 16) / 255));
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const dark = 1.05 / (luminance + 0.05) < (luminance + 0.05) / 0.05;
  const colours = {
    "--accent": `#${digits}`,
    "--on-accent": dark ? "#000000" : "#ffffff",
    "--accent-strong": `color-mix(in srgb, #${digits}, ${dark ? "white" : "black"} 18%)`,
    "--accent-soft": `color-mix(in srgb, #${digits} 16%, var(--surface))`,
    "--accent-ink": `color-mix(in srgb, #${digits} 45%, var(--ink))`,
  };
  for (const [name, value] of Object.entries(colours)) style.setProperty(name, value);
}

function linear(channel) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
