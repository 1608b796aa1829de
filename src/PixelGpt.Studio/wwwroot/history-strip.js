// Earlier candidates, newest first. They stay until the tab is closed or the oldest make room for new ones.

import { createCard } from './candidate-card.js';
import { element } from './dom.js';
import { drawPicture } from './picture-drawing.js';
import { tabStorage } from './storage.js';

const storageKey = 'pixelgpt-history';
const maxItems = 32;

export class HistoryStrip extends EventTarget {
  /** Events: select (an earlier candidate was clicked), preview (the pointer or the focus is on one; null when it leaves). */
  constructor(section, list) {
    super();
    Object.assign(this, { section, list, items: [] });
    try {
      for (const item of tabStorage.getJson(storageKey) ?? []) this.show(item);
    } catch {
      this.list.replaceChildren(); // The saved value is damaged or from another version; the strip starts empty.
      this.items = [];
    }
    this.section.hidden = this.items.length === 0;
  }

  /** Adds candidates as pictures: `{ model, palette, width, height, pixels, line, open, drawn }`. */
  add(pictures) {
    if (pictures.length === 0) return;
    for (const picture of [...pictures].reverse()) this.show(picture);
    for (const removed of this.items.splice(maxItems)) removed.entry.remove();
    this.section.hidden = false;
    tabStorage.set(storageKey, JSON.stringify(this.items.map(({ entry, ...item }) => item).reverse()));
  }

  show(item) {
    const card = createCard(item.width, item.height, { 'aria-label': 'Earlier candidate', title: 'Click to take this earlier candidate' });
    drawPicture(card.context, item);
    const notify = (name, detail) => () => this.dispatchEvent(new CustomEvent(name, { detail }));
    card.button.addEventListener('click', notify('select', item));
    for (const name of ['pointerenter', 'focus']) card.button.addEventListener(name, notify('preview', item));
    for (const name of ['pointerleave', 'blur']) card.button.addEventListener(name, notify('preview', null));
    const entry = element('li', {}, card.button);
    this.list.prepend(entry);
    this.items.unshift({ ...item, entry });
  }
}
