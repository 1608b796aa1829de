// Plays the animation on the canvas, each frame for its duration. It never starts by itself; with reduced motion, it stops after the last frame.

export class Playback extends EventTarget {
  /** Events: frame (another frame is shown; its index, or null at the end). */
  constructor(picture, view) {
    super();
    Object.assign(this, { picture, view, timer: 0, shown: null });
    picture.addEventListener('change', () => this.stop());
    view.canvas.addEventListener('pointerdown', () => this.stop(), { capture: true });
  }

  get isPlaying() {
    return this.shown !== null;
  }

  toggle() {
    if (this.isPlaying) this.stop();
    else this.show(0);
  }

  stop() {
    if (!this.isPlaying) return;
    clearTimeout(this.timer);
    this.showOnCanvas(null);
  }

  show(index) {
    const { frames } = this.picture,
      isLast = index === frames.length - 1;
    this.showOnCanvas(index);
    this.timer = setTimeout(() => {
      if (isLast && matchMedia('(prefers-reduced-motion: reduce)').matches) this.stop();
      else this.show(isLast ? 0 : index + 1);
    }, frames[index].duration);
  }

  showOnCanvas(index) {
    this.shown = index;
    this.view.played = this.picture.frames[index] ?? null;
    this.view.redraw();
    this.dispatchEvent(new CustomEvent('frame', { detail: index }));
  }
}
