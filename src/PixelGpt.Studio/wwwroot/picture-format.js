// The stored form of a picture: frames and palettes that several undo steps share are stored once, and pixels as runs of one colour.

import { createFrame, maxDuration, minDuration, range, storedFrame } from './frames.js';
import { limit } from './info.js';

const version = 2;

/** Returns pixels as pairs of a colour and the length of its run. */
function runsOf(pixels) {
  const runs = [];
  for (const color of pixels) {
    if (runs.length > 0 && runs.at(-2) === color) runs[runs.length - 1]++;
    else runs.push(color, 1);
  }
  return runs;
}

/** Returns the pixels of pairs of a colour and the length of its run; null if they are not `area` pixels with colours below a limit. */
function fromRuns(runs, area, limit) {
  if (!Array.isArray(runs) || runs.length % 2 !== 0) return null;
  const pixels = [];
  for (let i = 0; i < runs.length; i += 2) {
    const [color, length] = [runs[i], runs[i + 1]];
    if (!Number.isInteger(color) || color < 0 || color >= limit || !(length > 0) || pixels.length + length > area) return null;
    pixels.push(...new Array(length).fill(color));
  }
  return pixels.length === area ? pixels : null;
}

const openRuns = ({ open, pixels }) => runsOf(pixels.map((_, at) => (open.has(at) ? 1 : 0)));

/** Packed frames, because most frames have not changed since they were saved last. */
const packedFrames = new WeakMap();

function packFrame(frame) {
  if (!packedFrames.has(frame)) {
    const { id, pixels, sketch, line, isFilled, duration } = frame;
    packedFrames.set(frame, { id, pixels: runsOf(pixels), sketch: sketch && runsOf(sketch), open: openRuns(frame), line, isFilled, duration });
  }
  return packedFrames.get(frame);
}

/** Returns a document with its undo steps as a value that can be stored as JSON. */
export function pack(snapshot, past, future) {
  const frames = new Map(),
    palettes = new Map();
  const numberOf = (map, key, create) => {
    if (!map.has(key)) map.set(key, { number: map.size, value: create() });
    return map.get(key).number;
  };
  const step = it => ({
    ...it,
    palette: numberOf(palettes, it.palette.join(), () => it.palette),
    frames: it.frames.map(frame => numberOf(frames, frame, () => packFrame(frame))),
  });
  const steps = { shown: step(snapshot), past: past.map(step), future: future.map(step) };
  const values = map => [...map.values()].map(({ value }) => value);
  return { version, ...steps, palettes: values(palettes), frames: values(frames) };
}

const isPalette = it => Array.isArray(it) && it.length > 0 && it.every(hex => /^#[0-9a-f]{6}$/i.test(hex));

function unpackFrame(it, area, colors) {
  const pixels = fromRuns(it?.pixels, area, colors),
    sketch = it?.sketch ? fromRuns(it.sketch, area, colors) : null,
    open = fromRuns(it?.open, area, 2);
  const isValid =
    pixels &&
    open &&
    (sketch || !it.sketch) &&
    Number.isSafeInteger(it.id) &&
    it.id > 0 &&
    it.line >= 0 &&
    it.line <= area &&
    isDuration(it.duration);
  if (!isValid) return null;
  return storedFrame(it.id, {
    pixels,
    sketch,
    line: it.line,
    open: open.flatMap((isOpen, at) => (isOpen ? [at] : [])),
    isFilled: Boolean(it.isFilled),
    duration: it.duration,
  });
}

/** Returns the lock and the order of the palette, which pictures of earlier versions do not have. */
const lockAndOrder = it => ({ isPaletteLocked: it.isPaletteLocked === true, paletteOrder: it.paletteOrder === 'palette' ? 'palette' : 'working' });

const isDuration = it => it >= minDuration && it <= maxDuration;

/** Returns a stored document with its valid undo steps; null if it is not valid. */
function unpack(stored) {
  const { palettes, frames } = stored,
    unpacked = new Map();
  // A frame is unpacked once for its undo steps, which then share it again. Its validity depends on the size and the palette of the step.
  const frameOf = (number, area, colors) => {
    const key = `${number},${area},${colors}`;
    if (!unpacked.has(key)) unpacked.set(key, unpackFrame(frames[number], area, colors));
    return unpacked.get(key);
  };
  const step = it => {
    const palette = palettes[it?.palette];
    if (typeof it?.model !== 'string' || !isPalette(palette) || !(it.width > 0) || !(it.height > 0) || !Array.isArray(it.frames)) return null;
    const own = it.frames.map(number => frameOf(number, it.width * it.height, palette.length));
    if (own.length < 1 || own.length > limit('max_frames') || own.includes(null) || !own[it.current]) return null;
    return { ...it, ...lockAndOrder(it), palette, frames: own };
  };
  const steps = list => (Array.isArray(list) ? list.map(step).filter(it => it !== null) : []);
  const shown = Array.isArray(palettes) && Array.isArray(frames) ? step(stored.shown) : null;
  return shown && { ...shown, past: steps(stored.past), future: steps(stored.future) };
}

/** Converts a picture of the first version, which had a prompt length and locked pixels instead of the model's region. */
function upgradedRegion(it) {
  if (!Array.isArray(it?.locked) || !Array.isArray(it.pixels) || !Number.isInteger(it.prompt)) return it;
  const locked = new Set(it.locked),
    { prompt, locked: _, ...rest } = it;
  return { ...rest, line: prompt, open: range(prompt, it.pixels.length).filter(at => !locked.has(at)), isFilled: false };
}

/** Converts a picture of a version without frames; null if it is not valid. */
function upgraded(saved) {
  const it = upgradedRegion(saved),
    area = it?.pixels?.length;
  const isBelow = limit => at => Number.isInteger(at) && at >= 0 && at < limit;
  const isValid =
    typeof it?.model === 'string' &&
    isPalette(it.palette) &&
    Array.isArray(it.pixels) &&
    area > 0 &&
    area === it.width * it.height &&
    it.pixels.every(isBelow(it.palette.length)) &&
    it.line >= 0 &&
    it.line <= area &&
    Array.isArray(it.open) &&
    it.open.every(isBelow(area));
  if (!isValid) return null;
  const { model, palette, width, height, pixels, line, open, isFilled } = it;
  return {
    model,
    palette,
    width,
    height,
    ...lockAndOrder(it),
    frames: [createFrame({ pixels, line, open, isFilled: Boolean(isFilled) })],
    current: 0,
  };
}

/**
 * Returns a saved picture with its valid undo steps, converted from earlier versions; null if it is not a valid picture: the stored value
 * may be damaged or from a later version.
 */
export function restorePicture(saved) {
  if (saved?.version === version) return unpack(saved);
  const steps = list => (Array.isArray(list) ? list.map(upgraded).filter(it => it !== null) : []);
  const picture = upgraded(saved);
  return picture && { ...picture, past: steps(saved.past), future: steps(saved.future) };
}
