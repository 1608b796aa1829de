// The dialog "Teach it my style": choose pictures, see what would be learned from them, give it a name, and start.

import { element, onPress, setEnabled } from './dom.js';
import { acceptedFiles, info } from './info.js';
import { errorText, showInlineMessage } from './inline-message.js';
import * as myPictures from './my-pictures.js';
import { filesOfDrop, ofSavedPictures, pathsOf, safeName, suggestName, toUpload } from './upload.js';
import { previewNodes, summaryOf } from './upload-preview.js';

const cuts = [
  ['auto', 'automatically'],
  ['gaps', 'at the gaps between sprites'],
  ['tiles', 'into tiles of'],
  ['none', 'not at all'],
];

function button(id, text, attributes) {
  return element('button', { id, type: 'button', ...attributes }, text);
}

function createParts() {
  const tile = id => element('input', { id, type: 'number', min: 1, max: info.limits.max_canvas_side, value: 16, required: true });
  return {
    pictures: element('input', {
      id: 'teach-pictures',
      type: 'file',
      multiple: true,
      class: 'visually-hidden',
      accept: acceptedFiles('.zip', '.json'),
    }),
    folder: element('input', { id: 'teach-folder', type: 'file', multiple: true, webkitdirectory: true, class: 'visually-hidden' }),
    saved: button('teach-saved', 'My pictures'),
    cut: element(
      'select',
      { id: 'teach-cut' },
      cuts.map(([value, text]) => element('option', { value }, text)),
    ),
    tileWidth: element('label', { class: 'field' }, 'Width', tile('teach-tile-width')),
    tileHeight: element('label', { class: 'field' }, 'Height', tile('teach-tile-height')),
    preview: element('div', { id: 'teach-preview', class: 'teach-preview', 'aria-live': 'polite' }),
    message: element('p', { id: 'teach-message', class: 'message', role: 'status', hidden: true }),
    name: element('input', { id: 'teach-name', type: 'text', maxlength: info.limits.max_name_length, autocomplete: 'off', spellcheck: 'false' }),
    start: button('teach-start', 'Teach', { class: 'primary', 'aria-disabled': 'true' }),
    cancel: button('teach-cancel', 'Cancel'),
  };
}

export class TeachDialog {
  #part = createParts();
  #files = [];
  #preview = null;
  #requests = 0;

  /** @param {(run: object) => void} onStarted called with the run that was started */
  constructor(api, onStarted) {
    Object.assign(this, { api, onStarted });
    const part = this.#part;
    this.settings = element(
      'div',
      { class: 'teach-settings', hidden: true },
      element('label', { class: 'field' }, 'Cut sheets', part.cut),
      part.tileWidth,
      part.tileHeight,
      element('label', { class: 'field teach-name' }, 'Name of the new model', part.name),
    );
    this.node = element('dialog', { id: 'teach-dialog', class: 'wide', 'aria-labelledby': 'teach-title' }, this.#layout());
    document.body.append(this.node);
    this.#listen();
  }

  open() {
    const count = myPictures.list().length;
    this.#part.saved.hidden = count === 0;
    this.#part.saved.textContent = `My pictures (${count})`;
    this.node.showModal();
  }

  #layout() {
    const part = this.#part;
    const label = (input, text) => [input, element('label', { class: 'button', for: input.id }, text)];
    return [
      element('h2', { id: 'teach-title' }, 'Teach it my style'),
      element(
        'p',
        { class: 'hint' },
        'Give it your sprites: it learns how you draw, and finishes pictures your way. It learns on this machine, while you go on painting.',
      ),
      element(
        'div',
        { id: 'teach-drop', class: 'teach-drop' },
        element('div', { class: 'row' }, label(part.pictures, 'Choose pictures'), label(part.folder, 'Choose a folder'), part.saved),
        element(
          'p',
          { class: 'hint' },
          'or drop them here: pictures, a folder, a sheet, an Aseprite file, a zip file, or a project file of the studio',
        ),
      ),
      this.settings,
      part.preview,
      part.message,
      element('div', { class: 'row' }, part.start, part.cancel),
    ];
  }

  #listen() {
    const part = this.#part;
    for (const input of [part.pictures, part.folder]) {
      input.addEventListener('change', () => {
        const files = [...input.files];
        input.value = '';
        if (files.length > 0) this.#choose(files);
      });
    }
    part.saved.addEventListener('click', () => {
      const saved = myPictures.list();
      this.#use('my-pictures', () => ofSavedPictures(saved));
    });
    part.cut.addEventListener('change', () => this.#refresh());
    for (const field of [part.tileWidth, part.tileHeight]) field.addEventListener('change', () => this.#refresh());
    part.cancel.addEventListener('click', () => this.node.close());
    onPress(part.start, () => this.#teach());
    this.node.addEventListener('close', () => this.#reset());
    this.#listenToDrops();
  }

  #listenToDrops() {
    const { node } = this;
    node.addEventListener('dragover', event => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      node.classList.add('drop');
    });
    node.addEventListener('dragleave', event => {
      if (!node.contains(event.relatedTarget)) node.classList.remove('drop');
    });
    node.addEventListener('drop', async event => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      node.classList.remove('drop');
      this.#choose(await filesOfDrop(event.dataTransfer));
    });
  }

  /** Uses files that the user chose. Too many or too large ones are refused before they are read. */
  #choose(files) {
    const { max_upload_files: maxFiles, max_upload_bytes: maxBytes } = info.limits,
      bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (files.length > maxFiles) return this.#fail(`These are ${files.length} files; choose at most ${maxFiles}.`);
    if (bytes > maxBytes)
      return this.#fail(`These files have ${Math.ceil(bytes / 2 ** 20)} MiB; choose at most ${Math.floor(maxBytes / 2 ** 20)} MiB.`);
    this.#use(suggestName(pathsOf(files)), () => toUpload(files));
  }

  /** Reads files and shows what would be learned from them. */
  async #use(name, read) {
    const request = ++this.#requests;
    showInlineMessage(this.#part.message, 'Reading the pictures…');
    try {
      const files = await read();
      if (request !== this.#requests) return;
      this.#files = files;
      this.#part.name.value = name;
      await this.#refresh();
    } catch (error) {
      if (request === this.#requests) this.#fail(errorText(error));
    }
  }

  /** Returns how sheets are cut, as the server names it; null if the size of the tiles is not valid. */
  #cut() {
    const { cut, tileWidth, tileHeight } = this.#part,
      [width, height] = [tileWidth, tileHeight].map(label => label.querySelector('input'));
    const isTiles = cut.value === 'tiles';
    tileWidth.hidden = tileHeight.hidden = !isTiles;
    if (!isTiles) return cut.value;
    return width.checkValidity() && height.checkValidity() ? `${width.value}x${height.value}` : null;
  }

  /** Asks the server what would be learned, and shows it. */
  async #refresh() {
    const cut = this.#cut();
    if (this.#files.length === 0 || cut === null) return;
    const request = ++this.#requests,
      part = this.#part;
    setEnabled(part.start, false);
    try {
      const preview = await this.api.post('/datasets/preview', { files: this.#files, cut });
      if (request !== this.#requests) return;
      this.#preview = preview;
      part.preview.replaceChildren(...previewNodes(preview));
      showInlineMessage(part.message, '');
      setEnabled(part.start, true);
      this.settings.hidden = false;
    } catch (error) {
      if (request !== this.#requests) return;
      this.settings.hidden = false;
      this.#fail(errorText(error));
    }
  }

  #fail(text) {
    const part = this.#part;
    this.#preview = null;
    part.preview.replaceChildren();
    setEnabled(part.start, false);
    showInlineMessage(part.message, text, true);
  }

  async #teach() {
    const part = this.#part,
      name = safeName(part.name.value.trim());
    part.name.value = name;
    setEnabled(part.start, false);
    showInlineMessage(part.message, `Starting to learn ${summaryOf(this.#preview)}…`);
    try {
      const run = await this.#start(name);
      this.node.close();
      this.onStarted(run);
    } catch (error) {
      showInlineMessage(part.message, errorText(error), true);
      setEnabled(part.start, true);
      if (error?.status === 409) part.name.focus();
    }
  }

  /** Saves the pictures as a data set and starts to train on it. If training cannot start, the data set is removed again. */
  async #start(name) {
    const { from } = this.#preview;
    const dataset = await this.api.post('/datasets', { name, files: this.#files, cut: this.#cut() });
    try {
      return await this.api.post('/runs', { id: name, dataset: dataset.id, ...(from ? { from } : {}) });
    } catch (error) {
      await this.api.remove(`/datasets/${encodeURIComponent(dataset.id)}`).catch(() => {});
      throw error;
    }
  }

  #reset() {
    this.#requests++;
    this.#files = [];
    this.#preview = null;
    this.settings.hidden = true;
    this.#part.preview.replaceChildren();
    showInlineMessage(this.#part.message, '');
    setEnabled(this.#part.start, false);
  }
}
