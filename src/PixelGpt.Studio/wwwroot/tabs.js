// The tabs pattern of the ARIA Authoring Practices: only the selected tab is in the tab order, and arrow keys switch tabs.
// The URL fragment names the selected tab.

export function mountTabs(list) {
  const tabs = [...list.querySelectorAll('[role=tab]')];
  const nameOf = tab => tab.id.slice('tab-'.length);

  function select(name, focus = false) {
    const selected = tabs.find(tab => nameOf(tab) === name) ?? tabs[0];
    for (const tab of tabs) {
      const isSelected = tab === selected;
      tab.setAttribute('aria-selected', isSelected);
      tab.tabIndex = isSelected ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !isSelected;
    }
    if (focus) selected.focus();
    if (location.hash !== `#${nameOf(selected)}`) history.replaceState(null, '', `#${nameOf(selected)}`);
    window.dispatchEvent(new CustomEvent('studio:tab', { detail: nameOf(selected) }));
  }

  list.addEventListener('click', event => {
    const tab = event.target.closest('[role=tab]');
    if (tab) select(nameOf(tab));
  });
  list.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex(tab => tab.getAttribute('aria-selected') === 'true');
    const to = Math.abs(step) === 1 ? (at + step + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
    select(nameOf(tabs[to]), true);
  });
  window.addEventListener('hashchange', () => {
    if (tabs.some(tab => `#${nameOf(tab)}` === location.hash)) select(location.hash.slice(1));
  });
  select(location.hash.slice(1));
  return { select };
}
