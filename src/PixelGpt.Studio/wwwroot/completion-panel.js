// The Finish panel: starts and stops completions, shows their progress, and uses a candidate as the picture.

import { Candidates } from './candidates.js';
import { onPress, setEnabled } from './dom.js';
import { saveCandidates } from './saved-work.js';
import { showMessage } from './status.js';

export class CompletionPanel extends EventTarget {
  /**
   * Events: change (`wasGenerating` changed).
   * @param {{picture: Picture, view: CanvasView, palette: PaletteView, completer: Completer, heatMapPanel: HeatMapPanel}} parts
   * @param {{hasModel: () => boolean, perform: (work: () => Promise<void>, retry: () => void) => Promise<void>}} callbacks
   *   `perform` runs an action of the user and shows its error
   */
  constructor(parts, callbacks) {
    super();
    Object.assign(this, parts, callbacks);
    const element = id => document.getElementById(id);
    this.finishButton = element('finish');
    this.stopButton = element('stop');
    this.progress = element('progress');
    this.candidates = new Candidates(element('candidates'));
    this.stateAtStart = '';
    /** Whether a completion is running or was interrupted; saved, so that the page can offer to repeat it after a reload. */
    this.wasGenerating = false;
    onPress(this.finishButton, () => this.finish());
    onPress(this.stopButton, () => this.stop());
    this.candidates.addEventListener('select', ({ detail }) => this.useCandidate(detail));
    for (const name of ['begin', 'start', 'pixel', 'completion', 'done', 'end']) this.completer.addEventListener(name, ({ detail }) => this[name](detail));
  }

  async finish() {
    if (this.hasModel()) await this.perform(() => this.completer.run(), () => this.finish());
  }

  stop() { this.completer.stop(); }

  clear() {
    this.candidates.clear();
    saveCandidates(null);
    this.progress.textContent = '';
  }

  setWasGenerating(value) {
    this.wasGenerating = value;
    this.dispatchEvent(new Event('change'));
  }

  // The events of the completer

  begin() {
    showMessage('');
    setEnabled(this.stopButton, true);
    setEnabled(this.finishButton, false);
    this.progress.textContent = 'Waiting for the model…';
    this.stateAtStart = this.pictureState();
    this.setWasGenerating(true);
  }

  start(start) {
    this.heatMapPanel.heatMap.clear();
    this.view.preview = { pixels: new Map(), before: [...this.picture.pixels] };
    this.candidates.begin(start, this.picture.palette);
    saveCandidates(null);
    this.progress.textContent = 'Generating…';
  }

  /** Only the first candidate is shown on the canvas while it is generated. */
  pixel(pixel) {
    this.candidates.addPixel(pixel);
    if (pixel.sequence !== 0) return;
    this.view.preview.pixels.set(pixel.position, pixel.color);
    this.heatMapPanel.heatMap.statistics.set(pixel.position, pixel);
    if (this.heatMapPanel.isOn) this.heatMapPanel.show();
    this.view.redraw();
  }

  completion(completion) { this.candidates.complete(completion); }

  done({ ranking, seconds }) {
    const { candidates } = this, count = candidates.all.length;
    this.wasGenerating = false;
    const summary = `${count === 1 ? '1 candidate' : `${count} candidates`}, generated in ${(1000 * seconds).toFixed(0)} ms.`;
    candidates.rank(ranking, `${summary} ${count === 1 ? 'The' : 'Most likely first; the'} number is the log-likelihood per pixel.`);
    // The picture is not replaced if the user changed it while the model was generating.
    const isUnchanged = this.pictureState() === this.stateAtStart;
    if (isUnchanged) this.useCandidate(candidates.all[ranking[0]]);
    else saveCandidates(candidates);
    this.progress.textContent = `${isUnchanged ? '' : 'You changed the picture in the meantime, so no candidate was used. Click one to use it. '}${candidates.summary}`;
  }

  end({ isDone, wasStopped, lostConnection }) {
    const { candidates } = this;
    setEnabled(this.stopButton, false);
    setEnabled(this.finishButton, true);
    this.view.preview = null;
    this.view.redraw();
    if (!isDone) {
      // Incomplete candidates are removed. If the request failed before its first event, the previous candidates are still shown.
      if (!candidates.summary) this.clear();
      this.progress.textContent = wasStopped ? 'Stopped.' : candidates.summary;
    }
    this.heatMapPanel.update();
    // A reload also ends the connection, before the page knows that it is being closed.
    this.setWasGenerating(lostConnection);
  }

  /** Returns what using a candidate would overwrite, as a text for comparison. */
  pictureState() {
    const { picture } = this;
    return JSON.stringify([picture.model, picture.pixels, [...picture.locked]]);
  }

  /** Uses a candidate as the picture. The other candidates stay available. */
  useCandidate(candidate) {
    const { candidates, picture } = this;
    const overwritesChanges = !candidates.matching(picture) && this.pictureState() !== this.stateAtStart;
    this.heatMapPanel.useCandidate(candidate);
    picture.applyCandidate(candidate.pixels);
    saveCandidates(candidates);
    this.progress.textContent = candidates.summary;
    if (overwritesChanges) showMessage('This candidate does not contain your latest changes. Undo restores them.');
    this.palette.show(picture.palette, picture.usedColors());
    this.heatMapPanel.show();
  }

  /** Shows saved candidates after a reload. */
  restore(saved) {
    const { candidates, picture } = this;
    try {
      candidates.load(saved);
      const current = candidates.matching(picture);
      if (current) this.heatMapPanel.useCandidate(current);
      candidates.markCurrent(picture);
      this.progress.textContent = candidates.summary;
      saveCandidates(candidates);
    } catch {
      candidates.clear(); // The saved value is damaged or from another version; the user can generate the candidates again.
    }
    this.heatMapPanel.show();
  }
}
