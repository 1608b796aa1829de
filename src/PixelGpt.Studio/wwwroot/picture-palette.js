// Changes the palette of a picture together with its pixels. All changes of palette indices go through this module.

/** Returns the number of pixels of each colour. */
export function usage(picture) {
  const counts = new Array(picture.palette.length).fill(0);
  for (const color of picture.pixels) counts[color]++;
  return counts;
}

/**
 * Gives a picture another palette; each pixel gets the index that `map` has for its old one.
 * @param {Picture} picture
 * @param {{palette: string[], map: number[]}} change
 * @param {object} properties other properties that change in the same undo step
 */
export function repaint(picture, { palette, map }, properties = {}) {
  picture.apply({ ...properties, palette, pixels: picture.pixels.map(color => map[color]) });
}

/** Returns a picture in another palette: drawn pixels get the nearest colour besides the background. */
export function inPalette(other, { palette, map }) {
  return { ...other, palette, pixels: other.pixels.map(color => map[color]) };
}
