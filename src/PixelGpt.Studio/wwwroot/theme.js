// The light or dark theme: the system's setting until the user selects one.

import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-theme';

export function mountTheme(button) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (browserStorage.get(storageKey) ?? (system.matches ? 'dark' : 'light')) === 'dark';

  function apply() {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    button.setAttribute('aria-pressed', isDark());
    button.setAttribute('aria-label', 'Dark theme');
  }

  button.addEventListener('click', () => {
    browserStorage.set(storageKey, isDark() ? 'light' : 'dark');
    apply();
  });
  system.addEventListener('change', apply);
  window.addEventListener('storage', event => {
    if (event.key === storageKey) apply();
  });
  apply();
}
