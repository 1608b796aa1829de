// The strip of frames as a list box: the selected frame is the one on the canvas. Frames are moved by dragging, or with Shift and the arrow keys.

import { element } from './dom.js';
import { drawPicture } from './picture-drawing.js';

const sketchOpacity = 0.55;

export class FrameStrip {
  /** @param {{delete: () => void}} actions what the keys of the strip do besides choosing and moving frames */
  constructor(picture, actions) {
    Object.assign(this, { picture, actions, list: document.getElementById('frames'), entries: new Map(), palette: null, dragged: null });
    this.list.addEventListener('keydown', event => this.onKeyDown(event));
    this.list.addEventListener('dragend', () => this.markDropTarget(null));
  }

  /** Shows the frames. Only what has changed is drawn again. */
  show() {
    const { picture, list } = this,
      isRecolored = this.palette !== picture.palette,
      hadFocus = list.contains(document.activeElement);
    const shown = new Map(picture.frames.map(frame => [frame.id, this.entries.get(frame.id) ?? this.createEntry()]));
    this.entries = shown;
    this.palette = picture.palette;
    const items = [...shown.values()].map(entry => entry.item);
    if (items.length !== list.children.length || items.some((item, i) => item !== list.children[i])) list.replaceChildren(...items);
    for (const [i, frame] of picture.frames.entries()) this.showFrame(frame, i, isRecolored);
    const { item } = shown.get(picture.frame.id);
    if (hadFocus) item.focus({ preventScroll: true });
    this.scrollTo(item);
  }

  /** Scrolls only the strip, and not the page. */
  scrollTo(item) {
    const { list } = this;
    if (item.offsetLeft < list.scrollLeft) list.scrollLeft = item.offsetLeft - 4;
    else if (item.offsetLeft + item.offsetWidth > list.scrollLeft + list.clientWidth)
      list.scrollLeft = item.offsetLeft + item.offsetWidth + 4 - list.clientWidth;
  }

  showFrame(frame, index, isRecolored) {
    const { picture } = this,
      entry = this.entries.get(frame.id),
      isCurrent = index === picture.current,
      place = `${index + 1} of ${picture.frames.length}, ${frame.duration}, ${isCurrent}`;
    if (entry.place !== place) this.showPlace(entry, frame, index, isCurrent);
    entry.place = place;
    if (entry.frame === frame && !isRecolored) return;
    entry.frame = frame;
    const { width, height, palette } = picture,
      context = entry.canvas.getContext('2d');
    Object.assign(entry.canvas, { width, height });
    drawPicture(context, { width, palette, pixels: frame.pixels });
    context.globalAlpha = sketchOpacity;
    if (frame.sketch) drawPicture(context, { width, palette, pixels: frame.sketch });
  }

  showPlace(entry, frame, index, isCurrent) {
    const { picture } = this;
    entry.item.setAttribute('aria-selected', isCurrent);
    entry.item.setAttribute('aria-label', `Frame ${index + 1} of ${picture.frames.length}, ${frame.duration} milliseconds`);
    entry.item.title = `Frame ${index + 1}, ${frame.duration} ms; drag to move it`;
    entry.item.tabIndex = isCurrent ? 0 : -1;
    entry.number.textContent = index + 1;
  }

  createEntry() {
    const canvas = element('canvas', {}),
      number = element('span', { 'aria-hidden': 'true' });
    const item = element('div', { role: 'option', draggable: 'true' }, canvas, number);
    const indexOf = node => [...this.list.children].indexOf(node);
    item.addEventListener('click', () => this.picture.select(indexOf(item)));
    item.addEventListener('dragstart', event => {
      this.dragged = item;
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', `Frame ${indexOf(item) + 1}`);
    });
    item.addEventListener('dragover', event => {
      if (!this.dragged) return;
      event.preventDefault();
      this.markDropTarget(item);
    });
    item.addEventListener('drop', event => {
      if (!this.dragged) return;
      event.preventDefault();
      const [from, to] = [indexOf(this.dragged), indexOf(item)];
      this.markDropTarget(null);
      this.picture.moveFrame(from, to);
    });
    return { item, canvas, number, frame: null, place: '' };
  }

  /** Marks the place that a dragged frame would take; null ends dragging. */
  markDropTarget(target) {
    for (const item of this.list.children) {
      item.classList.toggle('drop', item === target);
    }
    if (!target) this.dragged = null;
  }

  /** Marks the frame that is being played; null for none. */
  markPlayed(index) {
    [...this.list.children].forEach((item, i) => {
      item.classList.toggle('played', i === index);
    });
  }

  onKeyDown(event) {
    const { picture } = this,
      { current } = picture,
      last = picture.frames.length - 1;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = { ArrowLeft: current - 1, ArrowUp: current - 1, ArrowRight: current + 1, ArrowDown: current + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      if (event.shiftKey) picture.moveFrame(current, to);
      else picture.select(to);
    } else if (event.key === 'Delete' || event.key === 'Backspace') this.actions.delete();
    else return;
    event.preventDefault();
  }
}
