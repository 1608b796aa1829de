// The tools, for mouse, pen, finger and keyboard. Each stroke is one undo step; fast strokes have no gaps.

import { ellipse, line, point, polygon, rectangle, widen, withoutCorners } from './shapes.js';
import { announce } from './status.js';
import { wrappedArea, wrappedBrush, wrappedLine } from './tiling.js';

const toolKeys = {
  b: 'pencil',
  e: 'eraser',
  g: 'fill',
  i: 'pick',
  l: 'line',
  u: 'rectangle',
  o: 'ellipse',
  r: 'redraw',
  t: 'redraw-rectangle',
  q: 'redraw-lasso',
  m: 'select',
  j: 'select-lasso',
  w: 'wand',
};

/** The pixels of the tools that are dragged from one pixel to another; they are computed again whenever the pointer moves. */
const shapes = {
  line: (from, to, width) => line(from, to, width),
  rectangle: (from, to, width) => rectangle(from, to, width, false),
  ellipse,
  'redraw-rectangle': (from, to, width) => rectangle(from, to, width, true),
  'redraw-lasso': (from, to, width, path) => polygon(path, width),
  select: (from, to, width) => rectangle(from, to, width, true),
  'select-lasso': (from, to, width, path) => polygon(path, width),
};

const isRedraw = tool => tool.startsWith('redraw');
const isSelect = tool => tool.startsWith('select');

/** Returns whether a tool changes the pixels that it passes. */
const isBrush = tool => !shapes[tool] && tool !== 'fill' && tool !== 'wand';

export class Tools extends EventTarget {
  /** Events: hover (the pixel under the pointer or cursor changed; null for none), cursor (the keyboard cursor moved), stroke (a stroke begins), change (a setting changed). */
  constructor(view, picture, palette, selection) {
    super();
    Object.assign(this, { view, picture, palette, selection, tool: 'pencil', isMirrored: false, stroke: null, lastPainted: null });
    this.buttons = [...document.querySelectorAll('[data-tool]')];
    for (const button of this.buttons) button.addEventListener('click', () => this.select(button.dataset.tool));
    this.mirror = document.getElementById('mirror');
    this.mirror.addEventListener('click', () => this.toggleMirror());
    this.brush = document.getElementById('brush-size');
    this.dither = document.getElementById('dither');
    /** Returns whether strokes continue at the opposite edge. */
    this.isTiled = () => false;
    for (const field of [this.brush, this.dither]) field.addEventListener('change', () => this.dispatchEvent(new Event('change')));
    this.listen(view.canvas);
  }

  select(tool) {
    this.tool = tool;
    this.endStroke(false);
    for (const button of this.buttons) button.setAttribute('aria-pressed', button.dataset.tool === tool);
    this.dispatchEvent(new Event('change'));
  }

  toggleMirror(isMirrored = !this.isMirrored) {
    this.isMirrored = isMirrored;
    this.mirror.setAttribute('aria-pressed', isMirrored);
    this.dispatchEvent(new Event('change'));
  }

  read() {
    return {
      tool: this.tool,
      isMirrored: this.isMirrored,
      brush: this.brush.value,
      isDithered: this.dither.checked,
      color: this.palette.color,
      otherColor: this.palette.otherColor,
    };
  }

  /** Restores saved settings; invalid values are ignored. */
  restore(saved) {
    if (this.buttons.some(button => button.dataset.tool === saved?.tool)) this.select(saved.tool);
    if (saved?.isMirrored) this.toggleMirror(true);
    if ([...this.brush.options].some(option => option.value === saved?.brush)) this.brush.value = saved.brush;
    if (typeof saved?.isDithered === 'boolean') this.dither.checked = saved.isDithered;
    if (this.palette.order.includes(saved?.otherColor)) this.palette.selectOther(saved.otherColor);
    if (this.palette.order.includes(saved?.color)) this.palette.select(saved.color);
  }

  /** Handles a shortcut key. Returns whether the key is one of the tools'. */
  pressShortcut(key) {
    if (key === 'y') {
      this.toggleMirror();
      announce(`Mirror ${this.isMirrored ? 'on' : 'off'}`);
    } else if (key === 'x') {
      this.palette.swap();
    } else if (toolKeys[key]) {
      this.select(toolKeys[key]);
      announce(`Tool: ${this.buttons.find(button => button.dataset.tool === this.tool).textContent}`);
    } else return false;
    return true;
  }

  listen(canvas) {
    canvas.addEventListener('pointerdown', event => this.onPointerDown(event));
    canvas.addEventListener('pointermove', event => this.onPointerMove(event));
    canvas.addEventListener('pointerup', event => this.onPointerUp(event, true));
    for (const name of ['pointercancel', 'lostpointercapture']) canvas.addEventListener(name, event => this.onPointerUp(event, false));
    canvas.addEventListener('pointerleave', event => {
      if (!this.stroke && event.pointerType === 'mouse') this.hover(null);
    });
    canvas.addEventListener('contextmenu', event => event.preventDefault());
    canvas.addEventListener('focus', () => this.moveCursor(this.lastCursor ?? 0));
    canvas.addEventListener('blur', () => {
      [this.lastCursor, this.view.cursor] = [this.view.cursor, null];
      this.view.redraw();
    });
    canvas.addEventListener('keydown', event => this.onKeyDown(event));
  }

  onPointerDown(event) {
    const index = this.view.indexAt(event);
    // A second finger moves and enlarges the picture, so the first one did not mean to paint.
    if (this.stroke && this.stroke.pointer !== event.pointerId) return this.cancelStroke();
    if (!event.isPrimary || index == null || (event.button !== 0 && event.button !== 2)) return;
    event.preventDefault();
    this.view.canvas.setPointerCapture(event.pointerId);
    this.view.canvas.focus({ preventScroll: true });
    // A finger cannot hover, so touching a pixel also shows its details.
    this.hover(index);
    if (event.altKey || this.tool === 'pick') return this.pick(index, event.button === 2);
    this.beginStroke(index, { pointer: event.pointerId, isSecond: event.button === 2, isStraight: event.shiftKey });
  }

  onPointerMove(event) {
    const { stroke } = this,
      index = this.view.indexAt(event);
    if (!stroke) return this.hover(index);
    if (event.pointerId !== stroke.pointer) return;
    this.hover(index);
    if (this.isTiled() && isBrush(stroke.tool)) this.continueAcrossEdges(this.view.pointAt(event));
    else if (index != null && index !== stroke.at) this.continueStroke(index);
  }

  onPointerUp(event, isComplete) {
    if (event.pointerId === this.stroke?.pointer) this.endStroke(isComplete);
  }

  pick(index, isSecond) {
    const color = this.view.colorAt(index);
    if (isSecond) this.palette.selectOther(color);
    else this.palette.select(color);
    this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
  }

  beginStroke(index, { pointer = null, isSecond = false, isStraight = false }) {
    this.dispatchEvent(new Event('stroke'));
    const { picture } = this,
      steps = picture.past.length;
    // The first pixel decides whether a region tool gives pixels to the model or to the user, and whether a selection is moved.
    this.stroke = {
      pointer,
      tool: this.tool,
      from: index,
      at: index,
      path: [index],
      passed: [],
      frame: picture.frame,
      point: point(index, picture.width),
      color: isSecond ? this.palette.otherColor : this.palette.color,
      isOpening: !picture.open.has(index) || picture.isFilled,
      isMoving: isSelect(this.tool) && this.selection.positions.has(index),
      steps,
    };
    picture.beginStep();
    this.view.cursor = index;
    if (this.stroke.isMoving) this.showMoved();
    else if (shapes[this.tool]) this.showShape();
    else if (this.tool === 'wand') this.selection.set(picture.areaOfColor(index));
    else if (this.tool === 'fill')
      this.change(this.isMirrored ? [...this.areaOfColor(index), ...this.areaOfColor(picture.mirrorOf(index))] : this.areaOfColor(index));
    else this.apply(isStraight && this.lastPainted != null ? line(this.lastPainted, index, picture.width) : [index]);
  }

  continueStroke(index) {
    const { stroke, picture } = this,
      { width } = picture;
    const passed = line(stroke.at, index, width).slice(1);
    stroke.at = index;
    stroke.path.push(...passed);
    if (stroke.isMoving) this.showMoved();
    else if (shapes[stroke.tool]) this.showShape();
    else if (isBrush(stroke.tool)) this.apply(passed);
  }

  /** Continues a stroke of a brush to a point that may be outside the picture: there it comes in on the other side. */
  continueAcrossEdges(to) {
    const { stroke, picture } = this,
      passed = wrappedLine(stroke.point, to, picture.width, picture.height).slice(1);
    if (passed.length === 0) return;
    stroke.point = to;
    stroke.at = passed.at(-1);
    this.apply(passed);
  }

  areaOfColor(index) {
    return this.isTiled() ? wrappedArea(this.picture, index) : this.picture.areaOfColor(index);
  }

  /** Returns pixels widened to the brush. */
  brushed(positions) {
    const { width, height } = this.picture;
    return (this.isTiled() ? wrappedBrush : widen)(positions, this.isPerfect ? 1 : Number(this.brush.value), width, height);
  }

  /** Ends the stroke. A shape is painted only now, and only if the stroke is complete. */
  endStroke(isComplete) {
    const { stroke } = this;
    if (!stroke) return;
    this.stroke = null;
    if (stroke.isMoving && isComplete) this.selection.moveBy(...this.moved(stroke));
    else if (isSelect(stroke.tool) && isComplete) this.selection.set(stroke.path.length === 1 ? [] : stroke.shape);
    else if (stroke.shape && isComplete) this.change(stroke.shape, stroke);
    this.lastPainted = stroke.at;
    this.view.shape = null;
    this.view.redraw();
  }

  /** Ends the stroke and takes back what it has changed. */
  cancelStroke() {
    const { stroke, picture } = this;
    this.endStroke(false);
    if (picture.past.length <= stroke.steps) return;
    picture.undo();
    picture.future.pop();
    picture.commit();
  }

  showShape() {
    const { stroke, picture } = this,
      { width } = picture;
    const positions = shapes[stroke.tool](stroke.from, stroke.at, width, stroke.path),
      isRegion = isRedraw(stroke.tool) || isSelect(stroke.tool);
    stroke.shape = isSelect(stroke.tool) ? positions : this.mirrored(isRegion ? positions : this.brushed(positions));
    this.view.shape = { positions: stroke.shape, color: isRegion ? null : stroke.color };
    this.view.redraw();
  }

  moved({ from, at }) {
    const [[x1, y1], [x2, y2]] = [from, at].map(index => point(index, this.picture.width));
    return [x2 - x1, y2 - y1];
  }

  /** Shows the selection where it is being moved. */
  showMoved() {
    const { selection } = this,
      { layer } = this.picture,
      [dx, dy] = this.moved(this.stroke),
      colors = new Map();
    const drawn = [...selection.positions].filter(at => layer[at] !== 0);
    for (const at of drawn) colors.set(at, 0);
    for (const at of drawn) for (const to of selection.mapped([at], (x, y) => [x + dx, y + dy])) colors.set(to, layer[at]);
    this.view.shape = { positions: [...colors.keys()], colors };
    this.view.redraw();
  }

  mirrored(positions) {
    return this.isMirrored ? [...new Set([...positions, ...positions.map(i => this.picture.mirrorOf(i))])] : positions;
  }

  /** Whether strokes of single pixels have no corners. */
  get isPerfect() {
    return this.brush.value === 'perfect';
  }

  apply(positions) {
    const { stroke, picture } = this;
    stroke.passed.push(...positions);
    if (!this.isPerfect || isRedraw(stroke.tool)) return this.change(this.mirrored(this.brushed(positions)));
    // A pixel may have become a corner, so the whole stroke is painted again.
    picture.replaceFrame(stroke.frame);
    this.change(this.mirrored(withoutCorners(stroke.passed, picture.width)));
    if (!picture.pending) picture.commit();
  }

  /** Changes pixels as the tool of the stroke does. */
  change(positions, stroke = this.stroke) {
    const { picture } = this;
    if (stroke.tool === 'eraser') picture.erase(positions);
    else if (isRedraw(stroke.tool)) picture.setOpen(positions, stroke.isOpening);
    else
      picture.paint(
        this.dither.checked
          ? positions.filter(at => {
              const [x, y] = point(at, picture.width);
              return (x + y) % 2 === 0;
            })
          : positions,
        stroke.color,
      );
  }

  hover(index) {
    this.dispatchEvent(new CustomEvent('hover', { detail: index }));
  }

  moveCursor(index) {
    this.view.cursor = index;
    this.view.redraw();
    this.hover(index);
    this.dispatchEvent(new CustomEvent('cursor', { detail: index }));
  }

  onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, area } = this.picture,
      at = this.view.cursor ?? 0;
    const to = {
      ArrowLeft: at % width ? at - 1 : at,
      ArrowRight: (at + 1) % width ? at + 1 : at,
      ArrowUp: at - width,
      ArrowDown: at + width,
      Home: at - (at % width),
      End: at - (at % width) + width - 1,
    }[event.key];
    if (to !== undefined) {
      if (to < 0 || to >= area) return event.preventDefault();
      // With the selection tool, arrow keys move what is selected.
      if (isSelect(this.tool) && !this.selection.isEmpty && !this.stroke && event.key.startsWith('Arrow')) {
        event.preventDefault();
        return this.selection.moveBy(...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]);
      }
      if (this.stroke?.pointer === null) this.continueStroke(to);
      this.moveCursor(to);
    } else if (event.key === ' ' || event.key === 'Enter') this.pressAt(at, event.shiftKey);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && !this.selection.isEmpty) this.selection.erase();
    else if (event.key === 'PageUp' || event.key === 'PageDown') this.palette.step(event.key === 'PageUp' ? -1 : 1);
    else return;
    event.preventDefault();
  }

  /** Paints at the cursor. For shapes, the first key press sets the first corner and the second one completes the shape. */
  pressAt(index, isStraight) {
    if (this.tool === 'pick') return this.pick(index, false);
    const isShape = Boolean(shapes[this.tool]);
    if (isShape && this.stroke) this.endStroke(true);
    else {
      this.beginStroke(index, { isStraight });
      if (!isShape) this.endStroke(true);
      else announce('First corner set; move the cursor and press Space again');
    }
    this.moveCursor(index);
  }
}
