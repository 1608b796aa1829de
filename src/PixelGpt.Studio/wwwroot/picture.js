// The picture on the canvas: its pixels, which are known, which are locked, where the prompt ends, and how it came to be so (undo).

const maxSteps = 200;

export class Picture extends EventTarget {
  constructor(width, height) {
    super();
    this.reset(width, height);
  }

  reset(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Array(width * height).fill(0);
    this.prompt = Math.max(1, Math.floor(width * height * 0.6));
    this.locked = new Set();
    this.past = [];
    this.future = [];
    this.changed();
  }

  get area() { return this.width * this.height; }

  changed() { this.dispatchEvent(new Event('change')); }

  snapshot() { return { pixels: [...this.pixels], prompt: this.prompt, locked: [...this.locked] }; }

  /** Remembers what is now, before a change that can be undone. */
  remember() {
    this.past.push(this.snapshot());
    if (this.past.length > maxSteps) this.past.shift();
    this.future = [];
  }

  restore(from, to) {
    if (from.length === 0) return false;
    to.push(this.snapshot());
    const { pixels, prompt, locked } = from.pop();
    this.pixels = pixels;
    this.prompt = prompt;
    this.locked = new Set(locked);
    this.changed();
    return true;
  }

  undo() { return this.restore(this.past, this.future); }

  redo() { return this.restore(this.future, this.past); }

  set(index, color) {
    if (this.locked.has(index) || this.pixels[index] === color) return;
    this.pixels[index] = color;
    this.changed();
  }

  /** All pixels at once, as one step. */
  take(pixels) {
    this.remember();
    this.pixels = [...pixels];
    this.changed();
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
    this.prompt = Math.min(this.area, Math.max(1, Math.round(length)));
    this.changed();
  }

  mirrorOf(index) {
    const x = index % this.width;
    return index - x + (this.width - 1 - x);
  }

  usedColors() { return [...new Set(this.pixels)]; }

  toJSON() { return { width: this.width, height: this.height, ...this.snapshot() }; }

  load(saved) {
    this.reset(saved.width, saved.height);
    this.pixels = saved.pixels;
    this.prompt = saved.prompt;
    this.locked = new Set(saved.locked);
    this.changed();
  }
}
