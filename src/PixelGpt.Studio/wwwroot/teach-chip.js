// Shows beside the picture how a model learns the user's style, and selects the model when it has learned it.

import { element, onPress } from './dom.js';
import { FollowedRun } from './followed-run.js';
import { formatDuration } from './format.js';
import { sampleCanvas } from './run-samples.js';
import { isLive, trainedFraction } from './run-state.js';
import { tabStorage } from './storage.js';

const storageKey = 'studio:teaching';
const shownSamples = 3;

function action(id, text, run) {
  const node = element('button', { id, type: 'button', hidden: true }, text);
  onPress(node, run);
  return node;
}

export class TeachChip {
  #followed = null;
  #before = null;

  /**
   * @param {object} api
   * @param {{current: () => ?string, isBusy: () => boolean, hasWork: () => boolean, use: (id: string) => Promise<void>}} paint what the
   *   chip needs of the paint tab: the selected model, whether it draws, whether the user has painted, and how to select a model
   */
  constructor(api, paint) {
    Object.assign(this, { api, paint });
    this.text = element('p', { class: 'teach-text', role: 'status' });
    this.left = element('span', { class: 'hint' });
    this.progress = element('progress', { max: 1, value: 0, 'aria-label': 'How much is learned' });
    this.samples = element('div', { class: 'teach-samples', role: 'group', 'aria-label': 'Pictures that it draws by now' });
    this.use = action('teach-use', 'Use it', () => this.#select());
    this.undo = action('teach-undo', 'Undo', () => this.#undo());
    this.stop = action('teach-stop', 'Stop', () => this.#stop());
    this.close = action('teach-close', 'Close', () => this.#hide());
    this.node = element(
      'section',
      { id: 'teach-chip', class: 'teach-chip', 'aria-label': 'Learning your style', hidden: true },
      this.samples,
      element('div', { class: 'teach-state' }, element('div', { class: 'teach-line' }, this.text, this.left), this.progress),
      element('div', { class: 'row' }, this.use, this.undo, this.stop, this.close),
    );
    const stored = tabStorage.getJson(storageKey);
    if (typeof stored?.id === 'string') this.#restore(stored);
  }

  /** Follows a run that was just started. */
  start(run) {
    this.#follow(run.id, run, this.paint.current());
  }

  /** Follows the run again after a reload of the page, unless it no longer exists. */
  async #restore({ id, before }) {
    const run = await this.api.get(`/runs/${encodeURIComponent(id)}`).catch(() => null);
    if (run && isLive(run.state)) this.#follow(id, run, before);
    else tabStorage.remove(storageKey);
  }

  #follow(id, run, before) {
    this.#followed?.stop();
    this.#before = before;
    tabStorage.set(storageKey, JSON.stringify({ id, before }));
    const followed = new FollowedRun(this.api, id, run);
    this.#followed = followed;
    for (const name of ['change', 'step']) followed.addEventListener(name, () => this.#followed === followed && this.#show());
    followed.addEventListener('connection', ({ detail }) => {
      if (this.#followed === followed && detail > 0) this.#say(`The connection was lost. Trying again in ${detail} s.`);
    });
    followed.addEventListener('error', ({ detail }) => this.#followed === followed && this.#end(detail.message));
    followed.follow().then(() => this.#followed === followed && this.#finish());
    for (const button of [this.use, this.undo, this.close]) button.hidden = true;
    this.stop.hidden = this.progress.hidden = false;
    this.samples.replaceChildren();
    this.node.hidden = false;
    this.#show();
  }

  #say(text) {
    if (this.text.textContent !== text) this.text.textContent = text;
  }

  #show() {
    const { run, step, samples, palette, id } = this.#followed;
    this.progress.value = trainedFraction(run ?? {}, step);
    this.#say(run?.state === 'queued' ? `${id} waits until another model is trained.` : `${id} is learning your style.`);
    this.left.textContent = Number.isFinite(step?.seconds_left) ? `at most ${formatDuration(Math.ceil(step.seconds_left / 5) * 5)} left` : '';
    if (!samples || !palette) return;
    this.samples.replaceChildren(
      ...samples.pixels
        .slice(0, shownSamples)
        .map((pixels, index) => sampleCanvas(pixels, samples.width, samples.height, palette, `Picture ${index + 1} that it draws by now`)),
    );
  }

  /** Selects the model if the user has not chosen another one since the start and nothing of the picture can be lost; otherwise offers it. */
  async #finish() {
    const { id, run } = this.#followed;
    if (run?.state === 'failed') return this.#end(`${id} could not learn: ${run.problem}`);
    if (!((run?.epoch ?? 0) > 0)) return this.#end(`${id} was stopped before it had learned anything.`);
    const model = await this.api.get(`/models/${encodeURIComponent(id)}`).catch(() => null);
    const { paint } = this;
    const canSelect = model?.state === 'ready' && paint.current() === this.#before && !paint.isBusy() && (model.free_palette || !paint.hasWork());
    this.#end(`${id} has learned your style.`);
    if (canSelect) await this.#select();
    else this.use.hidden = false;
  }

  #end(text) {
    tabStorage.remove(storageKey);
    this.#say(text);
    this.progress.hidden = true;
    this.left.textContent = '';
    this.stop.hidden = true;
    this.close.hidden = false;
  }

  async #select() {
    const { id } = this.#followed;
    this.#before = this.paint.current();
    await this.paint.use(id);
    if (this.paint.current() !== id) return;
    this.#say(`${id} has learned your style and is selected.`);
    this.use.hidden = true;
    this.undo.hidden = this.#before === id || this.#before === null;
  }

  async #undo() {
    const { id } = this.#followed;
    await this.paint.use(this.#before);
    if (this.paint.current() === id) return;
    this.#say(`${id} has learned your style.`);
    this.undo.hidden = true;
    this.use.hidden = false;
  }

  async #stop() {
    try {
      await this.api.post(`/runs/${encodeURIComponent(this.#followed.id)}/stop`, {});
    } catch (error) {
      this.#say(error.message);
    }
  }

  #hide() {
    this.node.hidden = true;
    this.#followed?.stop();
  }
}
