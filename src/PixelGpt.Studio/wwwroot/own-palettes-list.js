// The user's own palettes in the palette dialog: saves, uses, renames, deletes and exports them.

import { element, onPress, setEnabled } from './dom.js';
import { download } from './download.js';
import * as ownPalettes from './own-palettes.js';
import { toGpl, toHexList, toSwatches } from './palette-files.js';
import { toPng } from './picture-drawing.js';

const swatchSide = 16;
const $ = id => document.getElementById(id);

export class OwnPalettesList {
  /**
   * @param {{colors: () => string[], apply: (colors: string[]) => void, canApply: () => boolean}} picture the palette of the picture, without the background
   * @param {{say: (text: string, undo?: () => void) => void, attempt: (work: () => void) => void, onChange: () => void}} callbacks
   */
  constructor(picture, callbacks) {
    Object.assign(this, callbacks, { current: picture, list: $('own-palettes') });
    onPress($('own-save'), () => this.attempt(() => this.save()));
    onPress($('palette-export'), () => this.export());
  }

  get name() {
    return $('own-name').value.trim() || 'my palette';
  }

  save() {
    const { name } = this,
      { wasReplaced, restore } = ownPalettes.save(name, this.current.colors());
    this.changed(wasReplaced ? `${name} was replaced by this palette.` : `${name} was saved in this browser.`, restore);
  }

  async export() {
    const { name } = this,
      colors = this.current.colors(),
      format = $('palette-format').value;
    const blob =
      format === 'png' ? await toPng(toSwatches(colors), swatchSide, true) : new Blob([format === 'gpl' ? toGpl(name, colors) : toHexList(colors)]);
    download(blob, `${name}.${format}`);
    this.say(`${name}.${format} was saved.`);
  }

  /** Shows a change of the stored palettes, with a button that takes it back. */
  changed(text, restore) {
    this.show();
    this.onChange();
    this.say(text, () =>
      this.attempt(() => {
        restore();
        this.show();
        this.onChange();
        this.say('Taken back.');
      }),
    );
  }

  show() {
    const palettes = ownPalettes.list();
    this.list.replaceChildren(...palettes.map(palette => this.entryOf(palette)));
    this.list.hidden = palettes.length === 0;
    this.showEnabled();
  }

  showEnabled() {
    for (const button of this.list.querySelectorAll('[data-use-palette]')) setEnabled(button, this.current.canApply());
  }

  entryOf({ id, name, colors }) {
    const field = element('input', { type: 'text', value: name, maxlength: 40, 'aria-label': `Name of ${name}`, autocomplete: 'off' });
    field.addEventListener('change', () => this.attempt(() => this.rename(id, name, field)));
    const use = element('button', { type: 'button', 'data-use-palette': id, 'aria-label': `Use ${name}` }, 'Use');
    onPress(use, () => this.current.apply(colors));
    const remove = element('button', { type: 'button', class: 'quiet', 'aria-label': `Delete ${name}` }, 'Delete');
    remove.addEventListener('click', () => this.attempt(() => this.remove(id, name)));
    const strip = element('span', { class: 'strip', 'aria-hidden': 'true', title: `${colors.length} colours` });
    strip.append(
      ...colors.slice(0, 32).map(hex => {
        const part = element('i');
        part.style.backgroundColor = hex;
        return part;
      }),
    );
    return element('li', {}, field, strip, use, remove);
  }

  rename(id, name, field) {
    const wanted = field.value.trim();
    field.value = name;
    if (!wanted || wanted === name) return;
    const restore = ownPalettes.rename(id, wanted);
    this.changed(`${name} is now named ${wanted}.`, restore);
  }

  remove(id, name) {
    const restore = ownPalettes.remove(id);
    this.changed(`${name} was deleted.`, restore);
    $('own-save').focus();
  }
}
