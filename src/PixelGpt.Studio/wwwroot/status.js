// One line for what the reader should know or do; errors stay until the next message.

const element = document.getElementById('status');
let timer;

export function say(message, { isError = false, action = null } = {}) {
  clearTimeout(timer);
  element.replaceChildren(message);
  element.setAttribute('role', isError ? 'alert' : 'status');
  element.classList.toggle('error', isError);
  element.hidden = message === '';
  if (action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = action.label;
    button.addEventListener('click', () => { say(''); action.run(); });
    element.append(' ', button);
  } else if (!isError && message) {
    timer = setTimeout(() => say(''), 8000);
  }
}

/** Tells an error of the API, with a way to try again where that may help. */
export function sayError(error, retry = null) {
  const wait = error.retryAfter ? `${/[.?!]$/.test(error.message) ? '' : '.'} Try again in ${error.retryAfter} s.` : '';
  say(error.message + wait, { isError: true, action: retry && (error.status === 0 || error.status === 429 || error.status >= 500) ? { label: 'Try again', run: retry } : null });
}
