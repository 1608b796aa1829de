// Completes the picture: requests candidates from the model and reads them pixel by pixel.

import * as options from './options.js';
import { rolled, shifted, shiftToMiddle } from './tiling.js';

const alternativesPerPixel = 5;

export class Completer extends EventTarget {
  constructor(api, picture, models, allowedColors) {
    super();
    Object.assign(this, { api, picture, models, allowedColors, controller: null });
    /** Returns whether the picture is a tile: the model then gets it shifted, so that it sees both sides of each edge. */
    this.isTiled = () => false;
  }

  get isBusy() {
    return this.controller !== null;
  }

  stop() {
    this.controller?.abort();
  }

  /** Resolves when no request is running. */
  idle() {
    return this.isBusy ? new Promise(resolve => this.addEventListener('end', resolve, { once: true })) : Promise.resolve();
  }

  /** Returns the positions that the model will draw. At least one pixel is given: of an open picture, the first one is background. */
  drawn() {
    const { picture } = this,
      positions = [...picture.open].sort((a, b) => a - b);
    return positions.length === picture.area ? positions.slice(1) : positions;
  }

  request(only) {
    const { model, palette } = this.picture;
    return {
      model,
      palette,
      ...this.parts(),
      colors: this.colors(only),
      ...options.request(),
      alternatives: alternativesPerPixel,
      record: true,
      stream: true,
    };
  }

  /**
   * Returns which pixels are given and which are to be drawn. A model that draws any part takes the whole picture and a mask; other models
   * take the pixels before the first one to draw, and the given ones after it as locked pixels.
   */
  parts() {
    const { picture } = this,
      { width, height } = picture,
      drawn = this.drawn(),
      isDrawn = new Set(drawn);
    const pixels = picture.pixels.map((color, at) => (picture.open.has(at) ? 0 : color));
    if (this.models.current.any_order) {
      const moved = rolled({ pixels, open: drawn, width, height }, this.shift());
      return { prompt: { width, height, pixels: moved.pixels }, mask: moved.open.sort((a, b) => a - b) };
    }
    const first = Math.max(1, drawn[0]),
      locked = pixels
        .map((color, at) => [at, color])
        .slice(first)
        .filter(([at]) => !isDrawn.has(at));
    return { prompt: { width, height, pixels: pixels.slice(0, first) }, locked };
  }

  /** Returns how far the picture is shifted for the model; by nothing unless it is a tile and the model draws any part. */
  shift() {
    const { width, height } = this.picture;
    return this.isTiled() && this.models.current.any_order ? shiftToMiddle(this.drawn(), width, height) : [0, 0];
  }

  /** Returns which colours the model may use, or null if it may use all. `only` are the only ones that are possible, or null. */
  colors(only) {
    const { picture, allowedColors } = this,
      all = picture.palette.map((_, index) => index);
    const used = new Set(picture.pixels.filter((_, at) => !picture.open.has(at)));
    const possible = only ? all.filter(color => only.has(color)) : all;
    const colors = allowedColors.filter(options.onlyUsedColors() ? possible.filter(color => used.has(color)) : possible);
    if (colors.length === 0) throw new Error('The model may not use any colour. Allow at least one under Colours.');
    return colors.length === all.length ? null : colors;
  }

  /**
   * Generates the candidates. Throws API errors, except when the user stopped the request.
   * Events: begin (the request is sent); start, pixel, completion and done (as sent by the server); end (always last).
   */
  async run(only = null) {
    if (this.isBusy || !options.areValid()) return;
    const request = this.request(only),
      { width, height } = this.picture,
      [dx, dy] = this.shift();
    this.controller = new AbortController();
    this.dispatchEvent(new Event('begin'));
    let isDone = false,
      wasStopped = false,
      lostConnection = false;
    try {
      const onEvent = (name, data) => {
        if (name === 'error') throw new Error(data.detail);
        if (name === 'done') isDone = true;
        const detail = name === 'pixel' ? { ...data, position: shifted(data.position, [-dx, -dy], { width, height }) } : data;
        this.dispatchEvent(new CustomEvent(name, { detail }));
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
