// The Finish panel: starts and stops completions, shows their progress, previews candidates and takes one as the picture.

import { Candidates } from './candidates.js';
import { isSamePalette } from './colors.js';
import { onPress, setEnabled } from './dom.js';
import { plural } from './format.js';
import { HistoryStrip } from './history-strip.js';
import * as options from './options.js';
import { promptRows } from './prompt-length.js';
import { Reveal } from './reveal.js';
import { saveCandidates } from './saved-work.js';
import { announce, showMessage } from './status.js';

export class CompletionPanel extends EventTarget {
  /**
   * Events: change (`wasGenerating` changed).
   * @param {{picture: Picture, view: CanvasView, completer: Completer, heatMapPanel: HeatMapPanel}} parts
   * @param {{hasModel: () => boolean, perform: (work: () => Promise<void>, retry: () => void) => Promise<void>, replacePicture: (other: object) => void}} callbacks
   *   `perform` runs an action of the user and shows its error; `replacePicture` replaces the picture, in the colours of a locked palette
   */
  constructor(parts, callbacks) {
    super();
    Object.assign(this, parts, callbacks);
    const element = id => document.getElementById(id);
    this.finishButton = element('finish');
    this.stopButton = element('stop');
    this.progress = element('progress');
    this.candidates = new Candidates(element('candidates'));
    this.history = new HistoryStrip(element('history-section'), element('history'));
    this.reveal = new Reveal(pixel => this.showPixel(pixel));
    /** Whether a completion is running or was interrupted; saved, so that the page can offer to repeat it after a reload. */
    this.wasGenerating = false;
    /** Whether a candidate was taken since the last completion; until then, the best one is shown on the canvas. */
    this.isTaken = false;
    this.previewed = null;
    /** A message that is shown when the next completion begins. */
    this.note = '';
    onPress(this.finishButton, () => this.finish());
    onPress(this.stopButton, () => this.stop());
    for (const part of [this.candidates, this.history]) {
      part.addEventListener('select', ({ detail }) => this.take(detail));
      part.addEventListener('preview', ({ detail }) => this.preview(detail));
    }
    for (const name of ['begin', 'start', 'pixel', 'done', 'end']) this.completer.addEventListener(name, ({ detail }) => this[name](detail));
  }

  /** Draws candidates; `note` is a message about them, and `colors` are the only colours to use, or null for all. */
  async finish(note = '', colors = null) {
    if (!this.hasModel()) return;
    const { picture } = this;
    this.note = note;
    if (picture.open.size > 0)
      return this.perform(
        () => this.completer.run(colors),
        () => this.finish(note, colors),
      );
    showMessage('All pixels are yours, so there is nothing to draw. Mark what the model is to draw again with Redraw (R).', {
      action: { label: 'Redraw the lower part', run: () => picture.splitAt(promptRows(picture.width, picture.height)) },
    });
  }

  /** Draws candidates for the picture as it is now, also if others are being drawn. */
  async finishNew(note, colors) {
    this.stop();
    await this.completer.idle();
    await this.finish(note, colors);
  }

  stop() {
    this.completer.stop();
  }

  clear() {
    this.reveal.cancel();
    this.keepInHistory();
    this.candidates.clear();
    this.preview(null);
    saveCandidates(null);
    this.progress.textContent = '';
  }

  /** Moves complete candidates to the history. */
  keepInHistory() {
    const { candidates } = this;
    if (!candidates.summary) return;
    const { model, width, height } = candidates.start;
    this.history.add(
      candidates.ranking.map(sequence => ({
        model,
        palette: candidates.palette,
        width,
        height,
        pixels: candidates.all[sequence].pixels,
        drawn: candidates.drawn,
        line: candidates.line,
      })),
    );
  }

  setWasGenerating(value) {
    this.wasGenerating = value;
    this.dispatchEvent(new Event('change'));
  }

  // The events of the completer

  begin() {
    showMessage(this.note);
    setEnabled(this.stopButton, true);
    setEnabled(this.finishButton, false);
    this.progress.textContent = 'Waiting for the model…';
    this.drawn = this.completer.drawn();
    this.setWasGenerating(true);
  }

  start(start) {
    const { candidates, picture, drawn } = this;
    this.heatMapPanel.heatMap.clear();
    this.keepInHistory();
    candidates.begin(start, picture.palette, [...picture.pixels], drawn);
    candidates.line = picture.line;
    this.isTaken = false;
    this.previewed = null;
    this.reveal.begin(start.sequences * drawn.length);
    this.showOnCanvas(new Map());
    saveCandidates(null);
    this.progress.textContent = 'Drawing…';
  }

  pixel(pixel) {
    this.reveal.add(pixel);
  }

  /** Only the first candidate is shown on the canvas while it is generated. */
  showPixel(pixel) {
    this.candidates.addPixel(pixel);
    if (pixel.sequence !== 0) return;
    this.view.preview?.set(pixel.position, pixel.color);
    this.heatMapPanel.heatMap.statistics.set(pixel.position, pixel);
    if (this.heatMapPanel.isOn) this.heatMapPanel.show();
    this.view.redraw();
  }

  done({ ranking, seconds }) {
    options.advanceSeed();
    this.reveal.end(() => this.showResult(ranking, seconds));
  }

  showResult(ranking, seconds) {
    const { candidates } = this,
      count = candidates.all.length;
    for (const { sequence } of candidates.all) candidates.complete(sequence);
    candidates.rank(
      ranking,
      `${plural(count, 'candidate')}, generated in ${(1000 * seconds).toFixed(0)} ms. Click the one to take; Finish draws others.`,
    );
    this.wasGenerating = false;
    this.progress.textContent = candidates.summary;
    saveCandidates(candidates);
    this.preview(null);
    announce(`${count} candidates are ready`);
    if (candidates.emptyCount > count / 2) showMessage('Nearly all candidates are empty. Draw a little more, or move the slider to wild.');
  }

  end({ isDone, wasStopped, lostConnection }) {
    setEnabled(this.stopButton, false);
    setEnabled(this.finishButton, true);
    if (!isDone) {
      // Incomplete candidates are removed. If the request failed before its first event, the previous candidates are still shown.
      if (!this.candidates.summary) this.clear();
      this.progress.textContent = wasStopped ? 'Stopped.' : this.candidates.summary;
    }
    this.heatMapPanel.update();
    // A reload also ends the connection, before the page knows that it is being closed.
    this.setWasGenerating(lostConnection);
  }

  // Previews

  /** Shows a candidate on the canvas; without one, the best candidate until one is taken. */
  preview(candidate) {
    const { picture } = this,
      shown = candidate ?? (this.isTaken ? null : this.candidates.best);
    const fits = shown && shown.pixels.length === picture.area && (!shown.palette || isSamePalette(shown.palette, picture.palette));
    this.previewed = fits ? shown : null;
    this.showOnCanvas(fits ? new Map(shown.drawn.map(at => [at, shown.pixels[at]])) : null);
  }

  showOnCanvas(pixels) {
    this.view.preview = pixels;
    document.getElementById('preview-note').hidden = !pixels || pixels.size === 0;
    this.view.redraw();
  }

  /** Takes the candidate that is shown on the canvas, because the user starts to paint on it. */
  takePreviewed() {
    if (!this.previewed || this.isTaken) return;
    const place = this.candidates.ranking.indexOf(this.previewed.sequence) + 1;
    this.take(this.previewed);
    showMessage(`You painted on candidate ${place}, so it was taken. Undo takes it back.`);
  }

  /** Takes a candidate. Only pixels that still belong to the model change; an earlier candidate of another picture restores that picture. */
  take(candidate) {
    const { candidates, picture } = this,
      isEarlier = candidate.palette !== undefined;
    if (isEarlier && !this.fits(candidate)) {
      const { model, palette, width, height, pixels, line, drawn } = candidate;
      if (model === picture.model && width === picture.width && height === picture.height && isSamePalette(palette, picture.palette)) {
        picture.beginStep();
        picture.apply({ pixels, line, open: drawn, isFilled: true });
      } else {
        this.replacePicture({ model, palette, width, height, pixels, line, open: drawn });
        picture.apply({ isFilled: true });
      }
      showMessage('The picture of this candidate was restored. Undo brings back yours.');
    } else picture.take(candidate);
    this.isTaken = true;
    announce(isEarlier ? 'Earlier candidate taken' : `Candidate ${candidates.ranking.indexOf(candidate.sequence) + 1} taken`);
    if (!isEarlier) this.heatMapPanel.useCandidate(candidate);
    if (candidates.summary) saveCandidates(candidates);
    this.preview(null);
    this.heatMapPanel.show();
  }

  /** Returns whether an earlier candidate was drawn for the pixels that the model draws now. */
  fits({ pixels, palette, drawn, model }) {
    const { picture } = this;
    return (
      model === picture.model &&
      pixels.length === picture.area &&
      isSamePalette(palette, picture.palette) &&
      drawn.some(at => picture.open.has(at)) &&
      pixels.every((color, at) => picture.open.has(at) || color === picture.pixels[at])
    );
  }

  /** Takes the candidate at a place, from 1. Returns whether there is one. */
  takeAt(place) {
    const candidate = this.candidates.at(place);
    if (candidate?.isComplete) this.take(candidate);
    return Boolean(candidate?.isComplete);
  }

  /** Shows saved candidates after a reload. */
  restore(saved) {
    const { candidates, picture } = this;
    try {
      candidates.load(saved);
      candidates.line = picture.line;
      const current = candidates.matching(picture);
      this.isTaken = current !== null;
      if (current) this.heatMapPanel.useCandidate(current);
      candidates.markCurrent(picture);
      this.progress.textContent = candidates.summary;
      saveCandidates(candidates);
      this.preview(null);
    } catch {
      candidates.clear(); // The saved value is damaged or from another version; the user can generate the candidates again.
    }
    this.heatMapPanel.show();
  }
}
