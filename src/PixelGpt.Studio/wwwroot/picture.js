// The picture on the canvas: a document of frames with one palette, size and model, the frame that is shown, and the undo history.
//
// A pixel belongs to the user or to the model. Those of the model are in `open`; the model draws only them. `line` is the position of the
// line between the user's part and the model's part, as a number of pixels: moving it gives whole rows to the user or to the model.
// `isFilled` tells whether the pixels in `open` are from a candidate, so that the next change of the region starts a new region.
// While `isSketching` is true, painting changes the sketch of the frame instead of its pixels. See frames.js.
// `isPaletteLocked` tells whether the palette stays as it is; `paletteOrder` is `working` (useful colours are shown first) or `palette`.

import { isSamePalette } from './colors.js';
import { createFrame, emptyFrame, hasWork, moved, range, remapped } from './frames.js';
import { limit } from './info.js';
import { nearestIndices } from './palette-edits.js';
import { pack } from './picture-format.js';
import { promptRows } from './prompt-length.js';

/** The properties that all frames share and that undo steps have. */
const sharedNames = ['model', 'palette', 'width', 'height', 'isPaletteLocked', 'paletteOrder'];

const pick = (values, names) => Object.fromEntries(names.filter(name => name in values).map(name => [name, values[name]]));

const maxSteps = 200;
const maxSavedSteps = 20;

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    const area = width * height;
    Object.assign(this, {
      model: null,
      palette: ['#ffffff'],
      width,
      height,
      frames: [emptyFrame(area, promptRows(width, height))],
      current: 0,
      isSketching: false,
      isPaletteLocked: false,
      paletteOrder: 'working',
      past: [],
      future: [],
      pending: null,
    });
  }

  get area() {
    return this.width * this.height;
  }

  /** The frame that is shown. */
  get frame() {
    return this.frames[this.current];
  }

  get pixels() {
    return this.frame.pixels;
  }

  get open() {
    return this.frame.open;
  }

  get line() {
    return this.frame.line;
  }

  get isFilled() {
    return this.frame.isFilled;
  }

  /** The sketch of the frame that is shown. */
  get sketch() {
    return this.frame.sketch ?? new Array(this.area).fill(0);
  }

  /** The pixels that painting changes. */
  get layer() {
    return this.isSketching ? this.sketch : this.pixels;
  }

  /** Returns whether anything is painted. */
  get hasWork() {
    return this.frames.some(hasWork);
  }

  // History

  /** Completes the current undo step and reports the change. */
  commit() {
    if (this.pending) {
      this.past.push(this.pending);
      if (this.past.length > maxSteps) this.past.shift();
      this.future = [];
      this.pending = null;
    }
    this.dispatchEvent(new Event('change'));
  }

  snapshot() {
    return pick(this, [...sharedNames, 'frames', 'current']);
  }

  /** Begins an undo step. It is added to the history only if something changes. */
  beginStep() {
    this.pending = this.snapshot();
  }

  /** Moves one step through the history. Returns whether there was one. */
  restore(from, to) {
    if (from.length === 0) return false;
    this.pending = null;
    const step = from.pop(),
      { id } = step.frames[step.current],
      changed = step.frames.length === this.frames.length ? this.frames.findIndex(frame => frame.id === id) : -1;
    // The opposite step shows the frame that was changed, also if another one was shown meanwhile.
    to.push({ ...this.snapshot(), current: changed >= 0 ? changed : this.current });
    this.apply(step);
    return true;
  }

  undo() {
    return this.restore(this.past, this.future);
  }

  redo() {
    return this.restore(this.future, this.past);
  }

  /**
   * Sets properties. With `frames`, they are a whole document; with a size, a new document of one frame. Otherwise shared properties are those
   * of all frames, and the others are those of the frame that is shown; other frames get the nearest colours of a new palette.
   */
  apply(changes) {
    const shared = pick(changes, sharedNames),
      { open = this.open, ...own } = Object.fromEntries(Object.entries(changes).filter(([name]) => !sharedNames.includes(name)));
    if (changes.frames) Object.assign(this, pick(changes, ['frames', 'current']));
    else if (changes.width) Object.assign(this, { frames: [createFrame({ ...this.frame, sketch: null, ...own, open })], current: 0 });
    else {
      if (shared.palette && !isSamePalette(shared.palette, this.palette)) {
        const indices = nearestIndices(this.palette, shared.palette);
        this.frames = this.frames.map(frame => remapped(frame, indices));
      }
      this.replaceFrame({ ...own, open: new Set(open) });
    }
    Object.assign(this, shared);
    this.commit();
  }

  replaceFrame(properties) {
    this.frames = this.frames.with(this.current, { ...this.frame, ...properties });
  }

  /** Changes the frame that is shown. */
  change(properties) {
    this.replaceFrame(properties);
    this.commit();
  }

  // Frames

  /** Shows another frame, which is not an undo step. */
  select(index) {
    if (index === this.current || index < 0 || index >= this.frames.length) return;
    this.pending = null;
    this.current = index;
    this.commit();
  }

  /** Inserts a frame after the one that is shown, and shows it, as one undo step. */
  insertFrame(frame) {
    const most = limit('max_frames');
    if (this.frames.length >= most) throw new Error(`An animation has at most ${most} frames. Delete one first.`);
    this.beginStep();
    this.frames = this.frames.toSpliced(this.current + 1, 0, frame);
    this.current++;
    this.commit();
  }

  /** Adds an empty frame, of which the model draws the pixels after a position. */
  addFrame(line) {
    this.insertFrame(emptyFrame(this.area, line, this.frame.duration));
  }

  /** Copies the frame that is shown, with other properties. */
  duplicateFrame(changes = {}) {
    this.insertFrame(createFrame({ ...this.frame, ...changes }));
  }

  /** Deletes the frame that is shown, unless it is the only one, as one undo step. */
  deleteFrame() {
    if (this.frames.length === 1) return;
    this.beginStep();
    this.frames = this.frames.toSpliced(this.current, 1);
    this.current = Math.min(this.current, this.frames.length - 1);
    this.commit();
  }

  /** Moves a frame to another place and shows it, as one undo step. */
  moveFrame(from, to) {
    if (from === to || to < 0 || to >= this.frames.length) return;
    this.beginStep();
    this.frames = moved(this.frames, from, to);
    this.current = to;
    this.commit();
  }

  /** Sets how long a frame or, without one, each frame is shown, as one undo step. */
  setDuration(duration, only = null) {
    const changed = frame => (only === null || frame === only) && frame.duration !== duration;
    if (!this.frames.some(changed)) return;
    this.beginStep();
    this.frames = this.frames.map(frame => (changed(frame) ? { ...frame, duration } : frame));
    this.commit();
  }

  /** Chooses whether painting changes the sketch, which is not an undo step. */
  setSketching(isSketching) {
    this.isSketching = isSketching;
    this.dispatchEvent(new Event('change'));
  }

  // Painting

  /** Paints pixels, which then belong to the user. */
  paint(positions, color) {
    const { layer, open, isSketching } = this;
    const changed = positions.filter(i => layer[i] !== color || (!isSketching && open.has(i)));
    this.place([], new Map(changed.map(i => [i, color])));
  }

  /** Moves pixels: erases some, and then paints others with the given colours. */
  place(erased, placed) {
    if (erased.length === 0 && placed.size === 0) return;
    const layer = [...this.layer],
      open = new Set(this.open);
    for (const i of erased) {
      layer[i] = 0;
      open.add(i);
    }
    for (const [i, color] of placed) {
      layer[i] = color;
      open.delete(i);
    }
    this.change(this.isSketching ? { sketch: layer } : { pixels: layer, open });
  }

  /** Erases pixels, which the model then draws. */
  erase(positions) {
    const { layer, open, isSketching } = this;
    if (positions.every(i => layer[i] === 0 && (isSketching || open.has(i)))) return;
    if (!isSketching) this.beginRegion();
    this.place(positions, new Map());
  }

  /** Gives pixels to the model, or back to the user. Their colours stay. */
  setOpen(positions, isOpen) {
    if (!this.isFilled && positions.every(i => this.open.has(i) === isOpen)) return;
    if (isOpen) this.beginRegion();
    const open = new Set(this.open);
    for (const i of positions) {
      if (isOpen) open.add(i);
      else open.delete(i);
    }
    this.change({ open });
  }

  /** After a candidate has been taken, a new region replaces the one that it filled. */
  beginRegion() {
    if (this.isFilled) this.replaceFrame({ open: new Set(), isFilled: false });
  }

  /** Moves the line; the pixels that it passes are given to the model or to the user. */
  setLine(position) {
    const line = Math.min(this.area, Math.max(0, Math.round(position)));
    if (line === this.line) return;
    const open = new Set(this.open);
    for (const i of range(line, this.line)) open.add(i);
    for (const i of range(this.line, line)) open.delete(i);
    this.change({ open, line });
  }

  /** Gives the pixels after a position to the model and the others to the user, as one undo step. */
  splitAt(position) {
    this.beginStep();
    this.apply({ line: position, open: range(position, this.area), isFilled: false });
  }

  /** Replaces the picture by one of a single frame, as one undo step. `line` and `open` are those of the snapshot, or else the model's part is below the line. */
  replace({ model, palette, pixels, width, height, line, open }) {
    this.beginStep();
    const area = width * height,
      position = line ?? (width === this.width && height === this.height && this.line > 0 ? this.line : promptRows(width, height));
    this.apply({ model, palette, pixels, width, height, line: position, open: open ?? range(position, area), isFilled: false });
  }

  /** Takes the pixels that a candidate has drawn, as one undo step. The user's pixels stay as they are. */
  take({ pixels }) {
    this.beginStep();
    this.change({ pixels: pixels.map((color, i) => (this.open.has(i) ? color : this.pixels[i])), isFilled: true });
  }

  // Questions

  /** Returns the connected pixels with the colour of a pixel, on the layer that is painted on. */
  areaOfColor(index) {
    const { layer } = this,
      color = layer[index],
      found = new Set(),
      waiting = [index];
    while (waiting.length) {
      const at = waiting.pop();
      if (layer[at] !== color || found.has(at)) continue;
      found.add(at);
      const x = at % this.width;
      if (x > 0) waiting.push(at - 1);
      if (x < this.width - 1) waiting.push(at + 1);
      if (at >= this.width) waiting.push(at - this.width);
      if (at + this.width < this.area) waiting.push(at + this.width);
    }
    return [...found];
  }

  mirrorOf(index) {
    const x = index % this.width;
    return index - x + (this.width - 1 - x);
  }

  /** Returns whether the frame that is shown has exactly these pixels. */
  hasPixels(pixels) {
    return pixels.length === this.area && pixels.every((color, i) => color === this.pixels[i]);
  }

  /** Returns the colours in use in all frames, the most frequent first. */
  usedColors() {
    const counts = new Map();
    for (const { pixels } of this.frames) for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  }

  // Storage

  /** Returns what `restorePicture` reads, with the last undo steps. */
  packed(steps = maxSavedSteps) {
    const last = list => list.slice(Math.max(0, list.length - steps));
    return pack(this.snapshot(), last(this.past), last(this.future));
  }

  /** Includes the last undo steps, so that undo works after a reload. */
  toJSON() {
    return this.packed();
  }

  /** Shows a document with its undo steps. */
  load({ past, future, ...snapshot }) {
    Object.assign(this, { past, future, pending: null });
    this.apply(snapshot);
  }
}
