// Light or dark: the system's choice until the reader makes one.

const name = 'pixelgpt-theme';

export function mountTheme(button) {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (localStorage.getItem(name) ?? (system.matches ? 'dark' : 'light')) === 'dark';

  function apply() {
    document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
    button.setAttribute('aria-pressed', isDark());
    button.setAttribute('aria-label', 'Dark colours');
  }

  button.addEventListener('click', () => {
    localStorage.setItem(name, isDark() ? 'light' : 'dark');
    apply();
    window.dispatchEvent(new Event('studio:theme'));
  });
  system.addEventListener('change', apply);
  apply();
}
