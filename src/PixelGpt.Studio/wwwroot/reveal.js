// Shows generated pixels one after another: the model is faster than the eye. With reduced motion, pixels are shown as they arrive.

const milliseconds = 600;

export class Reveal {
  /** @param {(pixel: object) => void} show shows a pixel */
  constructor(show) {
    Object.assign(this, { show, waiting: [], shown: 0, total: 0, start: 0, request: 0, whenDone: null });
  }

  get isImmediate() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
  }

  /** Begins with the number of pixels to come. */
  begin(total) {
    this.cancel();
    Object.assign(this, { total, start: performance.now() });
  }

  add(pixel) {
    this.waiting.push(pixel);
    this.step();
  }

  /** Calls a function when all pixels are shown. */
  end(whenDone) {
    this.whenDone = whenDone;
    this.step();
  }

  cancel() {
    cancelAnimationFrame(this.request);
    Object.assign(this, { waiting: [], shown: 0, request: 0, whenDone: null });
  }

  step() {
    const due = this.isImmediate ? Infinity : ((performance.now() - this.start) / milliseconds) * this.total;
    while (this.waiting.length && this.shown < due) {
      this.show(this.waiting.shift());
      this.shown++;
    }
    if (this.waiting.length) {
      this.request ||= requestAnimationFrame(() => {
        this.request = 0;
        this.step();
      });
    } else if (this.whenDone) {
      const { whenDone } = this;
      this.whenDone = null;
      whenDone();
    }
  }
}
