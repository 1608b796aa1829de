// The choices of the import dialog, without the page: whether there is anything to decide, the defaults, and the request to the server.

import { limit } from './info.js';
import { maxSide } from './model-sizes.js';

/** More colours than this look like a photograph, which is reduced to a small palette. */
const photoColors = 32;
const minSide = 8;

/** Returns the limits of a picture for a model: the sides of the canvas, and the size that the model draws best. */
export function limitsOf(model) {
  const { min_size: min, max_size: max, width, height, free_palette: isFree } = model;
  return { min: min ?? 1, max: maxSide(model), width: width ?? max, height: height ?? max, isFree: Boolean(isFree) };
}

/** Returns whether a picture of a size fits on the canvas. */
export const fits = ({ max }, width, height) => Math.max(width, height) <= max;

/** Returns whether a picture seems to be an enlarged one: reduced, it is not tiny. */
const isEnlarged = ({ scale, width, height }) => scale > 1 && Math.min(width, height) / scale >= minSide;

/**
 * Returns whether the user has something to choose before a picture is imported. An animation is imported with all frames, unless the palette is
 * locked.
 * @param {object} facts what the server says about the picture
 * @param {object} limits of the model
 * @param {boolean} isLocked whether the palette is locked
 */
export const needsChoices = (facts, limits, isLocked) =>
  isLocked ||
  (!(facts.frames > 1) &&
    (isEnlarged(facts) || !fits(limits, facts.width, facts.height) || (limits.isFree && facts.colors > limit('max_colors') - 1)));

/** Returns the largest size with the proportions of a picture that the model draws best; at least its minimum in both directions. */
export function fittedSize(width, height, limits) {
  const [maxWidth, maxHeight] = [limits.width ?? limits.max, limits.height ?? limits.max];
  const factor = Math.min(maxWidth / width, maxHeight / height);
  const side = (length, most) => Math.max(limits.min, Math.min(most, Math.floor(length * factor + 1e-9)));
  return { width: side(width, maxWidth), height: side(height, maxHeight) };
}

/** Returns the choices that the dialog starts with. */
export function defaultChoices(facts, limits, isLocked) {
  const crop = { x: 0, y: 0, width: facts.width, height: facts.height },
    isPhoto = facts.colors > limit('max_colors');
  const reduced = isEnlarged(facts) && fits(limits, facts.width / facts.scale, facts.height / facts.scale);
  return {
    crop,
    sizing: reduced ? 'reduce' : fits(limits, facts.width, facts.height) ? 'keep' : 'fit',
    size: fittedSize(facts.width, facts.height, limits),
    filter: isPhoto ? 'box' : 'nearest',
    palette: isLocked || !limits.isFree ? 'current' : 'own',
    count: isPhoto ? photoColors : limit('max_colors'),
    isDithered: false,
    background: 'auto',
    mode: 'replace',
  };
}

/** Returns the size of the result in pixels. */
export function resultSize({ crop, sizing, size }, { scale }) {
  if (sizing === 'fit') return size;
  const factor = sizing === 'reduce' ? scale : 1;
  return { width: Math.max(1, Math.floor(crop.width / factor)), height: Math.max(1, Math.floor(crop.height / factor)) };
}

/** Returns the rectangle of whole blocks of an enlarged picture around a rectangle, inside the picture. */
export function snapped({ x, y, width, height }, facts, sizing) {
  const step = sizing === 'reduce' ? facts.scale : 1;
  const axis = (start, length, most) => {
    const from = Math.min(most - step, Math.max(0, Math.floor(start / step) * step)),
      to = Math.min(most, Math.max(from + step, Math.ceil((start + length) / step) * step));
    return [from, to - from];
  };
  const [[left, across], [top, down]] = [axis(x, width, facts.width), axis(y, height, facts.height)];
  return { x: left, y: top, width: across, height: down };
}

/**
 * Returns the options of the request.
 * @param {object} choices
 * @param {object} facts
 * @param {string[]|null} palette the chosen palette with the background; null for the colours of the picture, or of a model that has no other
 * @param {boolean} isFree whether the model draws in any palette
 */
export function importOptions(choices, facts, palette, isFree) {
  return {
    crop: choices.crop,
    scale: choices.sizing === 'reduce' ? facts.scale : 1,
    ...(choices.sizing === 'fit' ? { size: choices.size, filter: choices.filter } : {}),
    ...(isFree ? (palette ? { palette } : { max_colors: choices.count }) : {}),
    dither: choices.isDithered,
    background: choices.background,
  };
}
