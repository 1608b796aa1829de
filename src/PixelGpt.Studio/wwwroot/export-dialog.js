// The dialog that exports the picture: name, format, enlargement and background.

import { download } from './download.js';
import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-export';
const $ = id => document.getElementById(id);

/** @param {(work: () => Promise<void>) => void} perform runs an action and shows its error */
export function mountExport(api, picture, perform) {
  const [name, format, scale, transparent] = [$('export-name'), $('export-format'), $('export-scale'), $('export-transparent')];
  restore();
  for (const field of [format, scale, transparent]) field.addEventListener('change', showResult);

  $('export').addEventListener('click', () => {
    showResult();
    $('export-dialog').showModal();
  });

  $('export-form').addEventListener('submit', () => {
    browserStorage.set(
      storageKey,
      JSON.stringify({ name: name.value, format: format.value, scale: scale.value, isTransparent: transparent.checked }),
    );
    perform(save);
  });

  // Aseprite files have the original size.
  const factor = () => (format.value === 'aseprite' ? 1 : Number(scale.value));

  async function save() {
    const { model, width, height, pixels, palette } = picture;
    const blob = await api.post('/images/export', {
      model,
      width,
      height,
      pixels,
      palette,
      scale: factor(),
      format: format.value,
      transparent: transparent.checked,
    });
    download(blob, `${name.value || 'picture'}.${format.value}`);
  }

  function showResult() {
    scale.disabled = format.value === 'aseprite';
    $('export-size').textContent =
      `${picture.width * factor()}×${picture.height * factor()} pixels, ${transparent.checked ? 'transparent' : 'opaque'} background`;
  }

  function restore() {
    const saved = browserStorage.getJson(storageKey);
    if (typeof saved?.name === 'string') name.value = saved.name;
    for (const [field, value] of [
      [format, saved?.format],
      [scale, saved?.scale],
    ])
      if ([...field.options].some(option => option.value === value)) field.value = value;
    if (typeof saved?.isTransparent === 'boolean') transparent.checked = saved.isTransparent;
  }
}
