// The selected pixels of the picture or of its sketch, and what can be done with them: move, copy, cut, paste, erase, flip, rotate, and give to the model.

import { plural } from './format.js';
import { limit } from './info.js';
import { replaced } from './palette-edits.js';
import { hasSize, toPng } from './picture-drawing.js';
import { point } from './shapes.js';
import { announce, showMessage } from './status.js';

const copyScale = 8;
const $ = id => document.getElementById(id);

export class Selection {
  constructor(picture, view) {
    /** Returns whether pasting may add colours to the palette. */
    this.canAddColors = () => false;
    Object.assign(this, { picture, view, positions: new Set(), clip: null, bar: $('selection-bar'), size: '' });
    const actions = {
      'flip-h': () => this.flip(true),
      'flip-v': () => this.flip(false),
      rotate: () => this.rotate(),
      cut: () => this.cut(),
      erase: () => this.erase(),
      'give-to-model': () => this.giveToModel(),
      deselect: () => this.clear(),
    };
    for (const [id, run] of Object.entries(actions)) $(id).addEventListener('click', run);
    // The selection refers to positions of a picture of one size.
    picture.addEventListener('change', () => {
      if (this.size !== `${picture.width}×${picture.height}`) this.clear();
    });
  }

  get isEmpty() {
    return this.positions.size === 0;
  }

  set(positions) {
    const { picture, view } = this;
    this.positions = new Set(positions);
    this.size = `${picture.width}×${picture.height}`;
    view.selection = this.positions;
    // The two bars share a place, so that the picture does not move.
    this.bar.hidden = this.isEmpty;
    $('region-bar').hidden = !this.isEmpty;
    view.redraw();
  }

  clear() {
    this.set([]);
  }

  selectAll() {
    this.set(this.picture.pixels.keys());
  }

  /** Returns the selected pixels that are not background, as offsets from the top left corner of the selection with colours. */
  lift() {
    const { width, layer } = this.picture,
      box = this.bounds();
    const parts = [...this.positions]
      .filter(at => layer[at] !== 0)
      .map(at => {
        const [x, y] = point(at, width);
        return { x: x - box.left, y: y - box.top, color: layer[at] };
      });
    return { ...box, parts };
  }

  bounds() {
    const points = [...this.positions].map(at => point(at, this.picture.width)),
      xs = points.map(p => p[0]),
      ys = points.map(p => p[1]);
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return { left, top, width: Math.max(...xs) - left + 1, height: Math.max(...ys) - top + 1 };
  }

  /** Returns the selected positions at other coordinates; those outside the picture are left out. */
  mapped(positions, map) {
    const { width, height } = this.picture;
    return positions
      .map(at => map(...point(at, width)))
      .filter(([x, y]) => x >= 0 && x < width && y >= 0 && y < height)
      .map(([x, y]) => y * width + x);
  }

  /** Moves the selected pixels to the coordinates that a function returns, as one undo step. */
  move(map) {
    if (this.isEmpty) return;
    const { picture } = this,
      selected = [...this.positions],
      { width, height, layer } = picture;
    const placed = new Map();
    for (const at of selected) {
      const [x, y] = map(...point(at, width));
      if (layer[at] !== 0 && x >= 0 && x < width && y >= 0 && y < height) placed.set(y * width + x, layer[at]);
    }
    picture.beginStep();
    picture.place(
      selected.filter(at => layer[at] !== 0),
      placed,
    );
    this.set(this.mapped(selected, map));
  }

  moveBy(dx, dy) {
    if (dx !== 0 || dy !== 0) this.move((x, y) => [x + dx, y + dy]);
  }

  flip(isHorizontal) {
    const { left, top, width, height } = this.bounds();
    this.move((x, y) => (isHorizontal ? [2 * left + width - 1 - x, y] : [x, 2 * top + height - 1 - y]));
    announce('Flipped');
  }

  /** Rotates the selection a quarter turn clockwise around its middle. */
  rotate() {
    const { left, top, width, height } = this.bounds(),
      [newLeft, newTop] = [left + Math.floor((width - height) / 2), top + Math.floor((height - width) / 2)];
    this.move((x, y) => [newLeft + height - 1 - (y - top), newTop + (x - left)]);
    announce('Rotated');
  }

  erase() {
    this.picture.beginStep();
    this.picture.erase([...this.positions]);
  }

  giveToModel() {
    this.picture.beginStep();
    this.picture.setOpen([...this.positions], true);
    this.clear();
  }

  /** Copies the selection for `paste`, and as a PNG to the clipboard of the system. */
  async copy() {
    const lifted = this.lift(),
      { picture } = this,
      pixels = new Array(lifted.width * lifted.height).fill(0);
    for (const { x, y, color } of lifted.parts) pixels[y * lifted.width + x] = color;
    this.clip = { ...lifted, palette: picture.palette };
    if (!navigator.clipboard?.write) return showMessage('Copied for this page; the browser does not allow it to use the clipboard.');
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': toPng({ ...lifted, palette: picture.palette, pixels }, copyScale, true) })]);
    showMessage('Selection copied.');
  }

  cut() {
    const { clipboard } = navigator;
    this.copy().catch(error => showMessage(error.message, { isError: true }));
    if (clipboard) this.erase();
  }

  /** Returns whether a picture of the clipboard is what was copied here. */
  async isClip(blob) {
    const { clip } = this;
    return clip !== null && hasSize(blob, { width: clip.width * copyScale, height: clip.height * copyScale });
  }

  /** Pastes what was copied at the place where it was, as the new selection. Colours that the palette does not have are added to it, or become the nearest one. */
  paste() {
    const { picture, clip } = this,
      { palette, map } = this.canAddColors()
        ? withAdded(picture.palette, clip)
        : { palette: picture.palette, map: replaced(clip.palette, picture.palette.slice(1)).map },
      placed = new Map();
    for (const { x, y, color } of clip.parts) {
      const [px, py] = [clip.left + x, clip.top + y];
      if (px < picture.width && py < picture.height) placed.set(py * picture.width + px, map[color]);
    }
    showMessage(notesOf(clip, placed, { palette, map }, palette.length - picture.palette.length));
    picture.beginStep();
    if (placed.size > 0) picture.palette = palette;
    picture.place([], placed);
    this.set(placed.keys());
  }

  /** Pastes a picture into the middle, as the new selection. */
  pastePicture({ width, height, palette, pixels }) {
    const { picture } = this,
      parts = pixels.map((color, at) => ({ x: at % width, y: Math.floor(at / width), color })).filter(({ color }) => color !== 0);
    const middle = (outer, inner) => Math.max(0, Math.floor((outer - inner) / 2));
    this.clip = { left: middle(picture.width, width), top: middle(picture.height, height), width, height, palette, parts };
    this.paste();
  }
}

/** Returns a palette with the colours of a clip that it does not have, and the index of each colour of the clip. */
function withAdded(palette, clip) {
  const all = [...palette],
    used = new Set(clip.parts.map(part => part.color));
  const nearest = replaced(clip.palette, palette.slice(1)).map;
  const map = clip.palette.map((hex, color) => {
    const at = all.indexOf(hex, 1);
    if (at > 0 || !used.has(color)) return Math.max(at, 0);
    if (all.length >= limit('max_colors')) return nearest[color];
    return all.push(hex) - 1;
  });
  return { palette: all, map };
}

/** Returns what was changed by pasting; an empty text if nothing was. */
function notesOf(clip, placed, { palette, map }, added) {
  const outside = clip.parts.length - placed.size,
    changed = new Set(clip.parts.map(part => part.color).filter(color => palette[map[color]] !== clip.palette[color])).size;
  return [
    outside > 0 ? `${outside} of ${clip.parts.length} pixels do not fit the picture, and were left out.` : '',
    changed > 0 ? `${plural(changed, 'colour is', 'colours are')} not in the palette and became the nearest one.` : '',
    added > 0 ? `${plural(added, 'colour was', 'colours were')} added to the palette.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
