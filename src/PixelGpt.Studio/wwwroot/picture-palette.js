// Changes the palette of a picture together with its pixels. All changes of palette indices go through this module.

import { remapped } from './frames.js';

/** Returns the number of pixels of each colour in a picture or, if it has frames, in all of them and their sketches. */
export function usage({ palette, pixels, frames }) {
  const counts = new Array(palette.length).fill(0);
  for (const frame of frames ?? [{ pixels }]) {
    for (const color of frame.pixels) counts[color]++;
    // Nothing is sketched where the colour is 0.
    for (const color of frame.sketch ?? []) if (color !== 0) counts[color]++;
  }
  return counts;
}

/**
 * Gives all frames of a picture another palette; each pixel gets the index that `map` has for its old one.
 * @param {Picture} picture
 * @param {{palette: string[], map: number[]}} change
 * @param {object} properties other properties that change in the same undo step
 */
export function repaint(picture, { palette, map }, properties = {}) {
  picture.apply({ ...properties, palette, frames: picture.frames.map(frame => remapped(frame, map)) });
}

/** Returns a picture in another palette: drawn pixels get the nearest colour besides the background. */
export function inPalette(other, { palette, map }) {
  return { ...other, palette, pixels: other.pixels.map(color => map[color]) };
}
