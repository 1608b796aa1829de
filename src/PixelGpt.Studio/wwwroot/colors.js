// Maps the colours of a picture from one palette to another.

/** Returns the red, green and blue values of #rrggbb, 0 to 255. */
export const channels = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));

/** Returns the sort key of a colour: its hue in twelfths (-1 for grey), and its lightness. */
export function hueKey(hex) {
  const [r, g, b] = channels(hex).map(value => value / 255);
  const max = Math.max(r, g, b),
    min = Math.min(r, g, b),
    delta = max - min,
    lightness = (max + min) / 2;
  if (delta < 0.06) return [-1, lightness];
  const hue = max === r ? ((g - b) / delta + 6) % 6 : max === g ? (b - r) / delta + 2 : (r - g) / delta + 4;
  return [Math.floor(hue * 2), lightness];
}

/** Converts #rrggbb to OKLab (Ottosson, "A perceptual color space for image processing", 2020). */
export function oklab(hex) {
  const [r, g, b] = channels(hex)
    .map(value => value / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Returns the palette index of a colour: its own index if the palette has the colour there, else another index with it, else the nearest colour. */
function nearestIndex(hex, index, palette, paletteLab) {
  if (palette[index] === hex) return index;
  const same = palette.indexOf(hex);
  if (same >= 0) return same;
  const lab = oklab(hex),
    distances = paletteLab.map(other => Math.hypot(...other.map((x, i) => x - lab[i])));
  return distances.indexOf(Math.min(...distances));
}

/** Maps pixels from one palette to another. Returns them and the number of colours that were replaced by a different one. */
export function recolored(pixels, from, to) {
  const paletteLab = to.map(oklab),
    mapped = new Map();
  for (const color of new Set(pixels)) mapped.set(color, nearestIndex(from[color], color, to, paletteLab));
  return { pixels: pixels.map(color => mapped.get(color)), changed: [...mapped].filter(([a, b]) => from[a] !== to[b]).length };
}

export const isSamePalette = (a, b) => a?.length === b?.length && a.every((hex, i) => hex === b[i]);

/**
 * Returns the colours to work with: those in use, most frequent first, then colours that differ most from the ones before them.
 * @param {string[]} palette
 * @param {number[]} used palette indices
 * @param {number} count the number of colours to return; all colours if the palette has fewer
 */
export function workingColors(palette, used, count) {
  const chosen = [...new Set([0, ...used])].filter(i => i < palette.length).slice(0, count),
    lab = palette.map(oklab);
  const distance = (i, j) => Math.hypot(...lab[i].map((x, k) => x - lab[j][k]));
  const nearest = palette.map((_, i) => Math.min(...chosen.map(j => distance(i, j))));
  while (chosen.length < Math.min(count, palette.length)) {
    const rest = palette.map((_, i) => i).filter(i => !chosen.includes(i)),
      next = rest.reduce((best, i) => (nearest[i] > nearest[best] ? i : best), rest[0]);
    chosen.push(next);
    nearest.forEach((d, i) => {
      nearest[i] = Math.min(d, distance(i, next));
    });
  }
  return chosen;
}

/** Returns the darkest of some colours of a palette. */
export const darkest = (palette, indices) => indices.reduce((best, i) => (oklab(palette[i])[0] < oklab(palette[best])[0] ? i : best), indices[0]);
