// The ways in which a picture was finished, side by side, likeliest first.

export class Candidates extends EventTarget {
  /** Events: choose (one is to be gone on from). */
  constructor(list) {
    super();
    this.list = list;
    this.clear();
  }

  clear() {
    // Whoever stands at one of them goes on where they came from.
    if (this.list.contains(document.activeElement)) document.getElementById('finish').focus();
    this.all = [];
    this.summary = '';
    this.list.replaceChildren();
  }

  begin(start, palette) {
    this.clear();
    this.palette = palette;
    this.start = start;
    this.drawn = start.width * start.height - start.prompt_pixels;
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
      const candidate = { sequence: i, pixels: [...start.prompt], thoughts: new Map(), item, button, label, context: canvas.getContext('2d') };
      button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('choose', { detail: candidate })));
      start.prompt.forEach((color, position) => this.paint(candidate, position, color));
      this.all.push(candidate);
    }
  }

  paint(candidate, position, color) {
    candidate.context.fillStyle = this.palette[color];
    const { width } = this.start;
    candidate.context.fillRect(position % width, Math.floor(position / width), 1, 1);
  }

  add(pixel) {
    const candidate = this.all[pixel.sequence];
    candidate.pixels[pixel.position] = pixel.color;
    candidate.thoughts.set(pixel.position, pixel);
    this.paint(candidate, pixel.position, pixel.color);
  }

  finish(completion) {
    const candidate = this.all[completion.sequence];
    candidate.pixels = completion.pixels;
    candidate.logLikelihood = completion.log_likelihood;
    const perPixel = this.drawn ? completion.log_likelihood / this.drawn : 0;
    candidate.label.textContent = perPixel.toFixed(2);
    candidate.button.title = `${perPixel.toFixed(3)} nats a pixel, ${completion.log_likelihood.toFixed(1)} in all. Click to go on from it.`;
    candidate.button.setAttribute('aria-label', `Candidate ${completion.sequence + 1}, log-likelihood ${perPixel.toFixed(2)} a pixel: take it over`);
    candidate.button.disabled = false;
  }

  rank(ranking, summary) {
    this.ranking = ranking;
    this.summary = summary;
    ranking.forEach((sequence, place) => {
      const { item, button } = this.all[sequence];
      this.list.append(item);
      button.dataset.rank = place + 1;
    });
  }

  /** The one that a picture is; none if it is another picture. */
  of(picture) { return this.all.find(candidate => candidate.logLikelihood !== undefined && picture.isSame(candidate.pixels)) ?? null; }

  mark(picture) {
    const one = this.of(picture);
    for (const { button } of this.all) button.setAttribute('aria-current', button === one?.button);
  }

  /** What it takes to show them again; null while they are being drawn. */
  toJSON() {
    if (!this.summary) return null;
    const all = this.all.map(({ sequence, pixels, logLikelihood, thoughts }) => ({ sequence, pixels, log_likelihood: logLikelihood, thoughts: [...thoughts.values()] }));
    return { start: this.start, palette: this.palette, ranking: this.ranking, summary: this.summary, all };
  }

  load({ start, palette, ranking, summary, all }) {
    this.begin(start, palette);
    for (const way of all) {
      for (const thought of way.thoughts) this.add(thought);
      this.finish(way);
    }
    this.rank(ranking, summary);
  }
}
