// The colours of a palette in their real order, as a radio group in the palette dialog.

import { describeColor } from './color-names.js';
import { element } from './dom.js';
import { plural } from './format.js';

const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class PaletteSwatches {
  /** @param {(index: number) => void} onSelect selects a colour */
  constructor(list, onSelect) {
    Object.assign(this, { list, selected: 0 });
    list.addEventListener('click', ({ target }) => {
      const button = target.closest('[data-swatch]');
      if (button) onSelect(Number(button.dataset.swatch));
    });
    list.addEventListener('keydown', event => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      onSelect((this.selected + step + list.children.length) % list.children.length);
      this.focus();
    });
  }

  show(palette, pixels, selected) {
    this.selected = selected;
    const hadFocus = this.list.contains(document.activeElement);
    this.list.replaceChildren(
      ...palette.map((hex, index) => {
        const label = `${describeColor(palette, index)}, ${plural(pixels[index], 'pixel')}`;
        const button = element('button', {
          type: 'button',
          role: 'radio',
          class: index === 0 ? 'background' : pixels[index] === 0 ? 'unused' : null,
          'data-swatch': index,
          'aria-checked': String(index === selected),
          'aria-label': label,
          title: label,
          tabindex: index === selected ? '0' : '-1',
        });
        button.style.backgroundColor = hex;
        return button;
      }),
    );
    if (hadFocus) this.focus();
  }

  focus() {
    this.list.children[this.selected]?.focus();
  }
}
