// Light or dark: the system's choice until the reader makes one.

import { ofAll } from './storage.js';

const name = 'pixelgpt-theme';

export function mountTheme(button) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (ofAll.get(name) ?? (system.matches ? 'dark' : 'light')) === 'dark';

  function apply() {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    button.setAttribute('aria-pressed', isDark());
    button.setAttribute('aria-label', 'Dark colours');
  }

  button.addEventListener('click', () => {
    ofAll.set(name, isDark() ? 'light' : 'dark');
    apply();
  });
  system.addEventListener('change', apply);
  window.addEventListener('storage', event => { if (event.key === name) apply(); });
  apply();
}
