// Completes the picture: requests candidates from the model and reads them pixel by pixel.

import * as options from './options.js';

const alternativesPerPixel = 5;

export class Completer extends EventTarget {
  constructor(api, picture, allowedColors) {
    super();
    Object.assign(this, { api, picture, allowedColors, controller: null });
  }

  get isBusy() { return this.controller !== null; }

  stop() { this.controller?.abort(); }

  request() {
    const { picture } = this;
    return {
      model: picture.model,
      palette: picture.palette,
      prompt: { width: picture.width, height: picture.height, pixels: picture.pixels.slice(0, picture.prompt) },
      locked: [...picture.locked].filter(i => i >= picture.prompt).map(i => [i, picture.pixels[i]]),
      colors: this.colors(),
      ...options.request(),
      alternatives: alternativesPerPixel,
      record: true,
      stream: true,
    };
  }

  /** Returns the colours that the model may use, or null if it may use all. */
  colors() {
    const { picture, allowedColors } = this, all = picture.palette.map((_, index) => index);
    const used = new Set(picture.pixels.slice(0, picture.prompt));
    const colors = allowedColors.filter(options.onlyUsedColors() ? all.filter(color => used.has(color)) : all);
    if (colors.length === 0) throw new Error('The model may not use any colour. Allow at least one under Colours.');
    return colors.length === all.length ? null : colors;
  }

  /**
   * Generates the candidates. Throws API errors, except when the user stopped the request.
   * Events: begin (the request is sent); start, pixel, completion and done (as sent by the server); end (always last).
   */
  async run() {
    if (this.isBusy || !options.areValid()) return;
    const request = this.request();
    this.controller = new AbortController();
    this.dispatchEvent(new Event('begin'));
    let isDone = false, wasStopped = false, lostConnection = false;
    try {
      const onEvent = (name, data) => {
        if (name === 'error') throw new Error(data.detail);
        if (name === 'done') isDone = true;
        this.dispatchEvent(new CustomEvent(name, { detail: data }));
      };
      await this.api.stream('/completions', request, onEvent, { signal: this.controller.signal });
      if (!isDone) throw new Error('The connection was lost before the picture was complete. Press Finish to try again.');
    } catch (e) {
      wasStopped = e.name === 'AbortError';
      lostConnection = e.status === 0;
      if (!wasStopped) throw e;
    } finally {
      this.controller = null;
      this.dispatchEvent(new CustomEvent('end', { detail: { isDone, wasStopped, lostConnection } }));
    }
  }
}
