// A card of the gallery with a data set and its contact sheet.

import { element } from './dom.js';
import { formatCount } from './format.js';

/** Returns the URL of a contact sheet. With an API key, which an <img> cannot send, the sheet is fetched and a blob URL is returned. */
async function sheetUrl(api, id) {
  const path = api.addressOf(`/datasets/${encodeURIComponent(id)}/sheet.png`);
  const key = api.apiKey();
  if (!key) return path;
  const response = await fetch(path, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`The studio responded with status ${response.status}.`);
  return URL.createObjectURL(await response.blob());
}

/**
 * Creates the card of a data set.
 * @param {(id: string) => void} onDelete called when a data set that was uploaded is to be deleted
 */
export function datasetCard(api, set, onDelete) {
  const splits = Object.entries(set.splits ?? {})
    .map(([name, count]) => `${formatCount(count)} ${name}`)
    .join(', ');
  const size = set.width && set.height ? `${set.mixed_sizes ? 'up to ' : ''}${set.width} × ${set.height} pixels` : null;
  const image = element('img', { class: 'sheet', alt: `Contact sheet of the data set ${set.name}`, loading: 'lazy', decoding: 'async' });
  const card = element(
    'li',
    { class: 'card dataset', 'data-dataset': set.id },
    element('h3', {}, set.name),
    image,
    element('p', { class: 'run-facts' }, [size, set.colors ? `${set.colors} colours` : null].filter(Boolean).join(' · ')),
    element('p', { class: 'run-facts' }, set.problem ?? splits),
    set.can_delete
      ? element(
          'button',
          {
            type: 'button',
            class: 'button',
            'aria-label': `Delete the data set ${set.name}`,
            'data-delete-dataset': set.id,
            onclick: () => onDelete(set.id),
          },
          'Delete',
        )
      : null,
  );
  const fail = () => image.replaceWith(element('p', { class: 'hint' }, 'The contact sheet could not be loaded.'));
  image.addEventListener('error', fail);
  image.addEventListener('load', () => {
    if (image.src.startsWith('blob:')) URL.revokeObjectURL(image.src);
  });
  sheetUrl(api, set.id).then(url => {
    image.src = url;
  }, fail);
  return card;
}
