// Has the model finish the picture, pixel by pixel, in one or several ways.

const number = id => Number(document.getElementById(id).value);
const isOn = id => document.getElementById(id).checked;

/** A mistake in a field is shown at the field, by the browser, in the reader's language. */
function fieldsAreSound() {
  return ['count', 'temperature', 'top-k', 'top-p', 'min-p', 'seed'].every(id => document.getElementById(id).reportValidity());
}

export class Finisher extends EventTarget {
  constructor(api, picture) {
    super();
    this.api = api;
    this.picture = picture;
    this.controller = null;
  }

  get isBusy() { return this.controller !== null; }

  stop() { this.controller?.abort(); }

  request(model) {
    const { picture } = this, isGreedy = isOn('greedy');
    const locked = [...picture.locked].filter(i => i >= picture.prompt).map(i => [i, picture.pixels[i]]);
    return {
      model,
      prompt: { width: picture.width, height: picture.height, pixels: picture.pixels.slice(0, picture.prompt) },
      locked,
      colors: isOn('only-used-colors') ? [...new Set(picture.pixels.slice(0, picture.prompt))] : null,
      do_sample: !isGreedy,
      temperature: isGreedy ? 1 : number('temperature'),
      top_k: isGreedy ? 0 : number('top-k'),
      top_p: isGreedy ? 1 : number('top-p'),
      min_p: isGreedy ? 0 : number('min-p'),
      seed: number('seed'),
      num_return_sequences: isGreedy ? 1 : number('count'),
      alternatives: 5,
      record: true,
      stream: true,
    };
  }

  /** Events: begin (the request is on its way), start, pixel, completion, done (with whether it came to its end). Throws what the API throws. */
  async run(model) {
    if (this.isBusy || !fieldsAreSound()) return;
    this.controller = new AbortController();
    this.dispatchEvent(new Event('begin'));
    let isDone = false;
    try {
      const tell = (name, data) => {
        if (name === 'error') throw new Error(data.detail);
        if (name === 'done') isDone = true;
        this.dispatchEvent(new CustomEvent(name, { detail: data }));
      };
      await this.api.stream('/completions', this.request(model), tell, { signal: this.controller.signal });
      if (!isDone) throw new Error('The connection was lost before the picture was done. Finish again.');
    } catch (e) {
      if (e.name !== 'AbortError') throw e;
    } finally {
      this.controller = null;
      this.dispatchEvent(new CustomEvent('end', { detail: { isDone } }));
    }
  }
}
