// The dialog for a picture that is imported: which part, which size, which colours, and what it becomes. The result is shown as the server makes it.

import { toBase64 } from './base64.js';
import { CropArea } from './crop-area.js';
import { element, onPress, setEnabled } from './dom.js';
import { defaultChoices, fits, importOptions, limitsOf, needsChoices, resultSize, snapped } from './import-choices.js';
import { sendable } from './large-files.js';
import { colorsOfChoice, optionGroups } from './palette-choice.js';
import { drawPicture } from './picture-drawing.js';

const $ = id => document.getElementById(id);

/** Delay before the result is requested, in milliseconds, so that dragging does not send a request per pixel. */
const requestDelay = 150;

const cropFields = { x: 'crop-x', y: 'crop-y', width: 'crop-width', height: 'crop-height' };

export class ImportDialog {
  /**
   * @param {object} parts api, picture, models
   * @param {(result: object, mode: string) => void} onImport takes the result: replaces the picture, or pastes it as a selection
   */
  constructor(parts, onImport) {
    Object.assign(this, parts, { onImport, dialog: $('import-dialog'), result: null, timer: 0, requests: 0 });
    this.crop = new CropArea($('crop-canvas'));
    this.crop.addEventListener('change', ({ detail }) => this.setCrop(detail));
    for (const [name, id] of Object.entries(cropFields))
      $(id).addEventListener('change', () => this.setCrop({ ...this.choices.crop, [name]: Math.round(Number($(id).value)) || 0 }));
    onPress($('crop-content'), () => this.setCrop(this.facts.content));
    onPress($('crop-all'), () => this.setCrop({ x: 0, y: 0, width: this.facts.width, height: this.facts.height }));
    for (const id of [
      'import-sizing',
      'import-width',
      'import-height',
      'import-filter',
      'import-palette',
      'import-count',
      'import-background',
      'import-key',
    ])
      $(id).addEventListener('change', () => this.readFields(id));
    $('import-dither').addEventListener('change', () => this.readFields());
    $('import-form').addEventListener('submit', event => {
      if (!this.result) return event.preventDefault();
      this.onImport(this.result, document.querySelector('[name=import-mode]:checked').value);
    });
  }

  /** Opens the dialog if there is something to choose. Returns whether there is. A picture that was copied here is enlarged only for other programs. */
  async opensFor(blob, isOwnCopy) {
    const { file, note } = await sendable(blob),
      image = await toBase64(file),
      facts = await this.api.post('/images/inspect', { image }),
      limits = limitsOf(this.models.current);
    const { isPaletteLocked: isLocked } = this.picture;
    if ((!needsChoices(facts, limits, isLocked) && note === '') || (isOwnCopy && facts.scale > 1 && !isLocked)) return false;
    Object.assign(this, { image, facts, limits, choices: defaultChoices(facts, limits, isLocked) });
    this.showOptions(isLocked);
    if (note) $('import-facts').append(`. ${note}`);
    await this.crop.open(facts, { width: Math.min(300, innerWidth - 90), height: 170 });
    this.dialog.showModal();
    this.update();
    return true;
  }

  /** Lists what can be chosen for this picture and this model. */
  showOptions(isLocked) {
    const { facts, limits, choices, models } = this,
      isEnlarged = facts.scale > 1;
    $('import-facts').textContent =
      `${facts.width}×${facts.height} pixels, ${facts.colors > 256 ? 'more than 256' : facts.colors} colours${isEnlarged ? `, enlarged ${facts.scale} times` : ''}`;
    $('import-sizing').replaceChildren(
      ...[
        isEnlarged ? new Option(`Undo the ${facts.scale}× enlargement`, 'reduce') : null,
        new Option('As it is', 'keep'),
        new Option('Fit to a size', 'fit'),
      ].filter(Boolean),
    );
    $('import-palette').replaceChildren(
      ...(limits.isFree
        ? isLocked
          ? [new Option('Colours of your picture (locked)', 'current')]
          : [
              new Option('Its own colours', 'own'),
              new Option('Colours of your picture', 'current'),
              new Option('Colours of the model', 'model'),
              ...optionGroups(),
            ]
        : [new Option(`Colours of ${models.current.id}`, 'current')]),
    );
    $('import-palette').disabled = isLocked || !limits.isFree;
    $('import-background').replaceChildren(
      new Option(facts.transparent ? 'Transparent pixels' : `Colour of the edge, ${facts.background}`, 'auto'),
      new Option('Nothing: keep every pixel', 'none'),
      new Option('Another colour', 'color'),
    );
    $('import-key').value = facts.background;
    for (const [id, value] of Object.entries({
      'import-sizing': choices.sizing,
      'import-filter': choices.filter,
      'import-palette': choices.palette,
      'import-count': choices.count,
      'import-background': 'auto',
    }))
      $(id).value = value;
    $('import-dither').checked = choices.isDithered;
    for (const id of ['import-width', 'import-height']) Object.assign($(id), { min: 1, max: limits.max });
    $('import-replace').checked = true;
  }

  setCrop(area) {
    const { facts, choices } = this;
    choices.crop = snapped(area, facts, choices.sizing);
    this.update();
  }

  /** Reads the fields after one of them was changed. */
  readFields(changed) {
    const { choices } = this;
    choices.sizing = $('import-sizing').value;
    choices.crop = snapped(choices.crop, this.facts, choices.sizing);
    choices.filter = $('import-filter').value;
    choices.palette = $('import-palette').value;
    choices.count = Math.min(256, Math.max(2, Math.round(Number($('import-count').value)) || 2));
    choices.isDithered = $('import-dither').checked;
    choices.background = $('import-background').value === 'color' ? $('import-key').value : $('import-background').value;
    if (changed === 'import-width' || changed === 'import-height') this.readSize(changed === 'import-width');
    this.update();
  }

  /** Reads the size; with its proportions kept, the other side follows. */
  readSize(isWidth) {
    const { crop, size } = this.choices,
      { max } = this.limits;
    const limited = value => Math.min(max, Math.max(1, Math.round(value) || 1));
    const entered = limited(Number($(isWidth ? 'import-width' : 'import-height').value));
    if (isWidth) size.width = entered;
    else size.height = entered;
    if (!$('import-proportions').checked) return;
    if (isWidth) size.height = limited((entered * crop.height) / crop.width);
    else size.width = limited((entered * crop.width) / crop.height);
  }

  /** Shows the choices, and requests the result after a pause. */
  update() {
    const { choices, facts, crop } = this;
    crop.step = choices.sizing === 'reduce' ? facts.scale : 1;
    crop.show(choices.crop);
    for (const [name, id] of Object.entries(cropFields)) {
      Object.assign($(id), {
        value: choices.crop[name],
        step: crop.step,
        min: name === 'x' || name === 'y' ? 0 : crop.step,
        max: name === 'x' || name === 'width' ? facts.width : facts.height,
      });
    }
    $('import-size-fields').hidden = choices.sizing !== 'fit';
    Object.assign($('import-width'), { value: choices.size.width });
    Object.assign($('import-height'), { value: choices.size.height });
    $('import-count-field').hidden = choices.palette !== 'own';
    $('import-count').value = choices.count;
    $('import-key').hidden = $('import-background').value !== 'color';
    this.setResult(null, '');
    clearTimeout(this.timer);
    // The answer to an earlier request no longer counts.
    this.requests++;
    const { width, height } = resultSize(choices, facts);
    if (fits(this.limits, width, height)) this.timer = setTimeout(() => this.requestResult(), requestDelay);
    else this.setResult(null, this.sizeProblem(width, height));
  }

  sizeProblem(width, height) {
    const { max } = this.limits;
    return `The result would have ${width}×${height} pixels; a picture has at most ${max}×${max}. Crop it, or fit it to a size.`;
  }

  /** Returns the chosen palette with the background; null for the colours of the imported picture. */
  chosenPalette() {
    const { choices, picture, models } = this;
    if (choices.palette === 'own') return null;
    if (choices.palette === 'current') return picture.palette;
    return choices.palette === 'model' ? models.current.palette : [picture.palette[0], ...colorsOfChoice(choices.palette)];
  }

  async requestResult() {
    const request = ++this.requests,
      { image, facts, choices, models, limits } = this;
    try {
      const result = await this.api.post('/images/import', {
        model: models.current.id,
        image,
        ...importOptions(choices, facts, this.chosenPalette(), limits.isFree),
      });
      if (request === this.requests) this.setResult({ ...result, model: models.current.id, palette: result.palette ?? models.current.palette }, '');
    } catch (error) {
      if (request === this.requests) this.setResult(null, error.message);
    }
  }

  /** Shows the result, or why there is none. */
  setResult(result, problem) {
    const canvas = $('import-result');
    this.result = result;
    setEnabled($('import-apply'), result !== null);
    $('import-problem').textContent = problem;
    $('import-notes').replaceChildren(...(result?.notes ?? []).map(note => element('li', {}, note)));
    if (!result) return;
    const { width, height, palette, pixels } = result;
    [canvas.width, canvas.height] = [width, height];
    drawPicture(canvas.getContext('2d'), result);
    const used = new Set(pixels).size;
    $('import-result-size').textContent = `${width}×${height} pixels, ${used} of ${palette.length} colours`;
  }
}
