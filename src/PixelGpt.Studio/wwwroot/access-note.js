// Says why the user cannot train, upload, rename and delete, and hides the buttons for it.

import { info } from './info.js';

/** Shows or removes the note, as the server says. */
export function showAccess() {
  const reason = info.changes_refused ?? '';
  const note = document.getElementById('access-note');
  note.textContent = reason;
  note.hidden = reason === '';
  document.body.classList.toggle('no-changes', reason !== '');
}
