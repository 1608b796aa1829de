// Which model draws: those there are, the one that is chosen, and what becomes of the picture when that changes.

import { isSamePalette, recolored } from './colors.js';
import { promptLength } from './prompt-length.js';

const $ = id => document.getElementById(id);

class UnusableModel extends Error {}

export class Models extends EventTarget {
  /** Events: change (another model was chosen), note (what became of the picture, for the reader). */
  constructor(api, picture) {
    super();
    Object.assign(this, { api, picture, current: null, known: new Map(), choices: 0 });
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
    const chosen = ready.find(m => m.id === (wanted ?? this.picture.model)) ?? ready.find(m => m.id === this.current?.id) ?? ready.find(m => this.fits(m)) ?? ready[0];
    if (!chosen) return;
    // The same one may have learned on meanwhile, and think otherwise.
    const { current } = this, isAsItWas = chosen.id === current?.id && chosen.epochs === current.epochs && chosen.loss === current.loss;
    if (isAsItWas) $('model').value = chosen.id;
    else await this.choose(chosen.id);
  }

  /** Whether the picture is of a size that a model draws; one that it has taken in another size stays. */
  fits({ id, width, height, max_pixels: most }) {
    const { picture } = this;
    return (picture.width === width && picture.height === height) || ((width == null || picture.model === id) && picture.area <= most);
  }

  async ask(id) {
    const model = await this.api.get('/models/' + encodeURIComponent(id));
    if (model.state !== 'ready') throw new UnusableModel(`${id} cannot be used: ${model.problem}`);
    this.known.set(id, model);
    return model;
  }

  /** The last choice counts, in whatever order answers come. */
  async choose(id) {
    const mine = ++this.choices;
    try {
      const next = await this.ask(id);
      if (mine !== this.choices) return;
      this.bring(next, true);
      this.adopt(next);
    } catch (e) {
      $('model').value = this.current?.id ?? '';
      throw e;
    }
  }

  /** After an undo the picture may be one that was begun with another model: then that one draws again. */
  async follow() {
    if (!this.current) return;
    const { picture } = this, isOf = model => picture.model === model?.id && isSamePalette(picture.palette, model.palette);
    while (!isOf(this.current)) {
      const { model } = picture, known = this.known.get(model);
      if (isOf(known)) return this.adopt(known);
      $('model').value = model;
      // No answer is not the same as no model: then the picture waits as it is.
      const next = await this.ask(model).catch(e => {
        if (e.status === 404 || e instanceof UnusableModel) return null;
        throw e;
      });
      if (picture.model !== model) continue;
      // Gone, or learned anew with other colours: no step of its own, so that the steps before can be reached.
      const heir = next ?? this.current;
      if (!this.fits(heir)) return this.note(`${model} is gone, and ${heir.id} cannot draw pictures of this size.`);
      this.bring(heir, false);
      this.adopt(heir);
    }
    $('model').value = this.current.id;
  }

  /** Asks the model for a picture, in its colours; anew where another was chosen before the answer was there. */
  async pictureFrom(question) {
    for (;;) {
      const { current } = this, answer = await question(current.id);
      if (current === this.current) return { ...answer, model: current.id, palette: current.palette };
    }
  }

  /** An empty sheet of the size that the model draws. */
  blank({ id, palette, width, height, max_pixels: most, keep } = this.current) {
    const side = Math.floor(Math.sqrt(most)), [w, h] = [width ?? side, height ?? side];
    return { model: id, palette, width: w, height: h, pixels: new Array(w * h).fill(0), prompt: promptLength(w * h, keep), locked: [] };
  }

  /** The picture comes along as far as the model can draw it; what it was can be come back to. */
  bring(next, isStep) {
    const { picture } = this, hadWork = picture.hasWork;
    if (picture.model === next.id && isSamePalette(picture.palette, next.palette) && this.fits(next)) return;
    if (hadWork && isStep) picture.remember();
    if (picture.model !== null && this.fits(next)) {
      const { pixels, changed } = recolored(picture.pixels, picture.palette, next.palette);
      picture.show({ model: next.id, palette: next.palette, pixels: hadWork ? pixels : pixels.map(() => 0) });
      if (hadWork && changed) this.note(`${next.id} does not have ${changed === 1 ? 'one of your colours' : `${changed} of your colours`}: the nearest it has took the place. Undo brings back what was.`);
      return;
    }
    const sheet = this.blank(next);
    picture.show(sheet);
    if (hadWork) this.note(`${next.id} draws ${sheet.width}×${sheet.height} pixels: your picture was set aside. Undo brings it back.`);
  }

  adopt(model) {
    this.current = model;
    $('model').value = model.id;
    this.dispatchEvent(new Event('change'));
  }

  note(text) { this.dispatchEvent(new CustomEvent('note', { detail: text })); }
}
