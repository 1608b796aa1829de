// Has the model finish the picture, pixel by pixel, in one or several ways.

import * as options from './options.js';

export class Finisher extends EventTarget {
  constructor(api, picture, allowed) {
    super();
    Object.assign(this, { api, picture, allowed, controller: null });
  }

  get isBusy() { return this.controller !== null; }

  stop() { this.controller?.abort(); }

  request() {
    const { picture } = this;
    return {
      model: picture.model,
      prompt: { width: picture.width, height: picture.height, pixels: picture.pixels.slice(0, picture.prompt) },
      locked: [...picture.locked].filter(i => i >= picture.prompt).map(i => [i, picture.pixels[i]]),
      colors: this.colors(),
      ...options.request(),
      alternatives: 5,
      record: true,
      stream: true,
    };
  }

  /** The only colours that may be drawn, or null where all may be. */
  colors() {
    const { picture, allowed } = this, all = picture.palette.map((_, index) => index);
    const used = new Set(picture.pixels.slice(0, picture.prompt));
    const colors = allowed.of(options.keepsToUsedColors() ? all.filter(color => used.has(color)) : all);
    if (colors.length === 0) throw new Error('No colour may be drawn: allow one, below the colours.');
    return colors.length === all.length ? null : colors;
  }

  /** Events: begin (the request is on its way), start, pixel, completion, done, end (with how it came to it). Throws what the API throws. */
  async run() {
    if (this.isBusy || !options.areSound()) return;
    const request = this.request();
    this.controller = new AbortController();
    this.dispatchEvent(new Event('begin'));
    let isDone = false, wasStopped = false, wasCut = false;
    try {
      const tell = (name, data) => {
        if (name === 'error') throw new Error(data.detail);
        if (name === 'done') isDone = true;
        this.dispatchEvent(new CustomEvent(name, { detail: data }));
      };
      await this.api.stream('/completions', request, tell, { signal: this.controller.signal });
      if (!isDone) throw new Error('The connection was lost before the picture was done. Finish again.');
    } catch (e) {
      wasStopped = e.name === 'AbortError';
      wasCut = e.status === 0;
      if (!wasStopped) throw e;
    } finally {
      this.controller = null;
      this.dispatchEvent(new CustomEvent('end', { detail: { isDone, wasStopped, wasCut } }));
    }
  }
}
