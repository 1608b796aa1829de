// The colours that the model may draw: all, until some are forbidden. By what they are, so that they hold in any palette.

import { tell } from './status.js';

export class AllowedColors extends EventTarget {
  constructor(palette) {
    super();
    this.palette = palette;
    this.forbidden = new Set();
    this.box = document.getElementById('color-allowed');
    this.count = document.getElementById('allowed-count');
    this.box.addEventListener('change', () => this.allow([palette.color], this.box.checked));
    document.getElementById('allow-all').addEventListener('click', () => this.allow(palette.order, true));
    document.getElementById('allow-none').addEventListener('click', () => this.allow(palette.order, false));
    palette.isForbidden = color => this.isForbidden(color);
    palette.addEventListener('choose', () => this.showChosen());
    palette.addEventListener('mark', ({ detail }) => this.toggle(detail));
  }

  toggle(color) {
    const isAllowed = this.isForbidden(color);
    this.allow([color], isAllowed);
    tell(`${this.palette.colors[color]} ${isAllowed ? 'may' : 'may not'} be drawn`);
  }

  isForbidden(color) { return this.forbidden.has(this.palette.colors[color]); }

  allow(colors, isAllowed) {
    for (const color of colors) {
      if (isAllowed) this.forbidden.delete(this.palette.colors[color]);
      else this.forbidden.add(this.palette.colors[color]);
    }
    this.show();
    this.dispatchEvent(new Event('change'));
  }

  read() { return [...this.forbidden]; }

  set(forbidden) {
    this.forbidden = new Set(forbidden);
    this.show();
  }

  /** The colours of some that may be drawn. */
  of(colors) { return colors.filter(color => !this.isForbidden(color)); }

  showChosen() { this.box.checked = !this.isForbidden(this.palette.color); }

  show() {
    this.palette.showForbidden();
    this.showChosen();
    const all = this.palette.order, some = this.of(all);
    this.count.textContent = some.length === all.length ? '' : `${some.length} of ${all.length} may be drawn`;
  }
}
