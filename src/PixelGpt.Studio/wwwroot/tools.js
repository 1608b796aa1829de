// The painting tools, for pointer and keyboard. Each stroke is one undo step; fast strokes have no gaps.

import { announce } from './status.js';

const toolKeys = { b: 'pencil', e: 'eraser', g: 'fill', i: 'pick', l: 'lock' };

/** Returns the pixels on the straight line between two pixels, including both (Bresenham's algorithm). */
function line(from, to, width) {
  let x = from % width, y = Math.floor(from / width);
  const x2 = to % width, y2 = Math.floor(to / width), dx = Math.abs(x2 - x), dy = -Math.abs(y2 - y);
  const indices = [];
  for (let error = dx + dy; ;) {
    indices.push(y * width + x);
    if (x === x2 && y === y2) return indices;
    const twice = 2 * error;
    if (twice >= dy) { error += dy; x += x < x2 ? 1 : -1; }
    if (twice <= dx) { error += dx; y += y < y2 ? 1 : -1; }
  }
}

export class Tools extends EventTarget {
  /** Events: hover (the pixel under the pointer or cursor changed; null for none), cursor (the keyboard cursor moved), change (tool or mirror). */
  constructor(view, picture, palette) {
    super();
    Object.assign(this, { view, picture, palette, tool: 'pencil', isMirrored: false, last: null, promptDrag: null, pointer: null });
    this.buttons = [...document.querySelectorAll('[data-tool]')];
    for (const button of this.buttons) button.addEventListener('click', () => this.select(button.dataset.tool));
    this.mirror = document.getElementById('mirror');
    this.mirror.addEventListener('click', () => this.toggleMirror());
    this.listen(view.canvas);
  }

  select(tool) {
    this.tool = tool;
    for (const button of this.buttons) button.setAttribute('aria-pressed', button.dataset.tool === tool);
    this.dispatchEvent(new Event('change'));
  }

  toggleMirror(isMirrored = !this.isMirrored) {
    this.isMirrored = isMirrored;
    this.mirror.setAttribute('aria-pressed', isMirrored);
    this.dispatchEvent(new Event('change'));
  }

  read() { return { tool: this.tool, isMirrored: this.isMirrored, color: this.palette.color }; }

  /** Restores saved settings; invalid values are ignored. */
  restore(saved) {
    if (this.buttons.some(button => button.dataset.tool === saved?.tool)) this.select(saved.tool);
    if (saved?.isMirrored) this.toggleMirror(true);
    if (this.palette.order.includes(saved?.color)) this.palette.select(saved.color);
  }

  /** Handles a shortcut key. Returns whether the key is one of the tools'. */
  pressShortcut(key) {
    if (key === 'm') {
      this.toggleMirror();
      announce(`Mirror ${this.isMirrored ? 'on' : 'off'}`);
    } else if (key === 'x') this.palette.toggleAllowed(this.palette.color);
    else if (toolKeys[key]) {
      this.select(toolKeys[key]);
      announce(`Tool: ${toolKeys[key]}`);
    } else return false;
    return true;
  }

  listen(canvas) {
    canvas.addEventListener('pointerdown', event => this.onPointerDown(event));
    canvas.addEventListener('pointermove', event => this.onPointerMove(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, event => this.onPointerUp(event));
    canvas.addEventListener('pointerleave', event => { if (this.last == null && event.pointerType === 'mouse') this.hover(null); });
    canvas.addEventListener('contextmenu', event => event.preventDefault());
    canvas.addEventListener('focus', () => this.moveCursor(this.lastCursor ?? 0));
    canvas.addEventListener('blur', () => { [this.lastCursor, this.view.cursor] = [this.view.cursor, null]; this.view.redraw(); });
    canvas.addEventListener('keydown', event => this.onKeyDown(event));
  }

  onPointerDown(event) {
    const index = this.view.indexAt(event);
    // Only one pointer paints at a time: a second finger or the palm would cause a line between the two.
    if (this.pointer != null || index == null || (event.button !== 0 && event.button !== 2)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.view.canvas.setPointerCapture(event.pointerId);
    this.view.canvas.focus({ preventScroll: true });
    if (this.isOnPromptEnd(event)) {
      this.picture.beginStep();
      this.promptDrag = { index, prompt: this.picture.prompt };
      return;
    }
    this.beginStroke(index, event.button === 2);
  }

  beginStroke(index, isPicking) {
    // A finger cannot hover, so touching a pixel also shows its details.
    this.hover(index);
    if (isPicking || this.tool === 'pick') {
      this.palette.select(this.picture.pixels[index]);
      this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
      return;
    }
    this.picture.beginStep();
    this.last = index;
    this.view.cursor = index;
    this.apply(index);
  }

  onPointerUp(event) {
    if (event.pointerId !== this.pointer) return;
    const grab = this.promptDrag;
    this.promptDrag = null;
    // A tap on the line that does not drag it paints the pixel.
    if (grab && event.type === 'pointerup' && grab.prompt === this.picture.prompt) this.beginStroke(grab.index, false);
    Object.assign(this, { pointer: null, last: null });
  }

  onPointerMove(event) {
    if (this.pointer != null && event.pointerId !== this.pointer) return;
    const index = this.view.indexAt(event);
    this.view.canvas.style.cursor = this.isOnPromptEnd(event) || this.promptDrag ? 'row-resize' : 'crosshair';
    if (this.promptDrag) {
      this.picture.setPrompt(this.view.rowAt(event) * this.picture.width);
      return;
    }
    this.hover(index);
    if (this.last == null || index == null || index === this.last || this.tool === 'fill' || this.tool === 'lock') return;
    for (const next of line(this.last, index, this.picture.width).slice(1)) this.apply(next);
    this.last = index;
  }

  /** Returns whether a pointer is on the line at the end of the prompt, within one pixel of the left or right edge of the picture. */
  isOnPromptEnd(event) {
    const box = this.view.canvas.getBoundingClientRect(), { picture } = this;
    const x = event.clientX - box.left, y = event.clientY - box.top, pixel = box.height / picture.height;
    // If the prompt ends within a row, the line is lower on the left than on the right.
    const rows = picture.prompt / picture.width, at = x < pixel ? Math.ceil(rows) : x > box.width - pixel ? Math.floor(rows) : null;
    return at != null && Math.abs(y - at * pixel) < Math.max(4, pixel / 4);
  }

  apply(index) {
    const color = this.tool === 'eraser' ? 0 : this.palette.color;
    const targets = this.isMirrored ? [index, this.picture.mirrorOf(index)] : [index];
    const isLocking = !this.picture.locked.has(index);
    for (const target of new Set(targets)) {
      if (this.tool === 'lock') this.picture.setLock(target, isLocking);
      else if (this.tool === 'fill') this.picture.fill(target, color);
      else this.picture.set(target, color);
    }
  }

  hover(index) { this.dispatchEvent(new CustomEvent('hover', { detail: index })); }

  moveCursor(index) {
    this.view.cursor = index;
    this.view.redraw();
    this.hover(index);
    this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
  }

  onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, area } = this.picture, at = this.view.cursor ?? 0;
    const to = { ArrowLeft: at % width ? at - 1 : at, ArrowRight: (at + 1) % width ? at + 1 : at, ArrowUp: at - width, ArrowDown: at + width, Home: at - at % width, End: at - at % width + width - 1 }[event.key];
    if (to !== undefined) {
      if (to >= 0 && to < area) this.moveCursor(to);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (this.tool === 'pick') this.palette.select(this.picture.pixels[at]);
      else {
        this.picture.beginStep();
        this.apply(at);
        this.moveCursor(at);
      }
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      this.palette.step(event.key === 'PageUp' ? -1 : 1);
    } else return;
    event.preventDefault();
  }
}
