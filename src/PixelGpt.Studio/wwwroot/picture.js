// The picture on the canvas: its pixels, which are known, which are locked, where the prompt ends, and how it came to be so (undo).

const maxSteps = 200, savedSteps = 20;

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    this.reset(width, height);
  }

  reset(width, height) {
    this.past = [];
    this.future = [];
    this.pending = null;
    this.empty(width, height);
  }

  empty(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Array(width * height).fill(0);
    this.prompt = Math.max(1, Math.floor(width * height * 0.6));
    this.locked = new Set();
    this.changed();
  }

  /** An empty picture of another size, as a step that can be undone. */
  resize(width, height) {
    this.remember();
    this.empty(width, height);
  }

  get area() { return this.width * this.height; }

  changed() {
    if (this.pending) {
      this.past.push(this.pending);
      if (this.past.length > maxSteps) this.past.shift();
      this.future = [];
      this.pending = null;
    }
    this.dispatchEvent(new Event('change'));
  }

  snapshot() { return { width: this.width, height: this.height, pixels: [...this.pixels], prompt: this.prompt, locked: [...this.locked] }; }

  /** What is now can be come back to, once something has changed: a stroke that changes nothing is no step. */
  remember() { this.pending = this.snapshot(); }

  restore(from, to) {
    if (from.length === 0) return false;
    this.pending = null;
    to.push(this.snapshot());
    this.show(from.pop());
    return true;
  }

  show({ width, height, pixels, prompt, locked }) {
    Object.assign(this, { width, height, pixels: [...pixels], prompt, locked: new Set(locked) });
    this.changed();
  }

  undo() { return this.restore(this.past, this.future); }

  redo() { return this.restore(this.future, this.past); }

  set(index, color) {
    if (this.locked.has(index) || this.pixels[index] === color) return;
    this.pixels[index] = color;
    this.changed();
  }

  /** All pixels at once, as one step, whatever their size. */
  take(pixels, width = this.width, height = this.height) {
    this.remember();
    const isOfSize = width === this.width && height === this.height;
    const prompt = isOfSize ? this.prompt : Math.max(1, Math.floor(width * height * 0.6));
    this.show({ width, height, pixels, prompt, locked: isOfSize ? this.locked : [] });
  }

  fill(index, color) {
    const old = this.pixels[index];
    if (old === color) return;
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

  toggleLock(index) {
    if (!this.locked.delete(index)) this.locked.add(index);
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

  usedColors() { return [...new Set(this.pixels)]; }

  /** With its last steps, so that what was set aside can be had back after a reload, too. */
  toJSON() { return { ...this.snapshot(), past: this.past.slice(-savedSteps) }; }

  load(saved) {
    this.past = saved.past ?? [];
    this.future = [];
    this.show(saved);
  }
}
