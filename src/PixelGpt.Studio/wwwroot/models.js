// The list of models, the selected model, and the conversion of the picture when another model is selected.

import { isSamePalette, recolored } from './colors.js';
import { range, remapped } from './frames.js';
import { info } from './info.js';
import { inListOrder, modelLabel } from './model-label.js';
import { draws } from './model-sizes.js';
import { nearestIndices } from './palette-edits.js';
import { promptRows } from './prompt-length.js';

const $ = id => document.getElementById(id);

/** Width and height of a new picture, if the model supports several sizes. */
const defaultSide = 24;

class UnusableModel extends Error {}

export class Models extends EventTarget {
  /** Events: change (another model was selected), note (a message to the user about the picture). */
  constructor(api, picture) {
    super();
    Object.assign(this, { api, picture, current: null, known: new Map(), selections: 0 });
  }

  /** Loads the list of models, and selects the wanted model if none is selected yet or the selected one no longer exists. */
  async refresh(wanted) {
    const models = inListOrder((await this.api.get('/models')).models);
    // The built-in model is always ready, and the last of those that are.
    const ready = models.filter(m => m.state === 'ready'),
      fitting = ready.filter(m => this.supports(m));
    $('model').replaceChildren(
      ...models.map(m => {
        const option = new Option(modelLabel(m), m.id);
        option.disabled = m.state !== 'ready';
        option.title = m.problem ?? '';
        return option;
      }),
    );
    // If the wanted model is not ready, a model that supports the size of the painted picture is preferred.
    const selected =
      ready.find(m => m.id === (wanted ?? this.picture.model)) ??
      ready.find(m => m.id === this.current?.id) ??
      (this.picture.hasWork ? fitting[0] : null) ??
      ready[0];
    // The selected model is loaded again if its run has completed more epochs in the meantime.
    const { current } = this,
      isUnchanged = selected.id === current?.id && selected.epochs === current.epochs && selected.loss === current.loss;
    if (isUnchanged) $('model').value = selected.id;
    else await this.select(selected.id);
  }

  /** Returns whether a model draws pictures of the picture's size. */
  supports(model) {
    return draws(model, this.picture.width, this.picture.height);
  }

  async load(id) {
    const model = await this.api.get(`/models/${encodeURIComponent(id)}`);
    if (model.state !== 'ready') throw new UnusableModel(`${id} cannot be used: ${model.problem}`);
    this.known.set(id, model);
    return model;
  }

  /** Selects a model. If several are requested at once, the last one is selected, whatever the order of the responses. */
  async select(id) {
    const selection = ++this.selections;
    try {
      const next = await this.load(id);
      if (selection !== this.selections) return;
      this.convertPicture(next, true);
      this.activate(next);
    } catch (e) {
      $('model').value = this.current?.id ?? '';
      throw e;
    }
  }

  /** Selects the model of the picture, which may be another one after undo or redo. */
  async selectModelOfPicture() {
    if (!this.current) return;
    const { picture } = this,
      isModelOfPicture = model => picture.model === model?.id && (model.free_palette || isSamePalette(picture.palette, model.palette));
    while (!isModelOfPicture(this.current)) {
      const { model } = picture,
        known = this.known.get(model);
      if (isModelOfPicture(known)) return this.activate(known);
      $('model').value = model;
      // Other errors, such as no answer from the server, do not mean that the model is gone: the picture stays as it is.
      const next = await this.load(model).catch(e => {
        if (e.status === 404 || e instanceof UnusableModel) return null;
        throw e;
      });
      if (picture.model !== model) continue;
      // The model is gone or has a new palette. The conversion is not an undo step, so that the history does not change.
      const replacement = next ?? this.current;
      if (!this.supports(replacement)) return this.note(`${model} no longer exists, and ${replacement.id} cannot generate pictures of this size.`);
      this.convertPicture(replacement, false);
      this.activate(replacement);
    }
    $('model').value = this.current.id;
  }

  /** Requests a picture in the palette of the selected model or, if the response has one, its own palette. If another model is selected before the response, the request is repeated for that model. */
  async requestPicture(request) {
    for (;;) {
      const { current } = this,
        response = await request(current.id);
      if (current === this.current) return { ...response, model: current.id, palette: response.palette ?? current.palette };
    }
  }

  /** Returns an empty picture of the model's size. Models that draw any part draw all of it; for others, the first rows are given. */
  emptyPicture(
    { id, palette, width, height, max_pixels: maxPixels, max_size: maxSize, prompt_fraction: promptFraction, any_order: anyOrder } = this.current,
  ) {
    const side = maxSize == null ? Math.floor(Math.sqrt(maxPixels)) : Math.min(defaultSide, maxSize),
      [w, h] = [width ?? side, height ?? side];
    const line = anyOrder ? 0 : promptRows(w, h, promptFraction);
    return { model: id, palette, width: w, height: h, pixels: new Array(w * h).fill(0), line, open: range(line, w * h), isFilled: false };
  }

  /** Converts the picture to the palette of another model, or starts an empty picture if the model does not support its size. */
  convertPicture(next, isStep) {
    const { picture } = this,
      hadWork = picture.hasWork;
    if (isStep && picture.isPaletteLocked && hadWork && !next.free_palette && !isSamePalette(picture.palette, next.palette))
      throw new Error(`${next.id} draws only in its own colours, but the palette is locked. Unlock it first.`);
    if (picture.model === next.id && (next.free_palette || isSamePalette(picture.palette, next.palette)) && this.supports(next)) return;
    if (hadWork && isStep) picture.beginStep();
    if (
      picture.model !== null &&
      next.free_palette &&
      hadWork &&
      picture.palette.length <= (info.limits.max_colors ?? Infinity) &&
      this.supports(next)
    ) {
      picture.apply({ model: next.id });
      return;
    }
    if (hadWork && picture.model !== null && this.supports(next)) {
      const changed = this.recolor(next);
      if (changed)
        this.note(
          `${next.id} does not have ${changed === 1 ? 'one of your colours, which was' : `${changed} of your colours, which were`} replaced by the nearest colour. Undo restores your picture.`,
        );
      return;
    }
    const empty = this.emptyPicture(next);
    picture.apply(empty);
    if (hadWork) this.note(`${next.id} cannot draw a picture of this size, so a new picture was started. Undo restores yours.`);
  }

  /** Recolours all frames to the palette of another model. Returns the number of colours that were replaced by a different one. */
  recolor({ id, palette }) {
    const { picture } = this,
      { pixels: indices } = recolored(range(0, picture.palette.length), picture.palette, palette),
      sketchIndices = nearestIndices(picture.palette, palette);
    const changed = picture.usedColors().filter(color => picture.palette[color] !== palette[indices[color]]).length;
    picture.apply({ ...picture.snapshot(), model: id, palette, frames: picture.frames.map(frame => remapped(frame, indices, sketchIndices)) });
    return changed;
  }

  activate(model) {
    this.current = model;
    $('model').value = model.id;
    this.dispatchEvent(new Event('change'));
  }

  note(text) {
    this.dispatchEvent(new CustomEvent('note', { detail: text }));
  }
}
