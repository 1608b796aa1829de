// Computations for pictures that repeat as tiles, without the page. Positions are in raster order.

import { linePoints, point } from './shapes.js';

const modulo = (value, size) => ((value % size) + size) % size;

/** Returns the position of a point on the picture that repeats in both directions. */
export const wrapped = ([x, y], width, height) => modulo(y, height) * width + modulo(x, width);

/** Returns the positions of the straight line between two points, which may be outside the picture. */
export const wrappedLine = (from, to, width, height) => linePoints(from, to).map(at => wrapped(at, width, height));

/** Returns pixels widened to a square brush that continues at the opposite edge. */
export function wrappedBrush(positions, size, width, height) {
  const before = Math.floor((size - 1) / 2),
    wide = new Set();
  for (const at of positions) {
    const [x, y] = point(at, width);
    for (let dy = 0; dy < size; dy++) for (let dx = 0; dx < size; dx++) wide.add(wrapped([x - before + dx, y - before + dy], width, height));
  }
  return [...wide];
}

/** Returns the connected pixels with the colour of a pixel, also across the edges. */
export function wrappedArea({ pixels, width, height }, index) {
  const found = new Set([index]),
    waiting = [index];
  while (waiting.length) {
    const [x, y] = point(waiting.pop(), width);
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      const at = wrapped([x + dx, y + dy], width, height);
      if (pixels[at] !== pixels[index] || found.has(at)) continue;
      found.add(at);
      waiting.push(at);
    }
  }
  return [...found];
}

/** Returns the position that a pixel has after the picture was shifted by [dx, dy]. */
export function shifted(at, [dx, dy], { width, height }) {
  const [x, y] = point(at, width);
  return wrapped([x + dx, y + dy], width, height);
}

/** Returns the pixels and the model's pixels of a picture that was shifted; what leaves it on one side comes in on the other. */
export function rolled({ pixels, open, width, height }, shift) {
  const moved = new Array(pixels.length);
  pixels.forEach((color, at) => {
    moved[shifted(at, shift, { width, height })] = color;
  });
  return { pixels: moved, open: [...open].map(at => shifted(at, shift, { width, height })) };
}

/** Returns the seams of a picture that was shifted by half: a cross through its middle. */
export function seamCross(width, height) {
  const half = side => Math.max(1, Math.round(side / 12));
  const isNear = (value, side) => value >= Math.floor(side / 2) - half(side) && value < Math.floor(side / 2) + half(side);
  return Array.from({ length: width * height }, (_, at) => at).filter(at => {
    const [x, y] = point(at, width);
    return isNear(x, width) || isNear(y, height);
  });
}

/** Returns how far the picture is to be shifted so that the model's pixels are as far as possible from its edges. */
export function shiftToMiddle(open, width, height) {
  const columns = new Array(width).fill(false),
    rows = new Array(height).fill(false);
  for (const at of open) {
    const [x, y] = point(at, width);
    columns[x] = rows[y] = true;
  }
  return [shiftOfAxis(columns), shiftOfAxis(rows)];
}

/** Returns the shift that brings the middle of the longest gap to the edges; 0 if there is no gap, or nothing else. */
function shiftOfAxis(isOpen) {
  const size = isOpen.length;
  if (isOpen.every(Boolean) || !isOpen.some(Boolean)) return 0;
  let best = { start: 0, length: 0 };
  for (let start = 0; start < size; start++) {
    let length = 0;
    while (length < size && !isOpen[(start + length) % size]) length++;
    if (length > best.length) best = { start, length };
  }
  return modulo(-(best.start + Math.ceil(best.length / 2)), size);
}
