// Messages inside the watch and gallery tabs. The message bar at the bottom of the page is in status.js.

/** Shows a message as a status, or as an alert if it is an error. An empty text hides the element. */
export function showInlineMessage(node, text, isError = false) {
  node.setAttribute('role', isError ? 'alert' : 'status');
  node.classList.toggle('is-error', isError);
  node.textContent = text;
  node.hidden = text === '';
}

/** Returns the text that describes an error to the user. */
export function errorText(error) {
  return error?.detail || error?.message || String(error);
}
