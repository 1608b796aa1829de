// Pictures by file, by drag and by paste; and out again as PNG.

import { isTyping } from './shortcuts.js';

async function toBase64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** Calls take(blob) with each picture that is chosen, dropped anywhere on the page or pasted, where isWanted() says so. */
export function listenForPictures(input, stage, isWanted, take) {
  input.addEventListener('change', () => {
    if (input.files[0]) take(input.files[0]);
    input.value = '';
  });
  document.addEventListener('paste', event => {
    const item = [...event.clipboardData.items].find(i => i.type.startsWith('image/'));
    if (!item || !isWanted()) return;
    event.preventDefault();
    take(item.getAsFile());
  });
  // A file that misses the picture must not make the browser leave the page for it.
  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragover', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = isWanted() ? 'copy' : 'none';
    stage.classList.toggle('drop', isWanted());
  });
  document.addEventListener('dragleave', event => { if (!event.relatedTarget) stage.classList.remove('drop'); });
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    stage.classList.remove('drop');
    if (event.dataTransfer.files[0] && isWanted()) take(event.dataTransfer.files[0]);
  });
}

export async function importPicture(api, model, blob) {
  return api.post('/images/import', { model, image: await toBase64(blob) });
}

/** Calls copy() where the reader copies, and no text is chosen to be copied instead. */
export function listenForCopying(isWanted, copy) {
  document.addEventListener('copy', event => {
    if (isTyping(event.target) || !getSelection().isCollapsed || !isWanted()) return;
    event.preventDefault();
    copy();
  });
}

const render = (api, picture) => api.post('/images/export', { model: picture.model, width: picture.width, height: picture.height, pixels: picture.pixels, scale: 8 });

export async function copyPicture(api, picture) {
  // Browsers give the clipboard to pages of this machine and of https alone.
  if (!navigator.clipboard?.write) throw new Error('This browser does not let the page use the clipboard here: take Export.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': render(api, picture) })]);
}

export async function exportPicture(api, picture) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await render(api, picture));
  link.download = 'picture.png';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
