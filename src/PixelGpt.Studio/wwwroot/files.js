// Picture files: import by file dialog, drag and drop, or paste; copying as PNG.

import { toBase64 } from './base64.js';
import { hasSize, toPng } from './picture-drawing.js';
import { isTyping } from './shortcuts.js';

const copyScale = 8;

/** Calls onPicture(blob) for each picture that is selected, pasted, or dropped anywhere on the page, while isEnabled() returns true. */
export function listenForPictures(input, stage, isEnabled, onPicture) {
  input.addEventListener('change', () => {
    if (input.files[0]) onPicture(input.files[0]);
    input.value = '';
  });
  document.addEventListener('paste', event => {
    const item = [...event.clipboardData.items].find(i => i.type.startsWith('image/'));
    if (!item || !isEnabled()) return;
    event.preventDefault();
    onPicture(item.getAsFile());
  });
  // The whole page accepts drops: otherwise the browser would leave the page to open a file that was dropped beside the picture.
  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isEnabled() ? 'copy' : 'none';
    stage.classList.toggle('drop', isEnabled());
  });
  document.addEventListener('dragleave', event => {
    if (!event.relatedTarget) stage.classList.remove('drop');
  });
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    stage.classList.remove('drop');
    if (event.dataTransfer.files[0] && isEnabled()) onPicture(event.dataTransfer.files[0]);
  });
}

export async function importPicture(api, model, blob) {
  return api.post('/images/import', { model, image: await toBase64(blob), frames: true });
}

/** Calls onCopy() or onCut() when the user copies or cuts and no text is selected. */
export function listenForCopying(isEnabled, onCopy, onCut) {
  for (const [name, action] of [
    ['copy', onCopy],
    ['cut', onCut],
  ]) {
    document.addEventListener(name, event => {
      if (isTyping(event.target) || !getSelection().isCollapsed || !isEnabled()) return;
      event.preventDefault();
      action();
    });
  }
}

/** Returns whether a file has the name of a palette that is not a picture. */
export const isPaletteFile = ({ name }) => /\.(gpl|hex|pal|act|txt)$/i.test(name ?? '');

/** The size of the PNG that was copied last. */
let copiedSize = null;

/** Returns whether a picture of the clipboard seems to be the one that was copied here. */
export const isOwnCopy = async blob => copiedSize !== null && hasSize(blob, copiedSize);

/** Copies a picture as a PNG to the clipboard of the system. */
export async function copyPicture(picture) {
  // Browsers offer the clipboard only to pages from this machine and to HTTPS pages.
  if (!navigator.clipboard?.write) throw new Error('The browser does not allow this page to use the clipboard. Use Export instead.');
  copiedSize = { width: picture.width * copyScale, height: picture.height * copyScale };
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': toPng(picture, copyScale, false) })]);
}
