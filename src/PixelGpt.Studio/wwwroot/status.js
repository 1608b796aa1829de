// The message bar at the bottom of the page. Notes disappear after some seconds; errors stay until the next message or until the
// failed action succeeds.

const noteMilliseconds = 8000;
const bar = document.getElementById('status');
let hideTimer, countdownTimer;

/**
 * Shows a message; an empty message hides the bar.
 * @param {string} message
 * @param {{isError?: boolean, action?: {label: string, run: () => void}, wait?: number}} options `wait` starts a countdown in seconds
 */
export function showMessage(message, { isError = false, action = null, wait = 0 } = {}) {
  clearTimeout(hideTimer);
  clearInterval(countdownTimer);
  bar.replaceChildren(message);
  bar.setAttribute('role', isError ? 'alert' : 'status');
  bar.classList.toggle('error', isError);
  bar.hidden = message === '';
  if (wait) showCountdown(wait);
  if (action)
    bar.append(
      createButton(action.label, () => {
        showMessage('');
        action.run();
      }),
    );
  if (isError || action) bar.append(createButton('Dismiss', () => showMessage('')));
  else if (message) hideTimer = setTimeout(() => showMessage(''), noteMilliseconds);
}

function createButton(label, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', onClick);
  return button;
}

/** Announces a change that is visible on the page to screen readers. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

/** Shows the seconds until the action can be repeated. Hidden from screen readers, which would otherwise read out every second. */
function showCountdown(seconds) {
  const countdown = document.createElement('span');
  countdown.className = 'countdown';
  countdown.setAttribute('aria-hidden', 'true');
  bar.append(countdown);
  const end = Date.now() + 1000 * seconds;
  const update = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    countdown.textContent = left > 0 ? ` (${left} s left)` : ' (now)';
    if (left <= 0) clearInterval(countdownTimer);
  };
  update();
  countdownTimer = setInterval(update, 250);
}

/** Shows an error, with a button that tries again if that can help. */
export function showError(error, retry = null) {
  const canRetry = error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500;
  showMessage(error.message, {
    isError: true,
    wait: error.retryAfter ?? 0,
    action: retry && canRetry ? { label: error.status === 401 ? 'Enter the API key' : 'Try again', run: retry } : null,
  });
}

/** Removes an error message, because the failed action has succeeded. */
export function clearError() {
  if (bar.classList.contains('error')) showMessage('');
}

/** Removes a note that no longer applies; errors stay. */
export function clearNote() {
  if (!bar.classList.contains('error')) showMessage('');
}
