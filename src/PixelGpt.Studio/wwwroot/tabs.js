// The tab pattern of the ARIA practices: one tab in the tab order, arrows move among them. The address remembers which.

export function mountTabs(list) {
  const tabs = [...list.querySelectorAll('[role=tab]')];
  const nameOf = tab => tab.id.slice('tab-'.length);

  function select(name, focus = false) {
    const chosen = tabs.find(tab => nameOf(tab) === name) ?? tabs[0];
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute('aria-controls')).hidden = !isChosen;
    }
    if (focus) chosen.focus();
    if (location.hash !== '#' + nameOf(chosen)) history.replaceState(null, '', '#' + nameOf(chosen));
    window.dispatchEvent(new CustomEvent('studio:tab', { detail: nameOf(chosen) }));
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
  window.addEventListener('hashchange', () => { if (tabs.some(tab => '#' + nameOf(tab) === location.hash)) select(location.hash.slice(1)); });
  select(location.hash.slice(1));
  return { select };
}
