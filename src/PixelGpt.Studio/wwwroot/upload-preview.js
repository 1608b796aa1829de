// Shows what would be learned from an upload: thumbnails, sizes, colours, and what was left out.

import { element } from './dom.js';
import { plural } from './format.js';
import { drawPicture } from './picture-drawing.js';

const shownNotes = 3;
const shownColors = 32;

const size = ([width, height]) => `${width}×${height}`;

/** Returns the summary of a preview, such as "24 pictures · 16×16 to 24×24 pixels · 18 colours". */
export function summaryOf({ sprites, smallest, largest, palette }) {
  const sizes = size(smallest) === size(largest) ? size(largest) : `${size(smallest)} to ${size(largest)}`;
  return `${plural(sprites, 'picture')} · ${sizes} pixels · ${plural(palette.length, 'colour')}`;
}

function thumbnail({ width, height, pixels }, palette) {
  const canvas = element('canvas', { width, height });
  drawPicture(canvas.getContext('2d'), { width, palette, pixels });
  return element('span', {}, canvas);
}

function noteList(notes) {
  if (notes.length === 0) return null;
  const items = notes.map(note => element('li', {}, note));
  if (notes.length <= shownNotes) return element('ul', { class: 'teach-notes' }, items);
  const rest = element('ul', { class: 'teach-notes' }, items.slice(shownNotes));
  return element(
    'div',
    {},
    element('ul', { class: 'teach-notes' }, items.slice(0, shownNotes)),
    element('details', {}, element('summary', {}, `${notes.length - shownNotes} more`), rest),
  );
}

function swatches(palette) {
  const colors = palette.slice(1, shownColors + 1).map(color => {
    const node = element('span', { class: 'teach-color' });
    node.style.backgroundColor = color;
    return node;
  });
  return element('div', { class: 'teach-colors', 'aria-hidden': 'true' }, colors);
}

/** Returns the elements that show a preview. */
export function previewNodes(preview) {
  const { sprites, pictures, palette, notes, reason } = preview;
  const more = sprites - pictures.length;
  return [
    element('p', { class: 'teach-summary' }, summaryOf(preview)),
    element(
      'div',
      { class: 'teach-thumbnails', role: 'img', 'aria-label': `The ${sprites === 1 ? 'picture' : 'pictures'} to learn from` },
      pictures.map(picture => thumbnail(picture, palette)),
      more > 0 ? element('span', { class: 'hint' }, `and ${more} more`) : null,
    ),
    swatches(palette),
    noteList(notes),
    sprites < 8 ? element('p', { class: 'hint' }, 'With so few pictures it learns the colours and some shapes. About 20 or more are better.') : null,
    element('p', { class: 'hint' }, reason),
  ].filter(Boolean);
}
