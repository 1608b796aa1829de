// Frames of an animation. A frame is never changed: an edit replaces it, so that undo steps share the frames that they have in common.
//
// `pixels` is what the model sees. `sketch` is a layer above it that the model does not see; null if nothing is on it, and 0 in it is
// transparent. `open` are the pixels that the model draws, `line` is the line between the user's part and the model's part, and `isFilled`
// tells whether the open pixels are from a candidate. `duration` is in milliseconds. `id` stays the same through edits.

export const defaultDuration = 125;
export const minDuration = 10;
export const maxDuration = 60000;

/** Returns a duration that a frame can have: files may have none, or none of a usable length. */
export const validDuration = duration => (duration >= minDuration ? Math.min(maxDuration, duration) : defaultDuration);

let lastId = 0;

/** Returns the positions from one to another, without the latter. */
export const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Creates a frame with an id of its own. */
export const createFrame = ({ pixels, sketch = null, line, open, isFilled = false, duration = defaultDuration }) => ({
  id: ++lastId,
  pixels: [...pixels],
  sketch: sketch && [...sketch],
  line,
  open: new Set(open),
  isFilled,
  duration,
});

/** Creates a stored frame, which keeps its id. */
export function storedFrame(id, frame) {
  lastId = Math.max(lastId, id);
  return { ...createFrame(frame), id };
}

/** Creates a frame on which nothing is painted: the model draws the pixels after a position. */
export const emptyFrame = (area, line, duration) => createFrame({ pixels: new Array(area).fill(0), line, open: range(line, area), duration });

/** Returns whether anything is painted or sketched on a frame. */
export const hasWork = ({ pixels, sketch }) => pixels.some(color => color !== 0) || Boolean(sketch?.some(color => color !== 0));

/** Returns a list with one element moved. */
export function moved(list, from, to) {
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from]);
}

/** Returns a frame whose pixels have other palette indices: `indices` has the new index of each old one, also for the sketch if it has none of its own. */
export const remapped = (frame, indices, sketchIndices = indices) => ({
  ...frame,
  pixels: frame.pixels.map(color => indices[color]),
  sketch: frame.sketch?.map(color => (color === 0 ? 0 : sketchIndices[color])) ?? null,
});

/** Returns the frames as pictures without a history. */
export const pictures = ({ width, height, palette, frames }) => frames.map(({ pixels }) => ({ width, height, palette, pixels }));

/**
 * Returns which pixels of a copy of a frame the model draws, why, and in which colours: what is selected; what is marked on painted pixels; in
 * front of another frame, what is different there, so that the copy is between the two; what the model drew last; or what is not painted. The
 * colours are those of the frame or, between two frames, those of the part in both.
 * @param {object} frame
 * @param {Set<number>} selection
 * @param {?object} next the frame after it
 * @returns {{reason: string, positions: number[], colors: Set<number>}} the reason is selection, mark, between, drawn, or none
 */
export function partToVary({ pixels, open, isFilled }, selection, next) {
  const part = (reason, positions, colors = pixels) => ({ reason, positions: [...positions], colors: new Set(colors) });
  if (selection.size > 0) return part('selection', selection);
  if (!isFilled && [...open].some(at => pixels[at] !== 0)) return part('mark', open);
  const differing = next ? pixels.flatMap((color, at) => (color === next.pixels[at] ? [] : [at])) : [];
  if (differing.length > 0)
    return part(
      'between',
      differing,
      differing.flatMap(at => [pixels[at], next.pixels[at]]),
    );
  if (isFilled && open.size > 0) return part('drawn', open);
  return open.size > 0 ? part('mark', open) : part('none', []);
}
