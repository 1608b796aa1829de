// Keys that work anywhere on the page but where text is typed. Letters alone can be turned off (WCAG 2.1.4): who speaks to
// the computer would set them off by a word.

import { ofAll } from './storage.js';

const name = 'pixelgpt-letter-keys';

export function mountLetterKeys(box) {
  box.checked = ofAll.get(name) !== 'off';
  box.addEventListener('change', () => ofAll.set(name, box.checked ? 'on' : 'off'));
}

/** Whether keys are for the field that they are pressed in. */
export const isTyping = element => Boolean(element.closest?.('input:not([type=checkbox]):not([type=range]), select, textarea, dialog'));

export function listenForKeys({ finish, stop, undo, redo, heat, tool }) {
  document.addEventListener('keydown', event => {
    const key = event.key.toLowerCase(), isCommand = event.ctrlKey || event.metaKey;
    if (document.getElementById('panel-paint').hidden || event.altKey) return;
    if (key === 'escape' && !event.target.closest('dialog')) return stop();
    if (isTyping(event.target)) return;
    if (isCommand && key === 'z') (event.shiftKey ? redo : undo)();
    else if (isCommand && key === 'y') redo();
    else if (isCommand) return;
    else if (!document.getElementById('letter-keys').checked) return;
    else if (key === 'f') finish();
    else if (key === 'h') heat();
    else if (key === '?') document.getElementById('help').showModal();
    else if (!tool(key)) return;
    event.preventDefault();
  });
}
