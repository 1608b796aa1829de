// The colours that the model may draw: all, until some are forbidden.

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
    palette.addEventListener('choose', () => this.show());
    palette.addEventListener('mark', ({ detail }) => this.toggle(detail));
  }

  toggle(color) { this.allow([color], this.forbidden.has(color)); }

  allow(colors, isAllowed) {
    for (const color of colors) isAllowed ? this.forbidden.delete(color) : this.forbidden.add(color);
    this.show();
    this.dispatchEvent(new Event('change'));
  }

  set(forbidden) {
    this.forbidden = new Set(forbidden);
    this.show();
  }

  /** The colours of some that may be drawn. */
  of(colors) { return colors.filter(color => !this.forbidden.has(color)); }

  show() {
    this.palette.markForbidden(this.forbidden);
    this.box.checked = !this.forbidden.has(this.palette.color);
    const all = this.palette.order ?? [];
    this.count.textContent = this.forbidden.size === 0 ? '' : `${this.of(all).length} of ${all.length} may be drawn`;
  }
}
