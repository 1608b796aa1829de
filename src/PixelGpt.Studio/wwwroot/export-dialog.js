// The dialog that exports the picture: name, enlargement and background.

import { toPng } from './picture-file.js';
import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-export';
const $ = id => document.getElementById(id);

/** @param {(work: () => Promise<void>) => void} perform runs an action and shows its error */
export function mountExport(picture, perform) {
  const [name, scale, transparent] = [$('export-name'), $('export-scale'), $('export-transparent')];
  restore();
  for (const field of [scale, transparent]) field.addEventListener('change', showResult);

  $('export').addEventListener('click', () => {
    showResult();
    $('export-dialog').showModal();
  });

  $('export-form').addEventListener('submit', () => {
    browserStorage.set(storageKey, JSON.stringify({ name: name.value, scale: scale.value, isTransparent: transparent.checked }));
    perform(async () => download(await toPng(picture, Number(scale.value), transparent.checked), `${name.value.replace(/[\\/:*?"<>|]/g, '_') || 'picture'}.png`));
  });

  function showResult() {
    $('export-size').textContent = `${picture.width * scale.value}×${picture.height * scale.value} pixels, ${transparent.checked ? 'transparent' : 'opaque'} background`;
  }

  function restore() {
    try {
      const saved = JSON.parse(browserStorage.get(storageKey));
      if (typeof saved?.name === 'string') name.value = saved.name;
      if ([...scale.options].some(option => option.value === saved?.scale)) scale.value = saved.scale;
      if (typeof saved?.isTransparent === 'boolean') transparent.checked = saved.isTransparent;
    } catch { /* The saved value is damaged; the defaults of the page apply. */ }
  }
}

function download(blob, fileName) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
