// Builds the page: theme, tabs, and one module per view.

import { showAccess } from './access-note.js';
import * as api from './api.js';
import { mountGallery } from './gallery.js';
import { loadInfo } from './info.js';
import { mountPaint } from './paint.js';
import { mountLetterKeys } from './shortcuts.js';
import { mountTabs } from './tabs.js';
import { mountTeach } from './teach.js';
import { mountTheme } from './theme.js';
import { mountWatch } from './watch.js';
import { mountWatchedFolders } from './watched-folders.js';

mountTheme(document.getElementById('theme'));
const tabs = mountTabs(document.querySelector('[role=tablist]'));
await loadInfo(api);
const paint = await mountPaint(api);
await loadInfo(api); // Once more, if the API key was missing before.
showAccess();
mountWatch(document.getElementById('panel-watch'), api);
mountGallery(document.getElementById('panel-gallery'), api);
mountTeach(api, paint.forTeaching);
mountWatchedFolders(api);

window.addEventListener('studio:use-model', event => {
  tabs.select('paint', true);
  paint.useModel(event.detail);
});

// The URL fragment names the open tab, so following the skip link must not change it.
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  document.getElementById('main').focus();
});

const help = document.getElementById('help');
mountLetterKeys(document.getElementById('letter-keys'));
document.getElementById('help-open').addEventListener('click', () => help.showModal());
for (const button of document.querySelectorAll('dialog [data-close]')) button.addEventListener('click', () => button.closest('dialog').close());

// Shows only the shortcuts whose keys or description contain the text.
document.getElementById('help-search').addEventListener('input', ({ target }) => {
  for (const keys of help.querySelectorAll('dt')) {
    const isShown = `${keys.textContent} ${keys.nextElementSibling.textContent}`.toLowerCase().includes(target.value.trim().toLowerCase());
    keys.hidden = keys.nextElementSibling.hidden = !isShown;
  }
});
