// Tile mode: the picture repeats, strokes wrap around the edges, and the seams can be brought to the middle, where the model closes them.

import { toBase64 } from './base64.js';
import { drawPicture } from './picture-drawing.js';
import { announce } from './status.js';
import { rolled, seamCross } from './tiling.js';

const $ = id => document.getElementById(id);

export class TileMode extends EventTarget {
  /** Events: change (tile mode was turned on or off). */
  constructor(picture, view) {
    super();
    Object.assign(this, { picture, view, box: $('tile-toggle'), request: 0, draws: 0 });
    this.box.addEventListener('change', () => {
      this.show();
      this.dispatchEvent(new Event('change'));
    });
    view.addEventListener('draw', () => this.showAround());
    $('tile-shift').addEventListener('click', () => this.shiftByHalf());
    $('tile-seams').addEventListener('click', () => this.markSeams());
  }

  get isOn() {
    return this.box.checked;
  }

  /** Turns tile mode on or off, as saved. */
  restore(isOn) {
    if (typeof isOn === 'boolean') this.box.checked = isOn;
    this.show();
  }

  show() {
    $('tile-bar').hidden = !this.isOn;
    this.view.isTiled = this.isOn;
    this.view.resize();
    this.view.stage.classList.toggle('tiled', this.isOn);
    this.showAround();
  }

  /** Shows the picture around itself, as the background of the stage, at the position of the canvas. */
  showAround() {
    if (!this.isOn) {
      this.view.stage.style.removeProperty('background-image');
      return;
    }
    this.request ||= requestAnimationFrame(() => {
      this.request = 0;
      this.draw();
    });
  }

  async draw() {
    const { picture, view } = this,
      { width, height, palette } = picture,
      number = ++this.draws;
    const canvas = new OffscreenCanvas(width, height);
    drawPicture(canvas.getContext('2d'), { width, palette, pixels: picture.pixels.map((_, at) => view.colorAt(at)) }, { isTransparent: false });
    const image = await toBase64(await canvas.convertToBlob({ type: 'image/png' }));
    // Pictures are encoded in any order.
    if (this.isOn && number === this.draws) this.place(`data:image/png;base64,${image}`);
  }

  /** Aligns the background with the canvas. */
  place(url) {
    const { stage, canvas } = this.view,
      [outer, inner] = [stage.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const left = inner.left - outer.left - stage.clientLeft + stage.scrollLeft,
      top = inner.top - outer.top - stage.clientTop + stage.scrollTop;
    Object.assign(stage.style, {
      backgroundImage: `linear-gradient(var(--tile-veil), var(--tile-veil)), url(${url})`,
      backgroundSize: `auto, ${inner.width}px ${inner.height}px`,
      backgroundPosition: `0 0, ${left}px ${top}px`,
    });
  }

  /** Shifts the picture by half its size, so that its seams come to the middle, as one undo step. */
  shiftByHalf() {
    const { picture } = this,
      { width, height } = picture;
    picture.beginStep();
    // The line between the two parts is no longer one.
    picture.apply({ ...rolled(picture, [Math.floor(width / 2), Math.floor(height / 2)]), line: picture.area });
    announce('Shifted by half');
  }

  /** Gives the seams of a shifted picture to the model, as one undo step. */
  markSeams() {
    const { picture } = this;
    picture.beginStep();
    picture.apply({ open: seamCross(picture.width, picture.height), line: picture.area, isFilled: false });
    announce('The seams are marked; Finish closes them');
  }
}
