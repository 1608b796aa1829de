// The dialog that exports the picture or the animation: name, format, enlargement, background and frames per second.

import { download, fileNameOf } from './download.js';
import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-export';
const $ = id => document.getElementById(id);

/** The extensions of the formats. */
const extensions = { png: 'png', gif: 'gif', apng: 'png', sheet: 'zip', aseprite: 'aseprite' };

/** Formats in which frames have a duration. */
const isTimed = format => format !== 'png';

/** Returns the request that exports a picture: its shown frame as PNG, or all frames. `duration` replaces the durations of the frames unless it is null. */
export function exportRequest(picture, { format, scale, isTransparent, duration, name }) {
  const { model, width, height, palette, frames, frame } = picture;
  const common = { model, width, height, palette, format, scale, transparent: isTransparent };
  if (format === 'png') return { ...common, pixels: frame.pixels };
  const hasSketch = ({ sketch }) => format === 'aseprite' && sketch?.some(color => color !== 0);
  return {
    ...common,
    name,
    frames: frames.map(it => ({ pixels: it.pixels, duration: duration ?? it.duration, ...(hasSketch(it) ? { sketch: it.sketch } : {}) })),
  };
}

/** @param {(work: () => Promise<void>) => void} perform runs an action and shows its error */
export function mountExport(api, picture, perform) {
  const [name, format, scale, transparent, fps] = ['name', 'format', 'scale', 'transparent', 'fps'].map(field => $(`export-${field}`));
  restore();
  for (const field of [format, scale, transparent]) field.addEventListener('change', showResult);

  $('export').addEventListener('click', () => {
    const [{ duration }] = picture.frames;
    fps.value = picture.frames.every(frame => frame.duration === duration) ? Math.round(10000 / duration) / 10 : '';
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
    const fileName = fileNameOf(name.value.trim() || 'picture'),
      duration = fps.value ? Math.round(1000 / fps.value) : null;
    const blob = await api.post(
      '/images/export',
      exportRequest(picture, { format: format.value, scale: factor(), isTransparent: transparent.checked, duration, name: fileName }),
    );
    download(blob, `${fileName}.${extensions[format.value]}`);
  }

  function showResult() {
    const count = picture.frames.length,
      isAnimation = count > 1 && isTimed(format.value);
    scale.disabled = format.value === 'aseprite';
    $('export-fps-field').hidden = !isAnimation;
    $('export-size').textContent =
      `${isAnimation ? `${count} frames of ` : ''}${picture.width * factor()}×${picture.height * factor()} pixels, ${transparent.checked ? 'transparent' : 'opaque'} background`;
    showSketchNote(isAnimation ? picture.frames : [picture.frame]);
  }

  function showSketchNote(frames) {
    const note = $('export-note');
    note.hidden = !frames.some(({ sketch }) => sketch?.some(color => color !== 0));
    note.textContent = format.value === 'aseprite' ? 'The sketch becomes a hidden layer.' : 'The sketch is not exported; Aseprite files keep it.';
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
