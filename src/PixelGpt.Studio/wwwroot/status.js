// One line for what the reader should know or do; errors stay until the next message, or until what failed has worked.

const element = document.getElementById('status');
let timer, counter;

export function say(message, { isError = false, action = null, wait = 0 } = {}) {
  clearTimeout(timer);
  clearInterval(counter);
  element.replaceChildren(message);
  element.setAttribute('role', isError ? 'alert' : 'status');
  element.classList.toggle('error', isError);
  element.hidden = message === '';
  if (wait) countDown(wait);
  if (action) element.append(button(action.label, () => { say(''); action.run(); }));
  if (isError || action) element.append(button('Dismiss', () => say('')));
  else if (message) timer = setTimeout(() => say(''), 8000);
}

function button(label, run) {
  const it = document.createElement('button');
  it.type = 'button';
  it.textContent = label;
  it.addEventListener('click', run);
  return it;
}

/** For who hears the page: what others see happen. */
export function tell(text) { document.getElementById('told').textContent = text; }

/** Only for the eye: who hears the page would be told each second. */
function countDown(seconds) {
  const left = document.createElement('span');
  left.className = 'countdown';
  left.setAttribute('aria-hidden', 'true');
  element.append(left);
  const end = Date.now() + 1000 * seconds;
  const show = () => {
    const rest = Math.ceil((end - Date.now()) / 1000);
    left.textContent = rest > 0 ? ` (${rest} s)` : ' (now)';
    if (rest <= 0) clearInterval(counter);
  };
  show();
  counter = setInterval(show, 250);
}

/** Tells an error of the API, with a way to try again where that may help. */
export function sayError(error, retry = null) {
  const sentence = /[.?!]$/.test(error.message) || !error.retryAfter ? error.message : `${error.message}.`;
  const mayHelp = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
  say(sentence + (error.retryAfter ? ` Try again in ${error.retryAfter} s.` : ''), {
    isError: true,
    wait: error.retryAfter ?? 0,
    action: retry && mayHelp ? { label: error.status === 401 ? 'Enter the key' : 'Try again', run: retry } : null,
  });
}

/** Takes an error away: what was asked for has been done. */
export function forgive() { if (element.classList.contains('error')) say(''); }

/** Takes a note away: it no longer holds. */
export function unsay() { if (!element.classList.contains('error')) say(''); }
