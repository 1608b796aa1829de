// Shows the picture three times three while tile mode is on, to judge a tile that repeats.

import { drawPicture } from './picture-drawing.js';

export class TilePreview {
  constructor(picture, tileMode) {
    Object.assign(this, { picture, tileMode, canvas: document.getElementById('tile-preview') });
    tileMode.addEventListener('change', () => this.show());
    picture.addEventListener('change', () => this.show());
  }

  show() {
    const { picture, canvas } = this,
      { width, height } = picture;
    canvas.hidden = !this.tileMode.isOn;
    if (canvas.hidden) return;
    [canvas.width, canvas.height] = [3 * width, 3 * height];
    const context = canvas.getContext('2d');
    for (let tile = 0; tile < 9; tile++) drawPicture(context, picture, { left: (tile % 3) * width, top: Math.floor(tile / 3) * height });
  }
}
