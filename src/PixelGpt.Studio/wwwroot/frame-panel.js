// The frames of the animation: adds, copies, deletes and moves them, plays them, and lets the model vary one.

import { onPress, setEnabled } from './dom.js';
import { FrameStrip } from './frame-strip.js';
import { maxDuration, minDuration, partToVary } from './frames.js';
import { OnionSkin } from './onion-skin.js';
import { Playback } from './playback.js';
import { promptRows } from './prompt-length.js';
import { SketchLayer } from './sketch-layer.js';
import { announce, showMessage } from './status.js';

const $ = id => document.getElementById(id);

/** What the model draws in a copy of a frame, by the reason of `partToVary`. */
const varied = {
  selection: 'the model draws the selected part again',
  mark: 'the model draws the marked part again',
  between: 'the model draws what differs in the next frame',
  drawn: 'the model draws again what it drew last',
};

export class FramePanel extends EventTarget {
  /**
   * Events: change (a setting changed).
   * @param {{picture: Picture, view: CanvasView, models: Models, selection: Selection, completionPanel: CompletionPanel}} parts
   * @param {(work: () => Promise<void>) => void} perform runs an action and shows its error
   */
  constructor(parts, perform) {
    super();
    const { picture, view } = parts;
    Object.assign(this, parts, { perform, shownFrame: picture.frame.id, shownPlace: 0, shownCount: 1 });
    this.strip = new FrameStrip(picture, { delete: () => this.delete() });
    this.playback = new Playback(picture, view);
    this.onion = new OnionSkin(picture, view);
    this.sketch = new SketchLayer(picture, view);
    this.sketch.addEventListener('change', () => this.dispatchEvent(new Event('change')));
    this.playback.addEventListener('frame', ({ detail }) => this.showPlayback(detail));
    picture.addEventListener('change', () => this.show());
    parts.models.addEventListener('change', () => setEnabled($('frame-vary'), true));
    this.listen();
    this.show();
  }

  listen() {
    const { picture } = this;
    onPress($('frame-add'), () => this.add());
    onPress($('frame-duplicate'), () => this.duplicate());
    onPress($('frame-delete'), () => this.delete());
    onPress($('frame-earlier'), () => picture.moveFrame(picture.current, picture.current - 1));
    onPress($('frame-later'), () => picture.moveFrame(picture.current, picture.current + 1));
    onPress($('frame-vary'), () => this.vary());
    onPress($('play'), () => this.playback.toggle());
    onPress($('onion'), () => this.toggleOnion());
    $('fps').addEventListener('change', event => this.setDuration(event.target, 1000 / event.target.value, null));
    $('frame-duration').addEventListener('change', event => this.setDuration(event.target, Number(event.target.value), picture.frame));
  }

  // Actions

  add() {
    const { picture, models } = this;
    this.perform(async () => picture.addFrame(models.current?.any_order ? 0 : promptRows(picture.width, picture.height)));
  }

  duplicate() {
    this.perform(async () => this.picture.duplicateFrame());
  }

  delete() {
    const { picture } = this,
      number = picture.current + 1;
    if (picture.frames.length === 1) return;
    picture.deleteFrame();
    showMessage(`Frame ${number} was deleted. Undo brings it back.`);
  }

  /** Copies the frame, and lets the model draw a part of the copy again. */
  vary() {
    const { picture, selection, completionPanel, models } = this,
      number = picture.current + 1;
    if (!models.current) return; // The shortcut works before the button is enabled.
    const { reason, positions, colors } = partToVary(picture.frame, selection.positions, picture.frames[picture.current + 1]);
    if (reason === 'none') return showMessage('Every pixel is yours. Select what is to change, or mark it with Redraw (R), and press again.');
    this.perform(async () => {
      picture.duplicateFrame({ open: positions, isFilled: false });
      selection.clear();
      await completionPanel.finishNew(`Frame ${number + 1} is a copy of frame ${number}: ${varied[reason]}.`, colors);
    });
  }

  step(by) {
    const { picture } = this,
      count = picture.frames.length;
    picture.select((picture.current + by + count) % count);
  }

  toggleOnion() {
    this.onion.toggle();
    announce(`Onion skin ${this.onion.isOn ? 'on' : 'off'}`);
    this.dispatchEvent(new Event('change'));
  }

  setDuration(field, milliseconds, only) {
    const duration = Math.round(milliseconds);
    if (duration >= minDuration && duration <= maxDuration) this.picture.setDuration(duration, only);
    this.showDurations();
  }

  /** Handles a shortcut key. Returns whether the key is one of the frames'. */
  pressKey(key, isShifted) {
    const actions = {
      ',': () => this.step(-1),
      '.': () => this.step(1),
      n: () => (isShifted ? this.duplicate() : this.add()),
      p: () => this.playback.toggle(),
      k: () => this.toggleOnion(),
      s: () => this.sketch.toggle(),
      v: () => this.vary(),
    };
    actions[key]?.();
    return Boolean(actions[key]);
  }

  // Display

  show() {
    const { picture } = this,
      { frames, current, frame } = picture,
      isAnimation = frames.length > 1;
    $('frame-bar').classList.toggle('animation', isAnimation);
    for (const node of document.querySelectorAll('[data-animation]')) node.hidden = !isAnimation;
    setEnabled($('frame-earlier'), current > 0);
    setEnabled($('frame-later'), current < frames.length - 1);
    this.strip.show();
    this.showDurations();
    if (frame.id !== this.shownFrame && isAnimation) announce(`Frame ${current + 1} of ${frames.length}`);
    else if (current !== this.shownPlace && isAnimation) announce(`Frame moved to place ${current + 1} of ${frames.length}`);
    // The strip takes its room from the canvas.
    if (isAnimation !== this.shownCount > 1) this.view.resize();
    Object.assign(this, { shownFrame: frame.id, shownPlace: current, shownCount: frames.length });
  }

  showDurations() {
    const { frames, frame } = this.picture,
      isEven = frames.every(it => it.duration === frame.duration);
    $('fps').value = isEven ? Math.round(10000 / frame.duration) / 10 : '';
    $('fps').placeholder = isEven ? '' : 'mixed';
    $('frame-duration').value = frame.duration;
  }

  showPlayback(index) {
    const { isPlaying } = this.playback,
      button = $('play');
    this.strip.markPlayed(index);
    button.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
    button.textContent = isPlaying ? '❚❚' : '▶';
    $('stage').classList.toggle('playing', isPlaying);
  }

  // Saving

  read() {
    return { isOnion: this.onion.isOn, isSketching: this.picture.isSketching, isSketchShown: this.sketch.isShown };
  }

  restore(saved) {
    if (saved?.isOnion === true) this.onion.toggle(true);
    if (saved?.isSketchShown === false) this.sketch.setShown(false);
    if (saved?.isSketching === true) this.sketch.toggle(true);
  }
}
