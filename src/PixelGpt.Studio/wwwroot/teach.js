// "Teach it my style": the buttons in the paint and watch tabs, the dialog, and the chip that shows how the model learns.

import { loadInfo } from './info.js';
import { TeachChip } from './teach-chip.js';
import { TeachDialog } from './teach-dialog.js';

/** Adds the dialog and the chip to the page. Every button with `data-teach` opens the dialog. */
export function mountTeach(api, paint) {
  const chip = new TeachChip(api, paint);
  document.querySelector('#panel-paint .canvas-bar').after(chip.node);
  const onStarted = run => {
    chip.start(run);
    window.dispatchEvent(new CustomEvent('studio:run-started', { detail: run }));
  };
  let dialog = null;
  document.addEventListener('click', async event => {
    if (!event.target.closest('[data-teach]')) return;
    await loadInfo(api);
    dialog ??= new TeachDialog(api, onStarted);
    dialog.open();
  });
}
