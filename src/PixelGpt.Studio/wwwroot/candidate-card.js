// A button that shows a candidate or an earlier candidate.

import { element } from './dom.js';

/** Creates a button with a canvas of the picture's size. The background is transparent; the style sheet puts a checkerboard behind it. */
export function createCard(width, height, attributes) {
  const canvas = element('canvas', { width, height }),
    label = element('span', {});
  return { button: element('button', { type: 'button', ...attributes }, canvas, label), label, context: canvas.getContext('2d'), width };
}

export function drawPixel({ context, width }, palette, position, color) {
  const [x, y] = [position % width, Math.floor(position / width)];
  context.clearRect(x, y, 1, 1);
  if (color === 0) return;
  context.fillStyle = palette[color];
  context.fillRect(x, y, 1, 1);
}
