// Draws the picture on the canvas: pixels, grid, locks, heat map, cursor, and the line at the end of the prompt.
// While the model generates, the pixels that are not generated yet are dimmed.

export class CanvasView {
  constructor(canvas, stage, picture) {
    this.canvas = canvas;
    this.stage = stage;
    this.picture = picture;
    this.cursor = null;
    this.heatMap = null;
    this.preview = null;
    this.context = canvas.getContext('2d');
    this.request = 0;
    new ResizeObserver(() => this.resize()).observe(stage);
    picture.addEventListener('change', () => this.redraw());
  }

  /** Enlarges each pixel to a whole number of device pixels, so that all have the same size. */
  resize() {
    const ratio = window.devicePixelRatio || 1, { width, height } = this.picture;
    const room = Math.min(this.stage.clientWidth, window.innerWidth - 24);
    const limit = Math.max(240, window.innerHeight * 0.66);
    this.size = Math.max(2, Math.floor(Math.min(room / width, limit / height) * ratio));
    this.canvas.width = this.size * width;
    this.canvas.height = this.size * height;
    this.canvas.style.width = `${this.canvas.width / ratio}px`;
    this.canvas.style.height = `${this.canvas.height / ratio}px`;
    // Drawn immediately, because resizing clears a canvas.
    this.draw();
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
    const box = this.canvas.getBoundingClientRect(), { width, height } = this.picture;
    const x = Math.floor((event.clientX - box.left) / box.width * width), y = Math.floor((event.clientY - box.top) / box.height * height);
    return x < 0 || y < 0 || x >= width || y >= height ? null : y * width + x;
  }

  /** Returns the row at a pointer; the height of the picture if the pointer is below the last row. */
  rowAt(event) {
    const box = this.canvas.getBoundingClientRect(), { height } = this.picture;
    return Math.min(height, Math.max(0, Math.floor((event.clientY - box.top) / box.height * height)));
  }

  draw() {
    const { context: c, size: s, picture: p } = this;
    if (!s) return;
    c.clearRect(0, 0, this.canvas.width, this.canvas.height);
    for (let i = 0; i < p.area; i++) {
      const x = i % p.width * s, y = Math.floor(i / p.width) * s;
      // Pixels that the user paints while the model generates take precedence over the preview.
      const generated = this.preview && this.preview.before[i] === p.pixels[i] ? this.preview.pixels.get(i) : undefined;
      c.globalAlpha = i < p.prompt || generated !== undefined || p.locked.has(i) || !this.preview ? 1 : 0.35;
      c.fillStyle = p.palette[generated ?? p.pixels[i]] ?? '#f0f';
      c.fillRect(x, y, s, s);
      c.globalAlpha = 1;
      if (this.heatMap?.[i] != null) this.drawHeat(c, x, y, s, this.heatMap[i]);
      if (p.locked.has(i)) {
        c.fillStyle = '#ffb300';
        c.strokeStyle = '#000';
        c.fillRect(x + s * 0.6, y, s * 0.4, s * 0.4);
        c.strokeRect(x + s * 0.6 + 0.5, y + 0.5, s * 0.4 - 1, s * 0.4 - 1);
      }
    }
    if (s >= 8) this.drawGrid(c, s, p);
    this.drawPromptEnd(c, s, p);
    if (this.cursor != null) this.drawCursor(c, s, p);
  }

  /** Draws a square whose area shows the intensity; the pixel's colour stays visible around it. */
  drawHeat(c, x, y, s, intensity) {
    const side = Math.round(s * 0.8 * Math.sqrt(Math.min(1, intensity))), edge = Math.round((s - side) / 2);
    if (side < 2) return;
    c.fillStyle = '#fff';
    c.fillRect(x + edge, y + edge, side, side);
    c.fillStyle = '#e6006e';
    c.fillRect(x + edge + 1, y + edge + 1, side - 2, side - 2);
  }

  /** Darkens light pixels and lightens dark ones, so that the grid is visible on all colours. */
  drawGrid(c, s, p) {
    c.globalCompositeOperation = 'difference';
    c.fillStyle = '#1e1e1e';
    for (let x = 1; x < p.width; x++) c.fillRect(x * s, 0, 1, p.height * s);
    for (let y = 1; y < p.height; y++) c.fillRect(0, y * s, p.width * s, 1);
    c.globalCompositeOperation = 'source-over';
  }

  /** If the prompt ends within a row, the line has a step: it is lower on the left than on the right. */
  drawPromptEnd(c, s, p) {
    if (p.prompt >= p.area) return;
    const x = p.prompt % p.width * s, y = Math.floor(p.prompt / p.width) * s;
    c.lineWidth = Math.max(2, s / 9);
    for (const [color, dash] of [['#000', []], ['#ff8a5c', [s / 2, s / 3]]]) {
      c.strokeStyle = color;
      c.setLineDash(dash);
      c.beginPath();
      c.moveTo(0, y + s);
      if (x === 0) c.moveTo(0, y);
      else { c.lineTo(x, y + s); c.lineTo(x, y); }
      c.lineTo(p.width * s, y);
      c.stroke();
    }
    c.setLineDash([]);
    c.lineWidth = 1;
  }

  drawCursor(c, s, p) {
    const x = this.cursor % p.width * s, y = Math.floor(this.cursor / p.width) * s;
    c.lineWidth = 2;
    c.strokeStyle = '#000';
    c.strokeRect(x + 1, y + 1, s - 2, s - 2);
    c.strokeStyle = '#fff';
    c.strokeRect(x + 3, y + 3, s - 6, s - 6);
    c.lineWidth = 1;
  }
}
