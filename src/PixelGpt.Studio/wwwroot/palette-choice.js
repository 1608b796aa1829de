// Chooses the palette of the picture: that of the model, a well-known one, one of the user's, or one from a file or a picture. The picture is
// recoloured.

import { element } from './dom.js';
import { plural } from './format.js';
import * as ownPalettes from './own-palettes.js';
import { changesOf, replaced } from './palette-edits.js';
import { readPalette } from './palette-files.js';
import { palettes } from './palettes.js';
import { repaint, usage } from './picture-palette.js';
import { showMessage } from './status.js';

/** Returns why the palette of a picture cannot be changed; an empty text if it can. */
export function reasonAgainstChanges(picture, model) {
  if (!model?.free_palette) return 'This model draws only in its own colours.';
  return picture.isPaletteLocked ? 'The palette is locked.' : '';
}

/** Returns the palettes that can be chosen, in groups: `{ label, palettes: [{ key, name, colors }] }`. */
export function choosablePalettes() {
  return [
    { label: 'Well-known', palettes: palettes.map(({ name, colors }, i) => ({ key: `known-${i}`, name, colors })) },
    { label: 'Mine', palettes: ownPalettes.list().map(({ id, name, colors }) => ({ key: `own-${id}`, name, colors })) },
  ].filter(group => group.palettes.length > 0);
}

/** Returns option groups for a select element. */
export const optionGroups = () =>
  choosablePalettes().map(group => element('optgroup', { label: group.label }, ...group.palettes.map(({ key, name }) => new Option(name, key))));

/** Returns the colours of a chosen palette; undefined if it no longer exists. */
export const colorsOfChoice = key =>
  choosablePalettes()
    .flatMap(group => group.palettes)
    .find(palette => palette.key === key)?.colors;

export class PaletteChoice {
  /**
   * @param {object} parts api, picture, models, palette (the view)
   * @param {(work: () => Promise<void>) => void} perform runs an action and shows its error
   */
  constructor(parts, perform) {
    Object.assign(this, parts, { perform, select: document.getElementById('palette-choice') });
    this.file = document.getElementById('palette-file');
    this.showOptions();
    this.select.addEventListener('change', () => this.onChange());
    this.file.addEventListener('change', () => this.perform(() => this.open(this.file.files[0])));
  }

  /** Lists the palettes again, after the user's palettes have changed. */
  showOptions() {
    this.select.replaceChildren(
      new Option('Palette…', ''),
      new Option('Colours of the model', 'model'),
      ...optionGroups(),
      new Option('From a file or picture…', 'file'),
    );
  }

  /** Only models that draw in any colours can use another palette than their own. */
  show() {
    const reason = reasonAgainstChanges(this.picture, this.models.current);
    this.select.disabled = reason !== '';
    this.select.title = reason || 'Recolour the picture to another palette; the model then draws in it';
  }

  onChange() {
    const { value } = this.select;
    this.select.value = '';
    if (value === 'file') this.file.click();
    else if (value) showMessage(this.apply(value === 'model' ? this.models.current.palette.slice(1) : (colorsOfChoice(value) ?? [])));
  }

  /** Reads a palette file or the colours of a picture. */
  async open(file) {
    this.file.value = '';
    if (!file) return;
    const { colors, notes } = await readPalette(this.api, file);
    const text = [this.apply(colors), ...notes.map(note => `${file.name}: ${note}.`)].join(' ');
    showMessage(text);
    this.file.dispatchEvent(new CustomEvent('applied', { detail: text }));
  }

  /** Recolours the picture, as one undo step. The background stays the first colour, and no drawn pixel becomes background. Returns what was changed. */
  apply(colors) {
    const { picture } = this,
      change = replaced(picture.palette, colors),
      changed = changesOf(picture.palette, usage(picture), change).colors;
    picture.beginStep();
    this.palette.follow(change.map);
    repaint(picture, change);
    return changed
      ? `${plural(changed, 'colour was', 'colours were')} replaced by the nearest of the palette. Undo restores them.`
      : 'The picture has this palette now.';
  }
}
