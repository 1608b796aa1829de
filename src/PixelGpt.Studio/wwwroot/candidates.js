// The candidates: several completions of the same picture side by side, best first.

import { createCard, drawPixel } from './candidate-card.js';
import { element } from './dom.js';
import { drawPicture } from './picture-drawing.js';

export class Candidates extends EventTarget {
  /** Events: select (a candidate was clicked), preview (the pointer or the focus is on a candidate; null when it leaves). */
  constructor(list) {
    super();
    this.list = list;
    this.clear();
  }

  clear() {
    // If a candidate has the keyboard focus, the focus moves to the Finish button; otherwise it would be lost.
    if (this.list.contains(document.activeElement)) document.getElementById('finish').focus();
    this.all = [];
    this.ranking = [];
    this.summary = '';
    this.list.replaceChildren();
  }

  /** The best candidate; undefined while candidates are being generated. */
  get best() {
    return this.all[this.ranking[0]];
  }

  /**
   * Shows empty candidates.
   * @param {object} start the first event of a completion stream
   * @param {string[]} palette
   * @param {number[]} pixels the picture; candidates are shown on it until they are drawn
   * @param {number[]} drawn the positions that the model draws
   */
  begin(start, palette, pixels, drawn) {
    this.clear();
    Object.assign(this, { start, palette, pixels, drawn });
    const isDrawn = new Set(drawn);
    for (let i = 0; i < start.sequences; i++) {
      const card = createCard(start.width, start.height, {
        'data-candidate': i,
        disabled: true,
        'aria-label': `Candidate ${i + 1}, not complete yet`,
      });
      const candidate = {
        sequence: i,
        pixels: pixels.map((color, at) => (isDrawn.has(at) ? 0 : color)),
        drawn,
        statistics: new Map(),
        card,
        button: card.button,
        item: element('li', {}, card.button),
      };
      drawPicture(card.context, { width: start.width, palette, pixels: candidate.pixels });
      this.list.append(candidate.item);
      this.listen(candidate);
      this.all.push(candidate);
    }
  }

  listen(candidate) {
    const preview = isOn => () => this.dispatchEvent(new CustomEvent('preview', { detail: isOn && candidate.isComplete ? candidate : null }));
    candidate.button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('select', { detail: candidate })));
    for (const name of ['pointerenter', 'focus']) candidate.button.addEventListener(name, preview(true));
    for (const name of ['pointerleave', 'blur']) candidate.button.addEventListener(name, preview(false));
  }

  /** Adds a generated pixel with its token statistics. */
  addPixel(pixel) {
    const candidate = this.all[pixel.sequence];
    candidate.pixels[pixel.position] = pixel.color;
    candidate.statistics.set(pixel.position, pixel);
    drawPixel(candidate.card, this.palette, pixel.position, pixel.color);
  }

  /** Marks a candidate as complete. */
  complete(sequence) {
    const candidate = this.all[sequence];
    candidate.isComplete = true;
    candidate.button.disabled = false;
  }

  /** Sorts the candidates; `ranking` lists their numbers, best first. */
  rank(ranking, summary) {
    this.ranking = ranking;
    this.summary = summary;
    ranking.forEach((sequence, place) => {
      const { item, button, card } = this.all[sequence];
      this.list.append(item);
      button.dataset.rank = place + 1;
      button.title = `Click to take this candidate (${place + 1})`;
      button.setAttribute('aria-label', `Take candidate ${place + 1} of ${ranking.length}${place === 0 ? ', the best guess' : ''}`);
      card.label.textContent = place === 0 ? '★ 1' : String(place + 1);
    });
  }

  /** Returns the candidate at a place, from 1. */
  at(place) {
    return this.all[this.ranking[place - 1]];
  }

  /** Returns the candidate whose pixels a picture has, or null. */
  matching(picture) {
    return this.all.find(candidate => candidate.isComplete && picture.hasPixels(candidate.pixels)) ?? null;
  }

  markCurrent(picture) {
    const current = this.matching(picture);
    for (const { button } of this.all) button.setAttribute('aria-current', button === current?.button);
  }

  /** Returns how many candidates are nearly empty: at most 3 % of what they have drawn is not background. */
  get emptyCount() {
    return this.all.filter(({ pixels, drawn }) => drawn.filter(at => pixels[at] !== 0).length <= 0.03 * drawn.length).length;
  }

  /** Returns what `load` needs; null while candidates are being generated. */
  toJSON() {
    if (!this.summary) return null;
    const { start, palette, pixels, drawn, ranking, summary } = this;
    return { start, palette, pixels, drawn, ranking, summary, all: this.all.map(({ statistics }) => ({ statistics: [...statistics.values()] })) };
  }

  load({ start, palette, pixels, drawn, ranking, summary, all }) {
    this.begin(start, palette, pixels, drawn);
    all.forEach(({ statistics }, sequence) => {
      for (const pixel of statistics) this.addPixel(pixel);
      this.complete(sequence);
    });
    this.rank(ranking, summary);
  }
}
