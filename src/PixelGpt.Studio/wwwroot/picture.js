// The picture on the canvas: pixels, palette and model, the pixels that the model draws, and the undo history.
//
// A pixel belongs to the user or to the model. Those of the model are in `open`; the model draws only them. `line` is the position of the
// line between the user's part and the model's part, as a number of pixels: moving it gives whole rows to the user or to the model.
// `isFilled` tells whether the pixels in `open` are from a candidate, so that the next change of the region starts a new region.
// `isPaletteLocked` tells whether the palette stays as it is; `paletteOrder` is `working` (useful colours are shown first) or `palette`.

import { promptRows } from './prompt-length.js';

const maxSteps = 200;
const maxSavedSteps = 20;

/** Returns the positions from one to another, without the latter. */
export const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    const area = width * height,
      line = promptRows(width, height);
    Object.assign(this, {
      model: null,
      palette: ['#ffffff'],
      width,
      height,
      pixels: new Array(area).fill(0),
      line,
      open: new Set(range(line, area)),
      isFilled: false,
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

  /** Returns whether anything is painted. */
  get hasWork() {
    return this.pixels.some(color => color !== 0);
  }

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
    const { model, palette, width, height, pixels, line, open, isFilled, isPaletteLocked, paletteOrder } = this;
    return { model, palette, width, height, pixels: [...pixels], line, open: [...open], isFilled, isPaletteLocked, paletteOrder };
  }

  /** Begins an undo step. It is added to the history only if something changes. */
  beginStep() {
    this.pending = this.snapshot();
  }

  /** Moves one step through the history. Returns whether there was one. */
  restore(from, to) {
    if (from.length === 0) return false;
    this.pending = null;
    to.push(this.snapshot());
    this.apply(from.pop());
    return true;
  }

  undo() {
    return this.restore(this.past, this.future);
  }

  redo() {
    return this.restore(this.future, this.past);
  }

  /** Sets the properties that a snapshot contains; the others stay as they are. */
  apply(snapshot) {
    const { model, palette, width, height, pixels, line, open, isFilled, isPaletteLocked, paletteOrder } = { ...this, ...snapshot };
    Object.assign(this, { model, palette, width, height, pixels: [...pixels], line, open: new Set(open), isFilled, isPaletteLocked, paletteOrder });
    this.commit();
  }

  /** Paints pixels, which then belong to the user. */
  paint(positions, color) {
    const changed = positions.filter(i => this.pixels[i] !== color || this.open.has(i));
    if (changed.length === 0) return;
    for (const i of changed) {
      this.pixels[i] = color;
      this.open.delete(i);
    }
    this.commit();
  }

  /** Moves pixels: erases some, and then paints others with the given colours. */
  place(erased, placed) {
    if (erased.length === 0 && placed.size === 0) return;
    for (const i of erased) {
      this.pixels[i] = 0;
      this.open.add(i);
    }
    for (const [i, color] of placed) {
      this.pixels[i] = color;
      this.open.delete(i);
    }
    this.commit();
  }

  /** Erases pixels, which the model then draws. */
  erase(positions) {
    if (positions.every(i => this.pixels[i] === 0 && this.open.has(i))) return;
    this.beginRegion();
    for (const i of positions) {
      this.pixels[i] = 0;
      this.open.add(i);
    }
    this.commit();
  }

  /** Gives pixels to the model, or back to the user. Their colours stay. */
  setOpen(positions, isOpen) {
    if (!this.isFilled && positions.every(i => this.open.has(i) === isOpen)) return;
    if (isOpen) this.beginRegion();
    for (const i of positions) {
      if (isOpen) this.open.add(i);
      else this.open.delete(i);
    }
    this.commit();
  }

  /** After a candidate has been taken, a new region replaces the one that it filled. */
  beginRegion() {
    if (this.isFilled) this.open.clear();
    this.isFilled = false;
  }

  /** Moves the line; the pixels that it passes are given to the model or to the user. */
  setLine(position) {
    const line = Math.min(this.area, Math.max(0, Math.round(position)));
    if (line === this.line) return;
    for (const i of range(line, this.line)) this.open.add(i);
    for (const i of range(this.line, line)) this.open.delete(i);
    this.line = line;
    this.commit();
  }

  /** Gives the pixels after a position to the model and the others to the user, as one undo step. */
  splitAt(position) {
    this.beginStep();
    this.apply({ line: position, open: range(position, this.area), isFilled: false });
  }

  /** Replaces the picture, as one undo step. `line` and `open` are those of the snapshot, or else the model's part is below the line. */
  replace({ model, palette, pixels, width, height, line, open }) {
    this.beginStep();
    const area = width * height,
      position = line ?? (width === this.width && height === this.height && this.line > 0 ? this.line : promptRows(width, height));
    this.apply({ model, palette, pixels, width, height, line: position, open: open ?? range(position, area), isFilled: false });
  }

  /** Takes the pixels that a candidate has drawn, as one undo step. The user's pixels stay as they are. */
  take({ pixels }) {
    this.beginStep();
    this.apply({ pixels: pixels.map((color, i) => (this.open.has(i) ? color : this.pixels[i])), isFilled: true });
  }

  /** Returns the connected pixels with the colour of a pixel. */
  areaOfColor(index) {
    const color = this.pixels[index],
      found = new Set(),
      waiting = [index];
    while (waiting.length) {
      const at = waiting.pop();
      if (this.pixels[at] !== color || found.has(at)) continue;
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

  /** Returns whether the picture has exactly these pixels. */
  hasPixels(pixels) {
    return pixels.length === this.area && pixels.every((color, i) => color === this.pixels[i]);
  }

  /** Returns the colours in use, the most frequent first. */
  usedColors() {
    const counts = new Map();
    for (const color of this.pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  }

  /** Includes the last undo steps, so that undo works after a reload. */
  toJSON() {
    return { ...this.snapshot(), past: this.past.slice(-maxSavedSteps), future: this.future.slice(-maxSavedSteps) };
  }

  load({ past, future, ...snapshot }) {
    Object.assign(this, { past, future });
    this.apply(snapshot);
  }
}
