// Chooses the palette of the picture: that of the model, a well-known one, or one from a file. The picture is recoloured.

import { nearestIndices } from './frames.js';
import { palettes, parsePalette } from './palettes.js';
import { showMessage } from './status.js';

export class PaletteChoice {
  /** @param {(work: () => Promise<void>) => void} perform runs an action and shows its error */
  constructor(picture, models, perform) {
    Object.assign(this, { picture, models, select: document.getElementById('palette-choice'), file: document.getElementById('palette-file') });
    const option = (label, value) => new Option(label, value);
    this.select.replaceChildren(
      option('Palette…', ''),
      option('Colours of the model', 'model'),
      ...palettes.map((palette, i) => option(palette.name, String(i))),
      option('From a file…', 'file'),
    );
    this.select.addEventListener('change', () => this.onChange());
    this.file.addEventListener('change', () => perform(() => this.open(this.file.files[0])));
  }

  /** Only models that draw in any colours can use another palette than their own. */
  show() {
    const canChoose = Boolean(this.models.current?.free_palette);
    this.select.disabled = !canChoose;
    this.select.title = canChoose
      ? 'Recolour the picture to another palette; the model then draws in it'
      : 'This model draws only in its own colours';
  }

  onChange() {
    const { value } = this.select;
    this.select.value = '';
    if (value === 'file') this.file.click();
    else if (value) this.apply(value === 'model' ? this.models.current.palette.slice(1) : palettes[Number(value)].colors);
  }

  async open(file) {
    this.file.value = '';
    if (file) this.apply(parsePalette(await file.text(), file.name));
  }

  /** Recolours the picture, as one undo step. The background stays the first colour, and no drawn pixel becomes background. */
  apply(colors) {
    const { picture } = this,
      palette = [picture.palette[0], ...colors],
      indices = nearestIndices(picture.palette, palette);
    const changed = picture.usedColors().filter(color => picture.palette[color] !== palette[indices[color]]).length;
    picture.recolor(palette, indices);
    showMessage(
      changed
        ? `${changed === 1 ? '1 colour was' : `${changed} colours were`} replaced by the nearest of the palette. Undo restores them.`
        : 'The picture has this palette now.',
    );
  }
}
