// A training run that the page follows: its state, figures and sample pictures, kept up to date by the run's events.

import { followRun } from './run-events.js';
import { completeSamples } from './run-samples.js';

export class FollowedRun extends EventTarget {
  #following = null;

  /**
   * Events: change (anything to draw), state (detail: the state before), step, connection (detail: seconds until the next attempt;
   * 0 once connected), error (detail: the error).
   * @param {?object} run the run as the list of runs has it
   */
  constructor(api, id, run = null) {
    super();
    Object.assign(this, { api, id, run, step: null, epochs: new Map(), samples: null, palette: null });
  }

  /** The metrics of the completed epochs, in order. */
  get metrics() {
    return [...this.epochs.values()].sort((a, b) => a.epoch - b.epoch);
  }

  get isFollowing() {
    return this.#following !== null;
  }

  /** Follows the run until it ends or `stop` is called. */
  async follow() {
    this.stop();
    const own = new AbortController();
    this.#following = own;
    try {
      await followRun(
        this.api,
        this.id,
        {
          event: (name, data) => this.#receive(name, data),
          connected: () => {
            this.epochs.clear();
            this.#emit('connection', 0);
          },
          lost: seconds => this.#emit('connection', seconds),
        },
        own.signal,
      );
      if (!own.signal.aborted && !this.samples) await this.#completeSamples(own.signal);
    } catch (error) {
      if (!own.signal.aborted) this.#emit('error', error);
    } finally {
      if (this.#following === own) this.#following = null;
    }
  }

  stop() {
    this.#following?.abort();
    this.#following = null;
  }

  /** Uses a newer state of the run. */
  update(run) {
    const before = this.run?.state;
    this.run = run;
    this.#emit('state', before);
    this.#emit('change');
  }

  /** Loads the palette of the run's model, in which its samples are drawn. It exists after the first epoch. */
  async loadPalette() {
    const model = await this.api.get(`/models/${encodeURIComponent(this.id)}`).catch(() => null);
    if (!model?.palette) return;
    this.palette = model.palette;
    this.#emit('change');
  }

  #receive(name, data) {
    if (name === 'state') return this.update(data);
    if (name === 'step') {
      this.step = data;
      return this.#emit('step');
    }
    if (name === 'epoch') {
      this.epochs.set(data.epoch, data);
      if (this.run) this.run = { ...this.run, epoch: Math.max(this.run.epoch ?? 0, data.epoch) };
    } else if (name === 'samples') {
      this.samples = data;
      if (!this.palette) this.loadPalette();
    } else return;
    this.#emit('change');
  }

  async #completeSamples(signal) {
    if (!((this.run?.epoch ?? 0) > 0)) return;
    try {
      const completed = await completeSamples(this.api, this.id, signal);
      if (!completed || signal.aborted || this.samples) return;
      Object.assign(this, completed);
      this.#emit('change');
    } catch {
      // The samples are optional: without them the figures are still shown.
    }
  }

  #emit(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
