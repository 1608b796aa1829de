// The picture on the canvas: its pixels, in which colours and for which model, which are locked, where the prompt ends, and how it
// came to be so (undo).

import { promptLength } from './prompt-length.js';

const maxSteps = 200, savedSteps = 20;

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    Object.assign(this, { model: null, palette: ['#ffffff'], width, height, pixels: new Array(width * height).fill(0), prompt: promptLength(width * height), locked: new Set(), past: [], future: [], pending: null });
  }

  get area() { return this.width * this.height; }

  /** Whether there is something that would be missed. */
  get hasWork() { return this.pixels.some(color => color !== 0); }

  changed() {
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

  /** What is now can be come back to, once something has changed: a stroke that changes nothing is no step. */
  remember() { this.pending = this.snapshot(); }

  restore(from, to) {
    if (from.length === 0) return false;
    this.pending = null;
    to.push(this.snapshot());
    this.show(from.pop());
    return true;
  }

  undo() { return this.restore(this.past, this.future); }

  redo() { return this.restore(this.future, this.past); }

  /** Shows what a snapshot tells; the rest stays. */
  show(snapshot) {
    const { model, palette, width, height, pixels, prompt, locked } = { ...this, ...snapshot };
    Object.assign(this, { model, palette, width, height, pixels: [...pixels], prompt, locked: new Set(locked) });
    this.changed();
  }

  set(index, color) {
    if (this.locked.has(index) || this.pixels[index] === color) return;
    this.pixels[index] = color;
    this.changed();
  }

  /** Another picture, as one step. */
  take({ model, palette, pixels, width, height }) {
    this.remember();
    const prompt = width === this.width && height === this.height ? this.prompt : promptLength(width * height);
    this.show({ model, palette, pixels, width, height, prompt, locked: [] });
  }

  /** Another way to go on, as one step: what is locked stays. */
  goOnAs(pixels) {
    this.remember();
    this.show({ pixels: pixels.map((color, i) => this.locked.has(i) ? this.pixels[i] : color) });
  }

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
    this.changed();
  }

  setLock(index, isLocked) {
    if (this.locked.has(index) === isLocked) return;
    if (isLocked) this.locked.add(index);
    else this.locked.delete(index);
    this.changed();
  }

  setPrompt(length) {
    const prompt = Math.min(this.area, Math.max(1, Math.round(length)));
    if (prompt === this.prompt) return;
    this.prompt = prompt;
    this.changed();
  }

  mirrorOf(index) {
    const x = index % this.width;
    return index - x + (this.width - 1 - x);
  }

  isSame(pixels) { return pixels.length === this.area && pixels.every((color, i) => color === this.pixels[i]); }

  usedColors() { return [...new Set(this.pixels)]; }

  /** With its last steps, so that what was set aside can be had back after a reload, too. */
  toJSON() { return { ...this.snapshot(), past: this.past.slice(-savedSteps), future: this.future.slice(-savedSteps) }; }

  load({ past, future, ...snapshot }) {
    Object.assign(this, { past, future });
    this.show(snapshot);
  }
}
