// The onion skin: the frames before and after the shown one appear faintly where nothing is painted. They have shapes of their own, so that
// they cannot be taken for painted pixels or for the stripes: small squares for the frame before, small discs for the frame after.

import { mix } from './canvas-view.js';

const tints = { before: '#d1242f', after: '#0969da' };
const opacity = 0.6;
const tint = 0.45;

export class OnionSkin {
  constructor(picture, view) {
    Object.assign(this, { picture, view, isOn: false, button: document.getElementById('onion') });
    view.overlays.push((context, size) => this.draw(context, size));
  }

  toggle(isOn = !this.isOn) {
    this.isOn = isOn;
    this.button.setAttribute('aria-pressed', isOn);
    this.view.redraw();
  }

  draw(context, size) {
    const { frames, current } = this.picture;
    if (!this.isOn) return;
    this.drawFrame(context, size, frames[current - 1], tints.before, drawSquare);
    this.drawFrame(context, size, frames[current + 1], tints.after, drawDisc);
  }

  drawFrame(context, size, frame, color, drawShape) {
    if (!frame) return;
    const { width, palette, area } = this.picture;
    context.globalAlpha = opacity;
    for (let at = 0; at < area; at++) {
      if (frame.pixels[at] === 0 || this.view.colorAt(at) !== 0) continue;
      context.fillStyle = mix(palette[frame.pixels[at]], color, tint);
      drawShape(context, (at % width) * size, Math.floor(at / width) * size, size);
    }
    context.globalAlpha = 1;
  }
}

function drawSquare(context, x, y, size) {
  const side = Math.max(1, Math.round(size * 0.625)),
    edge = Math.floor((size - side) / 2);
  context.fillRect(x + edge, y + edge, side, side);
}

function drawDisc(context, x, y, size) {
  context.beginPath();
  context.arc(x + size / 2, y + size / 2, Math.max(0.5, size * 0.26), 0, 2 * Math.PI);
  context.fill();
}
