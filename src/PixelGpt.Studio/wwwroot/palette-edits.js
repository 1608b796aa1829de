// Changes of a palette, without the page. Each returns the new palette and `map`, which has the new index of each old one, so that the
// pixels can follow. Index 0 is the background: it stays where it is, and no other colour becomes it.

import { hueKey, oklab } from './colors.js';
import { limit } from './info.js';

const identity = palette => palette.map((_, index) => index);

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Returns a hexadecimal colour as #rrggbb; null if the text is none. Three digits are short for six. */
export function parseHex(text) {
  const digits = /^\s*#?([0-9a-f]{3}|[0-9a-f]{6})\s*$/i.exec(text)?.[1].toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits}`;
}

/** Adds a colour after another one. */
export function added(palette, hex, after = palette.length - 1) {
  const most = limit('max_colors');
  if (palette.length >= most) throw new Error(`A palette has at most ${most} colours. Remove or merge some first.`);
  return { palette: palette.toSpliced(after + 1, 0, hex), map: palette.map((_, index) => (index <= after ? index : index + 1)) };
}

/** Changes a colour; all its pixels follow. */
export const edited = (palette, index, hex) => ({ palette: palette.with(index, hex), map: identity(palette) });

/** Removes a colour. Its pixels get the nearest of the others. */
export function removed(palette, index) {
  if (index === 0) throw new Error('The background cannot be removed.');
  if (palette.length === 2) throw new Error('A palette has at least one colour besides the background.');
  const lab = palette.map(oklab),
    others = identity(palette).filter(other => other !== 0 && other !== index);
  const nearest = others.reduce((best, other) => (distance(lab[other], lab[index]) < distance(lab[best], lab[index]) ? other : best));
  return without(palette, new Map([[index, nearest]]));
}

/** Removes colours that occur again; their pixels get the index of the first one. A drawn colour like the background stays. */
export function withoutDuplicates(palette) {
  const first = new Map(),
    merged = new Map();
  palette.forEach((hex, index) => {
    if (index === 0) return;
    if (first.has(hex)) merged.set(index, first.get(hex));
    else first.set(hex, index);
  });
  return without(palette, merged);
}

/** Removes colours, whose pixels get those that `replacements` has for them. */
function without(palette, replacements) {
  const kept = identity(palette).filter(index => !replacements.has(index)),
    place = new Map(kept.map((index, i) => [index, i]));
  const target = index => (replacements.has(index) ? target(replacements.get(index)) : place.get(index));
  return { palette: kept.map(index => palette[index]), map: palette.map((_, index) => target(index)) };
}

/**
 * Merges colours until `count` are left besides the background. In each step, the pair is merged whose pixels change least (Ward's criterion in
 * OKLab); the colour with more pixels stays as it is. Unused colours go first.
 * @param {string[]} palette
 * @param {number[]} pixels the number of pixels of each colour
 * @param {number} count at least 1
 */
export function reduced(palette, pixels, count) {
  const lab = palette.map(oklab),
    weight = [...pixels],
    replacements = new Map();
  let left = identity(palette).slice(1);
  while (left.length > Math.max(1, count)) {
    const [from, to] = cheapestPair(left, lab, weight);
    replacements.set(from, to);
    weight[to] += weight[from];
    left = left.filter(index => index !== from);
  }
  return without(palette, replacements);
}

/** Returns the two colours that are merged next: the one with fewer pixels, and the one that stays. */
function cheapestPair(indices, lab, weight) {
  let best = null;
  for (let i = 0; i < indices.length; i++) {
    for (let j = i + 1; j < indices.length; j++) {
      const [a, b] = [indices[i], indices[j]],
        d = distance(lab[a], lab[b]),
        total = weight[a] + weight[b],
        cost = total === 0 ? 0 : (weight[a] * weight[b] * d * d) / total;
      if (!best || cost < best.cost || (cost === best.cost && d < best.d)) best = { cost, d, pair: weight[b] <= weight[a] ? [b, a] : [a, b] };
    }
  }
  return best.pair;
}

const sortKeys = {
  hue: ({ hex }) => [...hueKey(hex).map((value, i) => (i === 1 ? -value : value))],
  lightness: ({ hex }) => [-oklab(hex)[0]],
  use: ({ pixels }) => [-pixels],
};

/** Sorts the colours after the background by hue (greys first), lightness (light first) or use (most pixels first). */
export function sorted(palette, pixels, by) {
  const entries = palette.slice(1).map((hex, i) => ({ index: i + 1, hex, pixels: pixels[i + 1] })),
    key = sortKeys[by];
  const compare = (a, b) => {
    const [first, second] = [key(a), key(b)],
      at = first.findIndex((value, i) => value !== second[i]);
    return at < 0 ? a.index - b.index : first[at] - second[at];
  };
  return reordered(palette, [0, ...entries.sort(compare).map(entry => entry.index)]);
}

/** Moves a colour by some places; it stays behind the background. */
export function moved(palette, index, by) {
  const to = Math.min(palette.length - 1, Math.max(1, index + by));
  return reordered(palette, identity(palette).toSpliced(index, 1).toSpliced(to, 0, index));
}

/** @param {number[]} order the old indices in their new order */
function reordered(palette, order) {
  return { palette: order.map(index => palette[index]), map: palette.map((_, index) => order.indexOf(index)) };
}

/** Returns for each colour of a palette the index of the same or the nearest colour of another one. The background stays, and no other colour becomes background. */
export function nearestIndices(from, to) {
  const lab = to.map(oklab),
    others = identity(to).slice(1);
  if (others.length === 0) return from.map(() => 0);
  const nearest = (hex, index) => {
    if (to[index] === hex) return index;
    const same = to.indexOf(hex, 1);
    if (same > 0) return same;
    const wanted = oklab(hex);
    return others.reduce((best, other) => (distance(lab[other], wanted) < distance(lab[best], wanted) ? other : best));
  };
  return from.map((hex, index) => (index === 0 ? 0 : nearest(hex, index)));
}

/** Replaces all colours except the background by others. Pixels get the nearest one; no drawn pixel becomes background. */
export function replaced(palette, colors) {
  const next = [palette[0], ...colors];
  return { palette: next, map: nearestIndices(palette, next) };
}

/** Counts the colours and the pixels that a change gives another colour. */
export function changesOf(palette, pixels, change) {
  const changed = palette.map((hex, index) => (change.palette[change.map[index]] === hex ? 0 : pixels[index]));
  return { colors: changed.filter(count => count > 0).length, pixels: changed.reduce((sum, count) => sum + count, 0) };
}
