// Creates DOM elements, and disables buttons without moving the keyboard focus.

/**
 * Creates an element.
 * @param {string} name tag name
 * @param {object} attributes attributes by name; a function under `on…` is added as an event listener; null, undefined and false are skipped
 * @param {...(Node|string|null|Array)} children nodes or text; null and undefined are skipped
 */
export function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** Enables or disables a button with aria-disabled, because `disabled` would remove the keyboard focus. */
export function setEnabled(button, isEnabled) {
  button.setAttribute('aria-disabled', String(!isEnabled));
}

/** Calls an action when a button is pressed, unless `setEnabled` disabled it. */
export function onPress(button, action) {
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') action();
  });
}
