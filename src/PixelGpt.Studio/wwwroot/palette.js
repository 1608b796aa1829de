// The palette as a radio group: a dozen colours to work with, which keep their places until the picture is replaced, then all other
// colours sorted by hue; or all colours in the order of the palette. The second colour is that of the right mouse button.

import { describeColor } from './color-names.js';
import { darkest, hueKey, workingColors } from './colors.js';

const workingCount = 12;

export class PaletteView extends EventTarget {
  /** Events: select (a colour to paint with), toggle-allowed (a colour is to be allowed or forbidden for the model). */
  constructor(element) {
    super();
    this.element = element;
    this.colors = [];
    this.color = 0;
    this.otherColor = 0;
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
      this.selectOther(Number(button.dataset.color));
    });
    element.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.step(step, true);
    });
  }

  /** Keeps the chosen colours when the indices of the palette change. */
  follow(map) {
    this.color = map[this.color];
    this.otherColor = map[this.otherColor];
  }

  /** Returns the values of the chosen colours; null for the background. */
  chosen() {
    return [this.color, this.otherColor].map(index => (index === 0 ? null : this.colors[index]));
  }

  /** Selects colours by their values, after the indices may have changed. A colour that the palette does not have is not selected. */
  choose([hex, otherHex]) {
    const find = (wanted, index) => {
      if (wanted === null) return 0;
      if (this.colors[index] === wanted) return index;
      const at = this.colors.indexOf(wanted, 1);
      return at > 0 ? at : index;
    };
    this.otherColor = find(otherHex, this.otherColor);
    this.select(find(hex, this.color));
  }

  /** Shows a changed colour; the order stays. */
  recolor(colors) {
    this.colors = colors;
    for (const button of this.element.children) button.style.backgroundColor = colors[button.dataset.color];
    this.showForbidden();
    this.select(this.color);
  }

  /** Shows a palette. If the selected colour is not in it, or is the background of a new picture, a dark colour is selected. */
  show(colors, used = [], order = 'working') {
    this.colors = colors;
    const working = workingColors(colors, used, workingCount),
      isWorking = new Set(working);
    const sorted = colors
      .map((hex, index) => ({ index, key: hueKey(hex) }))
      .sort((a, b) => a.key[0] - b.key[0] || b.key[1] - a.key[1] || a.index - b.index);
    this.order = order === 'palette' ? colors.map((_, index) => index) : [...working, ...sorted.map(o => o.index).filter(i => !isWorking.has(i))];
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...this.order.map(index => this.createButton(index, order === 'working' && isWorking.has(index))));
    this.showForbidden();
    if (this.otherColor >= colors.length) this.otherColor = 0;
    this.select(this.color > 0 && this.color < colors.length ? this.color : darkest(colors, working), hadFocus);
  }

  createButton(index, isWorking) {
    const button = document.createElement('button');
    button.type = 'button';
    button.role = 'radio';
    button.dataset.color = index;
    button.classList.toggle('working', isWorking);
    button.classList.toggle('background', index === 0);
    button.style.backgroundColor = this.colors[index];
    return button;
  }

  /** Strikes out the colours that the model may not use; the user can still paint with them. */
  showForbidden() {
    for (const button of this.element.children) {
      const index = Number(button.dataset.color),
        isForbidden = this.isForbidden(index);
      button.classList.toggle('forbidden', isForbidden);
      button.title = `${describeColor(this.colors, index)}${isForbidden ? ', not allowed for the model' : ''}`;
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
    this.showChosen();
    this.dispatchEvent(new CustomEvent('select', { detail: color }));
  }

  /** Selects the colour of the right mouse button. */
  selectOther(color) {
    this.otherColor = color;
    this.showChosen();
    this.dispatchEvent(new CustomEvent('select', { detail: this.color }));
  }

  /** Exchanges the two colours. */
  swap() {
    const { color } = this;
    this.color = this.otherColor;
    this.otherColor = color;
    this.select(this.color);
  }

  /** Shows both colours on the button that exchanges them. */
  showChosen() {
    const button = document.getElementById('swap'),
      name = index => describeColor(this.colors, index);
    button.style.setProperty('--first', this.colors[this.color]);
    button.style.setProperty('--second', this.colors[this.otherColor]);
    button.title = `Left button: ${name(this.color)}; right button: ${name(this.otherColor)}. Click to swap (X)`;
    button.setAttribute('aria-label', button.title);
  }

  toggleAllowed(color) {
    this.dispatchEvent(new CustomEvent('toggle-allowed', { detail: color }));
  }

  /** Selects another colour in the displayed order: the next one for 1, the previous one for -1. */
  step(by, focus = false) {
    const at = this.order.indexOf(this.color);
    this.select(this.order[(at + by + this.order.length) % this.order.length], focus);
  }
}
