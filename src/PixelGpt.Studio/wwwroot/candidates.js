// The candidates: several completions of the same picture side by side, most likely first.

export class Candidates extends EventTarget {
  /** Events: select (a candidate was clicked). */
  constructor(list) {
    super();
    this.list = list;
    this.clear();
  }

  clear() {
    // If a candidate has the keyboard focus, the focus moves to the Finish button; otherwise it would be lost.
    if (this.list.contains(document.activeElement)) document.getElementById('finish').focus();
    this.all = [];
    this.summary = '';
    this.list.replaceChildren();
  }

  /** Shows empty candidates. `start` is the first event of a completion stream. */
  begin(start, palette) {
    this.clear();
    this.palette = palette;
    this.start = start;
    this.generatedCount = start.width * start.height - start.prompt_pixels;
    for (let i = 0; i < start.sequences; i++) {
      const item = document.createElement('li'), button = document.createElement('button'), canvas = document.createElement('canvas'), label = document.createElement('span');
      button.type = 'button';
      button.dataset.candidate = i;
      button.disabled = true;
      [canvas.width, canvas.height] = [start.width, start.height];
      label.textContent = '…';
      button.append(canvas, label);
      item.append(button);
      this.list.append(item);
      const candidate = { sequence: i, pixels: [...start.prompt], statistics: new Map(), item, button, label, context: canvas.getContext('2d') };
      button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('select', { detail: candidate })));
      start.prompt.forEach((color, position) => this.drawPixel(candidate, position, color));
      this.all.push(candidate);
    }
  }

  drawPixel(candidate, position, color) {
    candidate.context.fillStyle = this.palette[color];
    const { width } = this.start;
    candidate.context.fillRect(position % width, Math.floor(position / width), 1, 1);
  }

  /** Adds a generated pixel with its token statistics. */
  addPixel(pixel) {
    const candidate = this.all[pixel.sequence];
    candidate.pixels[pixel.position] = pixel.color;
    candidate.statistics.set(pixel.position, pixel);
    this.drawPixel(candidate, pixel.position, pixel.color);
  }

  /** Marks a candidate as complete. */
  complete(completion) {
    const candidate = this.all[completion.sequence];
    candidate.pixels = completion.pixels;
    candidate.logLikelihood = completion.log_likelihood;
    const perPixel = this.generatedCount ? completion.log_likelihood / this.generatedCount : 0;
    candidate.label.textContent = perPixel.toFixed(2);
    candidate.button.title = `Log-likelihood ${perPixel.toFixed(3)} nats per pixel, ${completion.log_likelihood.toFixed(1)} in total. Click to use this candidate.`;
    candidate.button.setAttribute('aria-label', `Use candidate ${completion.sequence + 1}, log-likelihood ${perPixel.toFixed(2)} per pixel`);
    candidate.button.disabled = false;
  }

  /** Sorts the candidates; `ranking` lists their numbers, most likely first. */
  rank(ranking, summary) {
    this.ranking = ranking;
    this.summary = summary;
    ranking.forEach((sequence, place) => {
      const { item, button } = this.all[sequence];
      this.list.append(item);
      button.dataset.rank = place + 1;
    });
  }

  /** Returns the candidate whose pixels a picture has, or null. */
  matching(picture) { return this.all.find(candidate => candidate.logLikelihood !== undefined && picture.hasPixels(candidate.pixels)) ?? null; }

  markCurrent(picture) {
    const current = this.matching(picture);
    for (const { button } of this.all) button.setAttribute('aria-current', button === current?.button);
  }

  /** Returns what `load` needs; null while candidates are being generated. */
  toJSON() {
    if (!this.summary) return null;
    const all = this.all.map(({ sequence, pixels, logLikelihood, statistics }) => ({ sequence, pixels, log_likelihood: logLikelihood, statistics: [...statistics.values()] }));
    return { start: this.start, palette: this.palette, ranking: this.ranking, summary: this.summary, all };
  }

  load({ start, palette, ranking, summary, all }) {
    this.begin(start, palette);
    for (const saved of all) {
      for (const pixel of saved.statistics) this.addPixel(pixel);
      this.complete(saved);
    }
    this.rank(ranking, summary);
  }
}
