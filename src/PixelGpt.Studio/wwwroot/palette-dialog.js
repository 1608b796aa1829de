// The dialog that edits the palette of the picture. It is beside the picture, which shows each change at once.

import { colorName } from './color-names.js';
import { onPress, setEnabled } from './dom.js';
import { plural } from './format.js';
import { OwnPalettesList } from './own-palettes-list.js';
import { reasonAgainstChanges } from './palette-choice.js';
import * as edits from './palette-edits.js';
import { PaletteSwatches } from './palette-swatches.js';
import { repaint, usage } from './picture-palette.js';

const $ = id => document.getElementById(id);

export class PaletteDialog {
  /**
   * @param {object} parts picture, models, palette (the view), allowedColors, paletteChoice
   * @param {{perform: (work: () => Promise<void>) => void, undo: () => void, redo: () => void}} callbacks `perform` runs an action and shows its error
   */
  constructor(parts, callbacks) {
    Object.assign(this, parts, callbacks, { dialog: $('palette-dialog'), isEditing: false });
    this.swatches = new PaletteSwatches($('palette-swatches'), index => this.palette.select(index));
    this.ownPalettes = new OwnPalettesList(
      {
        colors: () => this.picture.palette.slice(1),
        apply: colors => this.say(this.paletteChoice.apply(colors)),
        canApply: () => this.reason === '',
      },
      { say: (text, undo) => this.say(text, undo), attempt: work => this.attempt(work), onChange: () => this.paletteChoice.showOptions() },
    );
    this.listen();
    this.show();
  }

  get reason() {
    return reasonAgainstChanges(this.picture, this.models.current);
  }

  listen() {
    const { picture, palette } = this;
    $('palette-edit').addEventListener('click', () => {
      this.say('');
      this.ownPalettes.show();
      this.dialog.showModal();
      this.show();
      this.swatches.focus();
    });
    for (const id of ['palette-lock', 'palette-lock-toggle']) $(id).addEventListener('click', () => this.setLocked(!picture.isPaletteLocked));
    palette.addEventListener('select', () => this.show());
    picture.addEventListener('change', () => this.show());
    this.models.addEventListener('change', () => this.show());
    this.dialog.addEventListener('keydown', event => this.onKeyDown(event));
    $('palette-order').addEventListener('change', ({ target }) => {
      picture.beginStep();
      picture.apply({ paletteOrder: target.value });
    });
    $('palette-file').addEventListener('applied', ({ detail }) => this.say(detail));
    this.listenToEdits();
  }

  listenToEdits() {
    const { palette } = this;
    const color = $('edit-color');
    color.addEventListener('input', () => this.editLive(color.value));
    for (const name of ['change', 'blur']) color.addEventListener(name, () => this.endEdit());
    $('edit-hex').addEventListener('change', () => this.editByText());
    onPress($('color-add'), () => this.add());
    onPress($('color-remove'), () => this.remove());
    onPress($('color-earlier'), () => this.change(edits.moved(this.picture.palette, palette.color, -1), 'Moved.', { paletteOrder: 'palette' }));
    onPress($('color-later'), () => this.change(edits.moved(this.picture.palette, palette.color, 1), 'Moved.', { paletteOrder: 'palette' }));
    onPress($('palette-sort'), () => this.sort());
    onPress($('palette-merge'), () => this.merge());
    onPress($('palette-reduce'), () => this.reduce());
    onPress($('palette-import'), () => $('palette-file').click());
    onPress($('palette-undo'), () => this.step(this.undo, 'Undone.'));
    onPress($('palette-redo'), () => this.step(this.redo, 'Redone.'));
  }

  /** The shortcuts of the page do not reach a dialog. */
  onKeyDown(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.target.matches('input[type=text], input[type=number]') || !['z', 'y'].includes(key)) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) this.step(this.redo, 'Redone.');
    else this.step(this.undo, 'Undone.');
  }

  step(action, text) {
    this.endEdit();
    action();
    this.say(text);
  }

  /** Runs an action and shows its error in the dialog, because the message bar is behind it. */
  attempt(work) {
    try {
      work();
    } catch (error) {
      this.say(error.message);
    }
  }

  /** Shows what was done, with a button that takes it back if Undo of the picture does not. */
  say(text, undo = null) {
    $('palette-note').textContent = text;
    const button = $('palette-note-undo');
    if (undo === null && document.activeElement === button) this.swatches.focus();
    button.hidden = undo === null;
    button.onclick = undo;
  }

  setLocked(isPaletteLocked) {
    const { picture } = this;
    picture.beginStep();
    picture.apply({ isPaletteLocked });
    this.say(isPaletteLocked ? 'Locked: imports, pasting and the model use only these colours.' : 'Unlocked.');
  }

  // Edits

  /** Applies a change as one undo step. */
  change(change, text, properties = {}) {
    const { picture, palette } = this;
    this.isEditing = false;
    picture.beginStep();
    palette.follow(change.map);
    repaint(picture, change, properties);
    this.say(text);
  }

  /** Changes the selected colour while the user chooses it; all of it is one undo step. */
  editLive(hex) {
    const { picture, palette } = this,
      before = picture.palette[palette.color];
    if (this.reason || hex === before) return;
    if (!this.isEditing) picture.beginStep();
    this.isEditing = true;
    this.allowedColors.follow(before, hex);
    repaint(picture, edits.edited(picture.palette, palette.color, hex));
    this.say(`${colorName(hex)} ${hex}: ${plural(usage(picture)[palette.color], 'pixel')} changed.`);
  }

  endEdit() {
    this.isEditing = false;
  }

  editByText() {
    const hex = edits.parseHex($('edit-hex').value);
    if (!hex) {
      this.say('A colour has six digits, 0–9 and a–f, such as ff8000.');
      this.show();
      return;
    }
    this.endEdit();
    this.editLive(hex);
    this.endEdit();
  }

  add() {
    this.attempt(() => {
      const { picture, palette } = this,
        after = palette.color;
      this.change(edits.added(picture.palette, picture.palette[after], after), 'A copy of the colour was added. Change it with the field or as hex.');
      palette.select(after + 1);
      $('edit-color').focus();
    });
  }

  remove() {
    this.attempt(() => {
      const { picture, palette } = this,
        { color } = palette,
        hex = picture.palette[color],
        pixels = usage(picture)[color],
        change = edits.removed(picture.palette, color);
      this.change(
        change,
        pixels > 0
          ? `${hex} was removed; ${plural(pixels, 'pixel')} became ${change.palette[change.map[color]]}.`
          : `${hex} was removed; no pixel had it.`,
      );
    });
  }

  sort() {
    const { picture } = this;
    this.change(edits.sorted(picture.palette, usage(picture), $('sort-by').value), 'Sorted. The picture looks the same.', {
      paletteOrder: 'palette',
    });
  }

  merge() {
    const { picture } = this,
      change = edits.withoutDuplicates(picture.palette),
      count = picture.palette.length - change.palette.length;
    if (count === 0) this.say('There are no duplicates.');
    else this.change(change, `${plural(count, 'duplicate was', 'duplicates were')} merged. The picture looks the same.`);
  }

  reduce() {
    const { picture } = this,
      field = $('reduce-count');
    if (!field.reportValidity()) return;
    const pixels = usage(picture),
      change = edits.reduced(picture.palette, pixels, Number(field.value)),
      count = picture.palette.length - change.palette.length;
    if (count === 0) return this.say(`The palette has only ${plural(picture.palette.length - 1, 'colour')}.`);
    const changed = edits.changesOf(picture.palette, pixels, change).pixels;
    this.change(change, `${plural(count, 'colour was', 'colours were')} merged with similar ones; ${plural(changed, 'pixel')} changed.`);
  }

  // Display

  show() {
    const { picture, palette, reason } = this,
      { isPaletteLocked } = picture,
      selected = Math.min(palette.color, picture.palette.length - 1);
    $('palette-lock').checked = isPaletteLocked;
    const toggle = $('palette-lock-toggle');
    toggle.setAttribute('aria-pressed', isPaletteLocked);
    toggle.title = isPaletteLocked
      ? 'The palette is locked. Click to unlock it'
      : 'Lock the palette: imports, pasting and the model use only these colours';
    this.paletteChoice.show();
    if (!this.dialog.open) return;
    this.swatches.show(picture.palette, usage(picture), selected);
    $('palette-reason').textContent = reason || `${plural(picture.palette.length - 1, 'colour')} and the background. Changes recolour the picture.`;
    $('edit-color').value = picture.palette[selected];
    if (document.activeElement !== $('edit-hex')) $('edit-hex').value = picture.palette[selected];
    $('palette-order').value = picture.paletteOrder;
    $('reduce-count').max = picture.palette.length - 1;
    this.showEnabled(reason === '', selected);
    this.ownPalettes.showEnabled();
  }

  showEnabled(canEdit, selected) {
    const { palette, past, future } = this.picture;
    for (const id of ['edit-color', 'edit-hex', 'sort-by', 'reduce-count']) $(id).disabled = !canEdit;
    for (const id of ['color-add', 'palette-sort', 'palette-merge', 'palette-reduce', 'palette-import']) setEnabled($(id), canEdit);
    setEnabled($('color-remove'), canEdit && selected > 0 && palette.length > 2);
    setEnabled($('color-earlier'), canEdit && selected > 1);
    setEnabled($('color-later'), canEdit && selected > 0 && selected < palette.length - 1);
    setEnabled($('palette-undo'), past.length > 0);
    setEnabled($('palette-redo'), future.length > 0);
  }
}
