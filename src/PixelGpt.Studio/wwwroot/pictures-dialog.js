// The dialog with the user's pictures: saves, opens and deletes them, and reads and writes project files.

import { createCard } from './candidate-card.js';
import { element } from './dom.js';
import { download } from './download.js';
import { pictures } from './frames.js';
import * as myPictures from './my-pictures.js';
import { drawPicture } from './picture-drawing.js';
import { restorePicture } from './picture-format.js';
import { showMessage } from './status.js';

const $ = id => document.getElementById(id);

/**
 * @param {Picture} picture
 * @param {{perform: (work: () => Promise<void>) => void, open: (picture: object) => void}} callbacks `open` shows another picture
 */
export function mountPictures(picture, { perform, open }) {
  const dialog = $('pictures-dialog'),
    list = $('pictures'),
    name = $('picture-name');

  $('pictures-open').addEventListener('click', () => {
    show();
    dialog.showModal();
  });
  $('picture-save').addEventListener('click', () =>
    perform(async () => {
      myPictures.add(name.value.trim() || 'picture', picture);
      show();
      showMessage('The picture was saved in this browser.');
    }),
  );
  $('project-save').addEventListener('click', () => download(myPictures.toProject(picture), `${name.value.trim() || 'picture'}.pixelgpt.json`));
  $('project-file').addEventListener('change', event =>
    perform(async () => {
      const [file] = event.target.files,
        text = await file.text();
      event.target.value = '';
      dialog.close();
      open(myPictures.parseProject(text, file.name));
    }),
  );

  function show() {
    const saved = myPictures.list();
    list.replaceChildren(...saved.map(entryOf));
    $('no-pictures').hidden = saved.length > 0;
  }

  function entryOf(saved) {
    const picture = restorePicture(saved.picture),
      [first] = pictures(picture);
    const card = createCard(first.width, first.height, {
      'aria-label': `Open ${saved.name}`,
      title: `Open ${saved.name}`,
      onclick: () => {
        dialog.close();
        open({ ...picture, past: null });
      },
    });
    drawPicture(card.context, first);
    card.label.textContent = picture.frames.length === 1 ? saved.name : `${saved.name}, ${picture.frames.length} frames`;
    return element(
      'li',
      {},
      card.button,
      element('button', { type: 'button', class: 'quiet', 'aria-label': `Delete ${saved.name}`, onclick: () => removeOne(saved) }, 'Delete'),
    );
  }

  function removeOne(saved) {
    perform(async () => {
      const restore = myPictures.remove(saved.id);
      show();
      showMessage(`${saved.name} was deleted.`, {
        action: {
          label: 'Undo',
          run: () =>
            perform(async () => {
              restore();
              show();
            }),
        },
      });
    });
  }
}
