// The picture on the canvas: pixels, palette, model, locked pixels, the number of pixels in the prompt, and the undo history.

import { promptLength } from './prompt-length.js';

const maxSteps = 200;
const maxSavedSteps = 20;

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    Object.assign(this, { model: null, palette: ['#ffffff'], width, height, pixels: new Array(width * height).fill(0), prompt: promptLength(width * height), locked: new Set(), past: [], future: [], pending: null });
  }

  get area() { return this.width * this.height; }

  /** Returns whether anything is painted. */
  get hasWork() { return this.pixels.some(color => color !== 0); }

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
    const { model, palette, width, height, pixels, prompt, locked } = this;
    return { model, palette, width, height, pixels: [...pixels], prompt, locked: [...locked] };
  }

  /** Begins an undo step. It is added to the history only if something changes. */
  beginStep() { this.pending = this.snapshot(); }

  /** Moves one step through the history. Returns whether there was one. */
  restore(from, to) {
    if (from.length === 0) return false;
    this.pending = null;
    to.push(this.snapshot());
    this.apply(from.pop());
    return true;
  }

  undo() { return this.restore(this.past, this.future); }

  redo() { return this.restore(this.future, this.past); }

  /** Sets the properties that a snapshot contains; the others stay as they are. */
  apply(snapshot) {
    const { model, palette, width, height, pixels, prompt, locked } = { ...this, ...snapshot };
    Object.assign(this, { model, palette, width, height, pixels: [...pixels], prompt, locked: new Set(locked) });
    this.commit();
  }

  set(index, color) {
    if (this.locked.has(index) || this.pixels[index] === color) return;
    this.pixels[index] = color;
    this.commit();
  }

  /** Replaces the picture, as one undo step. Nothing is locked afterwards. */
  replace({ model, palette, pixels, width, height }) {
    this.beginStep();
    const prompt = width === this.width && height === this.height ? this.prompt : promptLength(width * height);
    this.apply({ model, palette, pixels, width, height, prompt, locked: [] });
  }

  /** Takes the pixels of a candidate, as one undo step. Locked pixels stay as they are. */
  applyCandidate(pixels) {
    this.beginStep();
    this.apply({ pixels: pixels.map((color, i) => this.locked.has(i) ? this.pixels[i] : color) });
  }

  /** Flood fill. */
  fill(index, color) {
    const old = this.pixels[index];
    if (old === color || this.locked.has(index)) return;
    const open = [index];
    while (open.length) {
      const at = open.pop();
      if (this.pixels[at] !== old || this.locked.has(at)) continue;
      this.pixels[at] = color;
      const x = at % this.width;
      if (x > 0) open.push(at - 1);
      if (x < this.width - 1) open.push(at + 1);
      if (at >= this.width) open.push(at - this.width);
      if (at + this.width < this.area) open.push(at + this.width);
    }
    this.commit();
  }

  setLock(index, isLocked) {
    if (this.locked.has(index) === isLocked) return;
    if (isLocked) this.locked.add(index);
    else this.locked.delete(index);
    this.commit();
  }

  setPrompt(length) {
    const prompt = Math.min(this.area, Math.max(1, Math.round(length)));
    if (prompt === this.prompt) return;
    this.prompt = prompt;
    this.commit();
  }

  mirrorOf(index) {
    const x = index % this.width;
    return index - x + (this.width - 1 - x);
  }

  /** Returns whether the picture has exactly these pixels. */
  hasPixels(pixels) { return pixels.length === this.area && pixels.every((color, i) => color === this.pixels[i]); }

  usedColors() { return [...new Set(this.pixels)]; }

  /** Includes the last undo steps, so that undo works after a reload. */
  toJSON() { return { ...this.snapshot(), past: this.past.slice(-maxSavedSteps), future: this.future.slice(-maxSavedSteps) }; }

  load({ past, future, ...snapshot }) {
    Object.assign(this, { past, future });
    this.apply(snapshot);
  }
}
