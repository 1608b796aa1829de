// Draws the picture on the canvas: pixels, the model's region, a previewed candidate, overlays of other modules, grid, heat map and cursor.
// Zooms and pans.

import { channels } from './colors.js';

const checkerShades = ['#ffffff', '#d9d3c7'];
const maxZoom = 16;

/** How many times larger the shown part is than the picture, if the picture is repeated around itself. */
const tiledShare = 1.6;
const padding = 16;

/** Returns #rrggbb mixed with another colour. */
export function mix(hex, other, fraction) {
  const to = channels(other);
  return `rgb(${channels(hex)
    .map((value, i) => Math.round(value * (1 - fraction) + to[i] * fraction))
    .join(' ')})`;
}

export class CanvasView extends EventTarget {
  /** Events: draw (the canvas was drawn). */
  constructor(canvas, stage, picture) {
    super();
    Object.assign(this, {
      canvas,
      stage,
      picture,
      cursor: null,
      heatMap: null,
      preview: null,
      shape: null,
      selection: new Set(),
      overlays: [],
      played: null,
      zoom: 1,
      isTiled: false,
      request: 0,
      context: canvas.getContext('2d'),
    });
    new ResizeObserver(() => this.resize()).observe(stage);
    picture.addEventListener('change', () => this.redraw());
  }

  /** Enlarges each pixel to a whole number of device pixels, so that all have the same size. */
  resize() {
    const ratio = window.devicePixelRatio || 1,
      { width, height } = this.picture;
    const fit =
      Math.min((this.stage.clientWidth - 2 * padding) / width, (this.stage.clientHeight - 2 * padding) / height) / (this.isTiled ? tiledShare : 1);
    this.size = Math.max(2, Math.floor(fit * this.zoom * ratio));
    this.canvas.width = this.size * width;
    this.canvas.height = this.size * height;
    this.canvas.style.width = `${this.canvas.width / ratio}px`;
    this.canvas.style.height = `${this.canvas.height / ratio}px`;
    // Drawn immediately, because resizing clears a canvas.
    this.draw();
  }

  /** Changes the zoom; the point of the picture under the given position of the page stays there. */
  zoomTo(zoom, { clientX, clientY } = this.center()) {
    const before = this.canvas.getBoundingClientRect(),
      [x, y] = [(clientX - before.left) / before.width, (clientY - before.top) / before.height];
    this.zoom = Math.min(maxZoom, Math.max(1, zoom));
    this.resize();
    const after = this.canvas.getBoundingClientRect();
    this.stage.scrollBy(after.left + x * after.width - clientX, after.top + y * after.height - clientY);
  }

  center() {
    const box = this.stage.getBoundingClientRect();
    return { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  }

  /** Draws in the next animation frame. */
  redraw() {
    if (this.request) return;
    this.request = requestAnimationFrame(() => {
      this.request = 0;
      this.draw();
    });
  }

  /** Returns the index of the pixel at a pointer, or null. */
  indexAt(event) {
    const { width, height } = this.picture,
      [x, y] = this.pointAt(event);
    return x < 0 || y < 0 || x >= width || y >= height ? null : y * width + x;
  }

  /** Returns the column and the row at a pointer, which may be outside the picture. */
  pointAt(event) {
    const box = this.canvas.getBoundingClientRect(),
      { width, height } = this.picture;
    return [Math.floor(((event.clientX - box.left) / box.width) * width), Math.floor(((event.clientY - box.top) / box.height) * height)];
  }

  /** Returns the row whose top edge is nearest to a pointer; the height of the picture for its bottom edge. */
  rowAt(event) {
    const box = this.canvas.getBoundingClientRect(),
      { height } = this.picture;
    return Math.min(height, Math.max(0, Math.round(((event.clientY - box.top) / box.height) * height)));
  }

  /** Returns the colour that a pixel shows: while sketching, that of the sketch; that of the previewed candidate; or else that of the picture. */
  colorAt(index) {
    if (this.picture.isSketching && this.picture.sketch[index] !== 0) return this.picture.sketch[index];
    return (this.picture.open.has(index) ? this.preview?.get(index) : undefined) ?? this.picture.pixels[index];
  }

  draw() {
    const { context: c, size: s, picture: p } = this;
    if (!s) return;
    c.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (this.played) return this.drawPlayed(c, s, p);
    for (let i = 0; i < p.area; i++) this.drawPixel(c, i, (i % p.width) * s, Math.floor(i / p.width) * s, s);
    for (const drawOverlay of this.overlays) drawOverlay(c, s, p);
    if (s >= 8) this.drawGrid(c, s, p);
    this.drawBorder(c, s, p, p.open, ['#000', '#ff8a5c']);
    this.drawBorder(c, s, p, this.selection, ['#000', '#fff'], true);
    if (this.shape) this.drawShape(c, s, p);
    if (this.cursor != null) this.drawCursor(c, s, p);
    this.dispatchEvent(new Event('draw'));
  }

  /** Draws a frame of the animation that is being played: only its pixels. */
  drawPlayed(c, s, p) {
    this.played.pixels.forEach((color, i) => {
      const [x, y] = [(i % p.width) * s, Math.floor(i / p.width) * s];
      this.drawBackground(c, x, y, s);
      if (color === 0) return;
      c.fillStyle = p.palette[color];
      c.fillRect(x, y, s, s);
    });
  }

  drawPixel(c, i, x, y, s) {
    const p = this.picture,
      isOpen = p.open.has(i),
      drawn = isOpen ? this.preview?.get(i) : undefined,
      color = drawn ?? p.pixels[i];
    const isGhost = isOpen && drawn === undefined && !p.isFilled;
    if (color === 0 || isGhost) this.drawBackground(c, x, y, s);
    if (color !== 0) {
      c.globalAlpha = isGhost ? 0.4 : 1;
      c.fillStyle = p.palette[color] ?? '#f0f';
      c.fillRect(x, y, s, s);
      c.globalAlpha = 1;
    }
    if (isGhost) this.drawGhost(c, x, y, s);
    if (this.heatMap?.[i] != null) this.drawHeat(c, x, y, s, this.heatMap[i]);
  }

  /** Draws the background as a checkerboard in two shades of its colour. */
  drawBackground(c, x, y, s) {
    const background = this.picture.palette[0],
      half = Math.ceil(s / 2);
    const [light, dark] = background === '#ffffff' ? checkerShades : [background, mix(background, '#808080', 0.25)];
    c.fillStyle = light;
    c.fillRect(x, y, s, s);
    c.fillStyle = dark;
    c.fillRect(x, y, half, half);
    c.fillRect(x + half, y + half, s - half, s - half);
  }

  /** Marks a pixel that the model will draw. */
  drawGhost(c, x, y, s) {
    c.fillStyle = '#5b3fc438';
    c.fillRect(x, y, s, s);
    c.strokeStyle = '#5b3fc480';
    c.lineWidth = Math.max(1, s / 14);
    c.beginPath();
    c.moveTo(x, y + s);
    c.lineTo(x + s, y);
    c.stroke();
    c.lineWidth = 1;
  }

  /** Draws a square whose area shows the intensity; the pixel's colour stays visible around it. */
  drawHeat(c, x, y, s, intensity) {
    const side = Math.round(s * 0.8 * Math.sqrt(Math.min(1, intensity))),
      edge = Math.round((s - side) / 2);
    if (side < 2) return;
    c.fillStyle = '#fff';
    c.fillRect(x + edge, y + edge, side, side);
    c.fillStyle = '#e6006e';
    c.fillRect(x + edge + 1, y + edge + 1, side - 2, side - 2);
  }

  /** Darkens light pixels and lightens dark ones, so that the grid is visible on all colours. */
  drawGrid(c, s, p) {
    c.globalCompositeOperation = 'difference';
    c.fillStyle = '#1a1a1a';
    for (let x = 1; x < p.width; x++) c.fillRect(x * s, 0, 1, p.height * s);
    for (let y = 1; y < p.height; y++) c.fillRect(0, y * s, p.width * s, 1);
    c.globalCompositeOperation = 'source-over';
  }

  /** Draws the border of a region, also along the edges of the picture if `hasEdges`. */
  drawBorder(c, s, p, region, [under, over], hasEdges = false) {
    if (region.size === 0 || (region.size === p.area && !hasEdges)) return;
    c.lineWidth = Math.max(2, s / 9);
    for (const [color, dash] of [
      [under, []],
      [over, [Math.max(3, s / 2), Math.max(2, s / 3)]],
    ]) {
      c.strokeStyle = color;
      c.setLineDash(dash);
      c.beginPath();
      for (const i of region) {
        const column = i % p.width,
          x = column * s,
          y = Math.floor(i / p.width) * s;
        const edge = (neighbor, exists, x1, y1, x2, y2) => {
          if (exists ? !region.has(neighbor) : hasEdges) {
            c.moveTo(x1, y1);
            c.lineTo(x2, y2);
          }
        };
        edge(i - p.width, i >= p.width, x, y, x + s, y);
        edge(i + p.width, i + p.width < p.area, x, y + s, x + s, y + s);
        edge(i - 1, column > 0, x, y, x, y + s);
        edge(i + 1, column < p.width - 1, x + s, y, x + s, y + s);
      }
      c.stroke();
    }
    c.setLineDash([]);
    c.lineWidth = 1;
  }

  /** Draws the shape that is being dragged: in its colour, or marked as a region. */
  drawShape(c, s, p) {
    for (const i of this.shape.positions) {
      const [x, y] = [(i % p.width) * s, Math.floor(i / p.width) * s];
      const color = this.shape.colors?.get(i) ?? this.shape.color;
      if (color === null) this.drawGhost(c, x, y, s);
      else if (color === 0) this.drawBackground(c, x, y, s);
      else {
        c.fillStyle = p.palette[color];
        c.fillRect(x, y, s, s);
      }
    }
  }

  drawCursor(c, s, p) {
    const x = (this.cursor % p.width) * s,
      y = Math.floor(this.cursor / p.width) * s;
    c.lineWidth = 2;
    c.strokeStyle = '#000';
    c.strokeRect(x + 1, y + 1, s - 2, s - 2);
    c.strokeStyle = '#fff';
    c.strokeRect(x + 3, y + 3, s - 6, s - 6);
    c.lineWidth = 1;
  }
}
