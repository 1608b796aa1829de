// The slider that sets how many pixels, from the top, are the prompt ("your part" on the page).

export class PromptSlider {
  constructor(picture) {
    Object.assign(this, { picture, range: document.getElementById('prompt-length'), text: document.getElementById('prompt-text') });
    // A whole drag is one undo step, and so is each key press, including the repeats of a held key.
    let isMoving = false;
    for (const name of ['pointerdown', 'keydown']) this.range.addEventListener(name, event => { if (!event.repeat) isMoving = false; });
    this.range.addEventListener('input', () => {
      if (!isMoving) picture.beginStep();
      isMoving = true;
      picture.setPrompt(Number(this.range.value));
    });
  }

  show() {
    const { picture, range, text } = this;
    range.max = picture.area;
    range.value = picture.prompt;
    text.textContent = `${picture.prompt} of ${picture.area} pixels`;
    range.setAttribute('aria-valuetext', text.textContent);
  }
}
