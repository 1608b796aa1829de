// The palette as a radio group: first the background and the colours in use, then the other colours sorted by hue.

/** Returns the sort key of a colour: its hue in twelfths (-1 for grey), and its lightness. */
function hueKey(hex) {
  const [r, g, b] = [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255);
  const max = Math.max(r, g, b), min = Math.min(r, g, b), delta = max - min, lightness = (max + min) / 2;
  if (delta < 0.06) return [-1, lightness];
  const hue = max === r ? ((g - b) / delta + 6) % 6 : max === g ? (b - r) / delta + 2 : (r - g) / delta + 4;
  return [Math.floor(hue * 2), lightness];
}

export class PaletteView extends EventTarget {
  /** Events: select (a colour to paint with), toggle-allowed (a colour is to be allowed or forbidden for the model). */
  constructor(element) {
    super();
    this.element = element;
    this.colors = [];
    this.color = 0;
    this.order = [];
    this.isForbidden = () => false;
    element.addEventListener('click', event => {
      const button = event.target.closest('[data-color]');
      if (button) this.select(Number(button.dataset.color));
    });
    element.addEventListener('contextmenu', event => {
      const button = event.target.closest('[data-color]');
      if (!button) return;
      event.preventDefault();
      this.toggleAllowed(Number(button.dataset.color));
    });
    element.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step, true);
    });
  }

  show(colors, used = []) {
    this.colors = colors;
    const sorted = colors.map((hex, index) => ({ index, key: hueKey(hex) })).sort((a, b) => a.key[0] - b.key[0] || b.key[1] - a.key[1] || a.index - b.index);
    const first = new Set([0, ...used]);
    this.order = [...first, ...sorted.map(o => o.index).filter(i => !first.has(i))].filter(i => i < colors.length);
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...this.order.map(index => {
      const button = document.createElement('button');
      button.type = 'button';
      button.role = 'radio';
      button.dataset.color = index;
      button.style.backgroundColor = colors[index];
      return button;
    }));
    this.showForbidden();
    this.select(this.color < colors.length ? this.color : 0, hadFocus);
  }

  /** Strikes out the colours that the model may not use; the user can still paint with them. */
  showForbidden() {
    for (const button of this.element.children) {
      const index = Number(button.dataset.color), isForbidden = this.isForbidden(index);
      button.classList.toggle('forbidden', isForbidden);
      button.title = `${this.colors[index]}, index ${index}${index === 0 ? ', background' : ''}${isForbidden ? ', not allowed for the model' : ''}`;
      button.setAttribute('aria-label', button.title);
    }
  }

  select(color, focus = false) {
    this.color = color;
    for (const button of this.element.children) {
      const isSelected = Number(button.dataset.color) === color;
      button.setAttribute('aria-checked', isSelected);
      button.tabIndex = isSelected ? 0 : -1;
      if (isSelected && focus) button.focus();
    }
    this.dispatchEvent(new CustomEvent('select', { detail: color }));
  }

  toggleAllowed(color) { this.dispatchEvent(new CustomEvent('toggle-allowed', { detail: color })); }

  /** Selects another colour in the displayed order: the next one for 1, the previous one for -1. */
  step(by, focus = false) {
    const at = this.order.indexOf(this.color);
    this.select(this.order[(at + by + this.order.length) % this.order.length], focus);
  }
}
