// Painting by pointer and keyboard: strokes without gaps, one undo step a stroke, a cursor for who has no pointer.

import { tell } from './status.js';

const keys = { b: 'pencil', e: 'eraser', g: 'fill', i: 'pick', l: 'lock' };

/** The places on the straight line between two, both included (Bresenham). */
function line(from, to, width) {
  let x = from % width, y = Math.floor(from / width);
  const x2 = to % width, y2 = Math.floor(to / width), dx = Math.abs(x2 - x), dy = -Math.abs(y2 - y);
  const places = [];
  for (let error = dx + dy; ;) {
    places.push(y * width + x);
    if (x === x2 && y === y2) return places;
    const twice = 2 * error;
    if (twice >= dy) { error += dy; x += x < x2 ? 1 : -1; }
    if (twice <= dx) { error += dx; y += y < y2 ? 1 : -1; }
  }
}

export class Tools extends EventTarget {
  /** Events: look (a pixel is pointed at, or none), cursor (the keyboard's place moved), change (another tool, or the mirror). */
  constructor(view, picture, palette) {
    super();
    Object.assign(this, { view, picture, palette, tool: 'pencil', isMirrored: false, last: null, lineGrab: null, pointer: null });
    this.buttons = [...document.querySelectorAll('[data-tool]')];
    for (const button of this.buttons) button.addEventListener('click', () => this.choose(button.dataset.tool));
    this.mirror = document.getElementById('mirror');
    this.mirror.addEventListener('click', () => this.toggleMirror());
    this.listen(view.canvas);
  }

  choose(tool) {
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

  /** Shows what was read, as far as it makes sense. */
  show(saved) {
    if (this.buttons.some(button => button.dataset.tool === saved?.tool)) this.choose(saved.tool);
    if (saved?.isMirrored) this.toggleMirror(true);
    if (this.palette.order.includes(saved?.color)) this.palette.choose(saved.color);
  }

  /** A tool's key, if it is one. */
  key(key) {
    if (key === 'm') {
      this.toggleMirror();
      tell(`Mirror ${this.isMirrored ? 'on' : 'off'}`);
    } else if (key === 'x') this.palette.mark(this.palette.color);
    else if (keys[key]) {
      this.choose(keys[key]);
      tell(`Tool: ${keys[key]}`);
    } else return false;
    return true;
  }

  listen(canvas) {
    canvas.addEventListener('pointerdown', event => this.down(event));
    canvas.addEventListener('pointermove', event => this.move(event));
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, event => this.up(event));
    canvas.addEventListener('pointerleave', event => { if (this.last == null && event.pointerType === 'mouse') this.look(null); });
    canvas.addEventListener('contextmenu', event => event.preventDefault());
    canvas.addEventListener('focus', () => this.moveCursor(this.place ?? 0));
    canvas.addEventListener('blur', () => { [this.place, this.view.cursor] = [this.view.cursor, null]; this.view.redraw(); });
    canvas.addEventListener('keydown', event => this.pressed(event));
  }

  down(event) {
    const index = this.view.indexAt(event);
    // One finger paints at a time: a second one, or the palm, would draw a line between the two.
    if (this.pointer != null || index == null || (event.button !== 0 && event.button !== 2)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.view.canvas.setPointerCapture(event.pointerId);
    this.view.canvas.focus({ preventScroll: true });
    if (this.isOnLine(event)) {
      this.picture.remember();
      this.lineGrab = { index, prompt: this.picture.prompt };
      return;
    }
    this.begin(index, event.button === 2);
  }

  begin(index, isPicking) {
    // A finger cannot hover: picking is its way to look.
    this.look(index);
    if (isPicking || this.tool === 'pick') {
      this.palette.choose(this.picture.pixels[index]);
      this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
      return;
    }
    this.picture.remember();
    this.last = index;
    this.view.cursor = index;
    this.apply(index);
  }

  up(event) {
    if (event.pointerId !== this.pointer) return;
    const grab = this.lineGrab;
    this.lineGrab = null;
    // A tap on the line that does not move it is meant for the pixel.
    if (grab && event.type === 'pointerup' && grab.prompt === this.picture.prompt) this.begin(grab.index, false);
    Object.assign(this, { pointer: null, last: null });
  }

  move(event) {
    if (this.pointer != null && event.pointerId !== this.pointer) return;
    const index = this.view.indexAt(event);
    this.view.canvas.style.cursor = this.isOnLine(event) || this.lineGrab ? 'row-resize' : 'crosshair';
    if (this.lineGrab) {
      this.picture.setPrompt(this.view.rowAt(event) * this.picture.width);
      return;
    }
    this.look(index);
    if (this.last == null || index == null || index === this.last || this.tool === 'fill' || this.tool === 'lock') return;
    for (const place of line(this.last, index, this.picture.width).slice(1)) this.apply(place);
    this.last = index;
  }

  /** Whether a pointer is at the prompt's end, near the picture's edge where nobody is painting a detail. */
  isOnLine(event) {
    const box = this.view.canvas.getBoundingClientRect(), { picture } = this;
    const x = event.clientX - box.left, y = event.clientY - box.top, pixel = box.height / picture.height;
    // Within a row the end is a stair: lower on the left than on the right.
    const rows = picture.prompt / picture.width, at = x < pixel ? Math.ceil(rows) : x > box.width - pixel ? Math.floor(rows) : null;
    return at != null && Math.abs(y - at * pixel) < Math.max(4, pixel / 4);
  }

  apply(index) {
    const color = this.tool === 'eraser' ? 0 : this.palette.color;
    const places = this.isMirrored ? [index, this.picture.mirrorOf(index)] : [index];
    const isLocking = !this.picture.locked.has(index);
    for (const place of new Set(places)) {
      if (this.tool === 'lock') this.picture.setLock(place, isLocking);
      else if (this.tool === 'fill') this.picture.fill(place, color);
      else this.picture.set(place, color);
    }
  }

  look(index) { this.dispatchEvent(new CustomEvent('look', { detail: index })); }

  moveCursor(index) {
    this.view.cursor = index;
    this.view.redraw();
    this.look(index);
    this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, area } = this.picture, at = this.view.cursor ?? 0;
    const to = { ArrowLeft: at % width ? at - 1 : at, ArrowRight: (at + 1) % width ? at + 1 : at, ArrowUp: at - width, ArrowDown: at + width, Home: at - at % width, End: at - at % width + width - 1 }[event.key];
    if (to !== undefined) {
      if (to >= 0 && to < area) this.moveCursor(to);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (this.tool === 'pick') this.palette.choose(this.picture.pixels[at]);
      else {
        this.picture.remember();
        this.apply(at);
        this.moveCursor(at);
      }
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      this.palette.step(event.key === 'PageUp' ? -1 : 1);
    } else return;
    event.preventDefault();
  }
}
