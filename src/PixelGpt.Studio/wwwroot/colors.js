// Colours as eyes see them, so that a picture can go from one palette to another.

/** OKLab of #rrggbb (Ottosson, "A perceptual color space for image processing", 2020). */
function oklab(hex) {
  const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s];
}

/** For a colour the index of the same one in a palette, of its own index if that will do, else of the nearest. */
function nearest(hex, index, palette, labs) {
  if (palette[index] === hex) return index;
  const same = palette.indexOf(hex);
  if (same >= 0) return same;
  const lab = oklab(hex), distances = labs.map(other => Math.hypot(...other.map((x, i) => x - lab[i])));
  return distances.indexOf(Math.min(...distances));
}

/** Pixels of one palette in the colours of another, and how many colours had to give way to a near one. */
export function recolored(pixels, from, to) {
  const labs = to.map(oklab), found = new Map();
  for (const color of new Set(pixels)) found.set(color, nearest(from[color], color, to, labs));
  return { pixels: pixels.map(color => found.get(color)), changed: [...found].filter(([a, b]) => from[a] !== to[b]).length };
}

export const isSamePalette = (a, b) => a?.length === b?.length && a.every((hex, i) => hex === b[i]);
