// The colours that the model may use: all of them until the user forbids some. Forbidden colours are stored as #rrggbb and not as
// palette indices, so that they still apply after the palette changes.

import { announce } from './status.js';

export class AllowedColors extends EventTarget {
  /** Events: change. */
  constructor(palette) {
    super();
    this.palette = palette;
    this.forbidden = new Set();
    this.box = document.getElementById('color-allowed');
    this.count = document.getElementById('allowed-count');
    this.box.addEventListener('change', () => this.setAllowed([palette.color], this.box.checked));
    document.getElementById('allow-all').addEventListener('click', () => this.setAllowed(palette.order, true));
    document.getElementById('allow-none').addEventListener('click', () => this.setAllowed(palette.order, false));
    palette.isForbidden = color => this.isForbidden(color);
    palette.addEventListener('select', () => this.showSelected());
    palette.addEventListener('toggle-allowed', ({ detail }) => this.toggle(detail));
  }

  toggle(color) {
    const isAllowed = this.isForbidden(color);
    this.setAllowed([color], isAllowed);
    announce(`${this.palette.colors[color]} ${isAllowed ? 'allowed' : 'not allowed'} for the model`);
  }

  isForbidden(color) {
    return this.forbidden.has(this.palette.colors[color]);
  }

  setAllowed(colors, isAllowed) {
    for (const color of colors) {
      if (isAllowed) this.forbidden.delete(this.palette.colors[color]);
      else this.forbidden.add(this.palette.colors[color]);
    }
    this.show();
    this.dispatchEvent(new Event('change'));
  }

  /** Keeps a colour forbidden that has changed. */
  follow(before, after) {
    if (this.forbidden.delete(before)) this.forbidden.add(after);
  }

  /** Returns the forbidden colours, for saving. */
  read() {
    return [...this.forbidden];
  }

  setForbidden(forbidden) {
    this.forbidden = new Set(forbidden);
    this.show();
  }

  /** Returns the allowed ones of some colours. */
  filter(colors) {
    return colors.filter(color => !this.isForbidden(color));
  }

  showSelected() {
    this.box.checked = !this.isForbidden(this.palette.color);
  }

  show() {
    this.palette.showForbidden();
    this.showSelected();
    const all = this.palette.order,
      allowed = this.filter(all);
    this.count.textContent = allowed.length === all.length ? '' : `${allowed.length} of ${all.length} allowed`;
  }
}
