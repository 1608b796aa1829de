// The sizes of pictures that a model draws at once, and those that it draws in parts or with a margin.

import { limit } from './info.js';

/** Returns whether a model draws a picture of a size at once. */
const drawsAtOnce = ({ min_size: min, max_size: max, max_pixels: maxPixels }, width, height) =>
  max == null ? width * height <= maxPixels : Math.min(width, height) >= min && Math.max(width, height) <= max;

/** Returns whether a model draws pictures of a size, at once or in parts. */
export const draws = (model, width, height) => Math.max(width, height) <= limit('max_canvas_side') || drawsAtOnce(model, width, height);

/** Returns the maximum width and height of a picture for a model. */
export const maxSide = ({ max_size: max, max_pixels: maxPixels }) => Math.max(limit('max_canvas_side'), max ?? Math.floor(Math.sqrt(maxPixels)));

/** Says which sizes a model draws at once. */
export function describeSizes({ id, min_size: min, max_size: max, max_pixels: maxPixels, width, height }) {
  const sizes = max != null ? `${min}×${min} to ${max}×${max} pixels` : width != null ? `${width}×${height} pixels` : `up to ${maxPixels} pixels`;
  return `${id} draws ${sizes} at once. Larger pictures are drawn in parts, one after the other.`;
}
