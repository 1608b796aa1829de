// The sketch of a frame: a layer above the picture that the model does not see. It is painted on with the same tools while it is active.

import { announce } from './status.js';

const opacity = 0.55;
const $ = id => document.getElementById(id);

export class SketchLayer extends EventTarget {
  /** Events: change (the layer was shown, hidden or chosen). */
  constructor(picture, view) {
    super();
    Object.assign(this, { picture, view, isShown: true });
    view.overlays.push((context, size) => this.draw(context, size));
    $('sketch').addEventListener('click', () => this.toggle());
    $('sketch-shown').addEventListener('click', () => this.setShown(!this.isShown));
  }

  /** Chooses whether the tools paint on the sketch. A hidden sketch is shown for that. */
  toggle(isActive = !this.picture.isSketching) {
    if (isActive) this.setShown(true);
    this.picture.setSketching(isActive);
    $('sketch').setAttribute('aria-pressed', isActive);
    $('stage').classList.toggle('sketching', isActive);
    announce(isActive ? 'Painting on the sketch, which the model does not see' : 'Painting on the picture');
    this.dispatchEvent(new Event('change'));
  }

  /** Returns to painting on the picture. */
  leave() {
    if (this.picture.isSketching) this.toggle(false);
  }

  setShown(isShown) {
    if (!isShown) this.leave();
    this.isShown = isShown;
    $('sketch-shown').setAttribute('aria-pressed', isShown);
    this.view.redraw();
    this.dispatchEvent(new Event('change'));
  }

  draw(context, size) {
    const { frame, width, palette } = this.picture;
    if (!this.isShown || !frame.sketch) return;
    context.globalAlpha = opacity;
    frame.sketch.forEach((color, at) => {
      if (color === 0) return;
      context.fillStyle = palette[color];
      context.fillRect((at % width) * size, Math.floor(at / width) * size, size, size);
    });
    context.globalAlpha = 1;
  }
}
