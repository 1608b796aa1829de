// The dialog for the size of the canvas: pixels are added or cut at its edges.

import { range } from './frames.js';
import { info } from './info.js';
import { describeSizes, maxSide } from './model-sizes.js';

const $ = id => document.getElementById(id);

/** How much of the added space is before the picture, by the position that the picture keeps. */
const anchors = { center: [0.5, 0.5], bottom: [0.5, 1], 'top-left': [0, 0] };

/** Returns the document of a picture on a canvas of another size. Added pixels belong to the model. */
export function resized(picture, width, height, anchor) {
  const [left, top] = [Math.round((width - picture.width) * anchors[anchor][0]), Math.round((height - picture.height) * anchors[anchor][1])];
  const origins = range(0, width * height).map(at => {
    const [x, y] = [(at % width) - left, Math.floor(at / width) - top];
    return x >= 0 && x < picture.width && y >= 0 && y < picture.height ? y * picture.width + x : null;
  });
  const layer = pixels => origins.map(old => (old === null ? 0 : pixels[old])),
    lineOf = line => Math.min(height, Math.max(0, line / picture.width + top)) * width;
  const frames = picture.frames.map(frame => ({
    ...frame,
    pixels: layer(frame.pixels),
    sketch: frame.sketch && layer(frame.sketch),
    open: new Set(origins.flatMap((old, at) => (old === null || frame.open.has(old) ? [at] : []))),
    line: frame.line === 0 ? 0 : frame.line >= picture.area ? width * height : lineOf(frame.line),
    isFilled: false,
  }));
  return { ...picture.snapshot(), width, height, frames };
}

export function mountCanvasSize(picture, models) {
  const dialog = $('size-dialog'),
    [width, height] = [$('new-width'), $('new-height')];

  $('size').addEventListener('click', () => {
    const { current } = models;
    if (!current) return;
    for (const [field, value] of [
      [width, picture.width],
      [height, picture.height],
    ])
      Object.assign(field, { min: Math.min(value, info.limits.min_canvas_side ?? 1), max: maxSide(current), value });
    $('size-help').textContent = describeSizes(current);
    dialog.showModal();
  });

  $('size-form').addEventListener('submit', () => {
    picture.beginStep();
    picture.apply(resized(picture, Number(width.value), Number(height.value), $('anchor').value));
  });
}

/** Shows the size on the button that opens the dialog. */
export function showSize({ width, height }) {
  $('size').textContent = `${width}×${height}`;
}
