// Which model draws: those there are, the one that is chosen, and what becomes of the picture when that changes.

import { isSamePalette, recolored } from './colors.js';

const $ = id => document.getElementById(id);

export class Models extends EventTarget {
  /** Events: change (another model was chosen), note (what became of the picture, for the reader). */
  constructor(api, picture) {
    super();
    Object.assign(this, { api, picture, current: null });
  }

  /** Asks what there is; chooses the wanted one where none is chosen yet, or the chosen one is gone. */
  async list(wanted) {
    const { models } = await this.api.get('/models');
    const ready = models.filter(m => m.state === 'ready'), broken = models.filter(m => m.state !== 'ready');
    $('model').replaceChildren(...models.map(m => {
      const option = new Option(m.state === 'ready' ? m.id : `${m.id} (${m.state})`, m.id);
      option.disabled = m.state !== 'ready';
      return option;
    }));
    $('no-models').hidden = ready.length > 0;
    $('desk').hidden = ready.length === 0;
    $('no-models-title').textContent = models.length === 0 ? 'No models yet' : 'No model is ready';
    $('broken-models').hidden = broken.length === 0;
    $('broken-models').replaceChildren(...broken.map(m => {
      const item = document.createElement('li');
      item.textContent = `${m.id} (${m.state}): ${m.problem}`;
      return item;
    }));
    // Where the wanted model is not ready, one that can go on with the work rather than any.
    const chosen = ready.find(m => m.id === wanted) ?? ready.find(m => m.id === this.current?.id) ?? ready.find(m => this.fits(m)) ?? ready[0];
    if (!chosen) return;
    if (chosen.id !== this.current?.id) await this.choose(chosen.id);
    else $('model').value = chosen.id;
  }

  /** Whether the picture is of a size that a model can draw. */
  fits({ width, height, max_pixels: most }) {
    return width == null ? this.picture.area <= most : this.picture.width === width && this.picture.height === height;
  }

  async ask(id) {
    const model = await this.api.get('/models/' + encodeURIComponent(id));
    if (model.state !== 'ready') throw new Error(`${id} cannot be used: ${model.problem}`);
    return model;
  }

  async choose(id) {
    const next = await this.ask(id);
    this.bring(next);
    this.adopt(next);
  }

  /** After an undo the picture may be one that was begun with another model: then that one draws again. */
  async follow() {
    const { picture } = this;
    if (!this.current || (picture.model === this.current.id && isSamePalette(picture.palette, this.current.palette))) return;
    const next = await this.ask(picture.model).catch(() => null);
    if (next && this.fits(next) && isSamePalette(picture.palette, next.palette)) return this.adopt(next);
    // It is gone, or learned anew with other colours.
    this.bring(next ?? this.current);
    this.adopt(next ?? this.current);
  }

  /** The picture comes along as far as the model can draw it; what it was can be come back to. */
  bring(next) {
    const { picture } = this, hadWork = picture.hasWork;
    if (picture.model === next.id && isSamePalette(picture.palette, next.palette) && this.fits(next)) return;
    if (hadWork) picture.remember();
    const own = { model: next.id, palette: next.palette };
    if (hadWork && this.fits(next)) {
      const { pixels, changed } = recolored(picture.pixels, picture.palette, next.palette);
      picture.show({ ...own, pixels });
      if (changed) this.note(`${next.id} does not have ${changed === 1 ? 'one of your colours' : `${changed} of your colours`}: the nearest it has took the place. Undo brings back what was.`);
      return;
    }
    const side = Math.floor(Math.sqrt(next.max_pixels)), [width, height] = [next.width ?? side, next.height ?? side];
    picture.show({ ...own, width, height, pixels: new Array(width * height).fill(0), prompt: Math.max(1, Math.floor(width * height * next.keep)), locked: [] });
    if (hadWork) this.note(`${next.id} draws ${width}×${height} pixels: your picture was set aside. Undo brings it back.`);
  }

  adopt(model) {
    this.current = model;
    $('model').value = model.id;
    this.dispatchEvent(new Event('change'));
  }

  note(text) { this.dispatchEvent(new CustomEvent('note', { detail: text })); }
}
