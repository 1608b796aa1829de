// Keyboard shortcuts that work everywhere on the page except in text fields. Single-letter shortcuts can be turned off (WCAG 2.1.4),
// because speech input can trigger them by accident.

import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-letter-keys';

export function mountLetterKeys(box) {
  box.checked = browserStorage.get(storageKey) !== 'off';
  box.addEventListener('change', () => browserStorage.set(storageKey, box.checked ? 'on' : 'off'));
}

/** Returns whether an element uses key presses itself, such as a text field. */
export const isTyping = element => Boolean(element.closest?.('input:not([type=checkbox]):not([type=range]), select, textarea, dialog'));

/** Calls the given functions on their keys while the paint tab is open. `take(place)`, `zoom(key)`, `frame(key, isShifted)` and `tool(key)` return whether they handled the key. */
export function listenForKeys({ finish, stop, undo, redo, selectAll, toggleHeatMap, take, zoom, frame, tool }) {
  const commands = { z: undo, y: redo, a: selectAll };
  const letters = { f: finish, h: toggleHeatMap, '?': () => document.getElementById('help').showModal() };

  /** Returns whether the key was handled. */
  function pressCommand(key, isShifted) {
    const command = key === 'z' && isShifted ? redo : commands[key];
    command?.();
    return Boolean(command);
  }

  /** Returns whether the key was handled. */
  function pressLetter(key, isShifted) {
    if (!document.getElementById('letter-keys').checked) return false;
    if (!letters[key]) return (/^[1-9]$/.test(key) && take(Number(key))) || zoom(key) || frame(key, isShifted) || tool(key);
    letters[key]();
    return true;
  }

  document.addEventListener('keydown', event => {
    const key = event.key.toLowerCase();
    if (document.getElementById('panel-paint').hidden || event.altKey) return;
    if (key === 'escape' && !event.target.closest('dialog')) return stop();
    if (isTyping(event.target)) return;
    if (event.ctrlKey || event.metaKey ? pressCommand(key, event.shiftKey) : pressLetter(key, event.shiftKey)) event.preventDefault();
  });
}
