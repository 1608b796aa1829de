/** The picture on the canvas: its pixels, which are palette indices or UNKNOWN, and painting them with pointer or keyboard. */

import { UNKNOWN } from './pixel-model.js';

const SCALE = 24;
const CHECKS = ['#ffffff', '#c9c3b7'];

export class Picture {
  #canvas;
  #cursor = null;
  #moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => number} color Returns the colour to paint with.
   */
  constructor(canvas, color) {
    this.#canvas = canvas;
    this.color = color;
    this.palette = [];
    this.enabled = true;
    const paint = event => {
      if (event.buttons !== 1 && event.type !== 'pointerdown') return;
      const box = canvas.getBoundingClientRect();
      this.#paint(
        Math.floor(((event.clientX - box.left) / box.width) * this.width),
        Math.floor(((event.clientY - box.top) / box.height) * this.height),
      );
    };
    canvas.addEventListener('pointerdown', event => {
      canvas.setPointerCapture(event.pointerId);
      paint(event);
    });
    canvas.addEventListener('pointermove', paint);
    canvas.addEventListener('keydown', event => this.#press(event));
    canvas.addEventListener('blur', () => {
      this.#cursor = null;
      this.draw();
    });
  }

  /** Starts a new picture without any known pixel. */
  start(width, height, palette) {
    Object.assign(this, { width, height, palette, pixels: new Array(width * height).fill(UNKNOWN) });
    this.#canvas.width = width * SCALE;
    this.#canvas.height = height * SCALE;
    this.draw();
  }

  set(pixel, color) {
    this.pixels[pixel] = color;
    this.draw();
  }

  draw() {
    const context = this.#canvas.getContext('2d');
    const half = SCALE / 2;
    this.pixels.forEach((color, i) => {
      const [x, y] = [(i % this.width) * SCALE, Math.floor(i / this.width) * SCALE];
      context.fillStyle = color === UNKNOWN ? CHECKS[0] : this.palette[color];
      context.fillRect(x, y, SCALE, SCALE);
      if (color !== UNKNOWN) return;
      context.fillStyle = CHECKS[1];
      context.fillRect(x, y, half, half);
      context.fillRect(x + half, y + half, half, half);
    });
    if (!this.#cursor) return;
    context.lineWidth = 3;
    context.strokeStyle = '#5b3fc4';
    context.strokeRect(this.#cursor.x * SCALE + 1.5, this.#cursor.y * SCALE + 1.5, SCALE - 3, SCALE - 3);
  }

  #paint(x, y) {
    if (this.enabled && x >= 0 && x < this.width && y >= 0 && y < this.height) this.set(y * this.width + x, this.color());
  }

  #press(event) {
    const move = this.#moves[event.key];
    if (!move && event.key !== ' ') return;
    event.preventDefault();
    this.#cursor ??= { x: 0, y: 0 };
    if (move) {
      this.#cursor.x = Math.min(this.width - 1, Math.max(0, this.#cursor.x + move[0]));
      this.#cursor.y = Math.min(this.height - 1, Math.max(0, this.#cursor.y + move[1]));
      this.draw();
    } else this.#paint(this.#cursor.x, this.#cursor.y);
  }
}
