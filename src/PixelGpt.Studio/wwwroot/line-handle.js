// The handle of the line between the user's part and the model's part. The line is between two rows of the picture.

export class LineHandle {
  constructor(picture, view) {
    Object.assign(this, { picture, view, element: document.getElementById('line'), isDragged: false });
    const { element } = this;
    element.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.focus();
      picture.beginStep();
      this.isDragged = true;
    });
    element.addEventListener('pointermove', event => {
      if (this.isDragged) picture.setLine(view.rowAt(event) * picture.width);
    });
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      element.addEventListener(name, () => {
        this.isDragged = false;
        this.show();
      });
    element.addEventListener('keydown', event => this.onKeyDown(event));
  }

  onKeyDown(event) {
    const { picture } = this,
      row = picture.line / picture.width;
    const to = { ArrowUp: row - 1, ArrowLeft: row - 1, ArrowDown: row + 1, ArrowRight: row + 1, Home: 1, End: picture.height - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    picture.beginStep();
    picture.setLine(Math.min(picture.height - 1, Math.max(1, to)) * picture.width);
  }

  /** Shows the handle at the line; hides it if the whole picture belongs to one side. */
  show() {
    const { picture, element } = this,
      { line, area, width, height } = picture;
    element.hidden = !this.isDragged && (line <= 0 || line >= area || picture.open.size === 0);
    element.style.top = `${(100 * line) / area}%`;
    element.setAttribute('aria-valuemax', height);
    element.setAttribute('aria-valuenow', Math.round(line / width));
    element.setAttribute('aria-valuetext', `${Math.round(line / width)} of ${height} rows are yours`);
  }
}
