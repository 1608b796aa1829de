// The list of runs in the watch tab.

import { element } from './dom.js';
import { bestFirst, qualityWords } from './quality.js';
import { stateBadge, stateOrder } from './run-state.js';

function factsText(run) {
  const epochs = run.epochs && run.state !== 'done' ? `round ${run.epoch ?? 0} of ${run.epochs}` : null;
  return [qualityWords(run), epochs].filter(Boolean).join(' · ');
}

/**
 * Creates the list of runs. `update` reuses the existing buttons, so that the keyboard focus stays where it is.
 * @param {(id: string) => void} onSelect called with the run whose button was pressed
 */
export function runList(onSelect) {
  const list = element('ul', { id: 'runs', class: 'runs', 'aria-label': 'Runs' });
  const entries = new Map();

  function createEntry(id) {
    const parts = { name: element('span', { class: 'run-name' }, id), badge: element('span'), facts: element('span', { class: 'run-facts' }) };
    const button = element(
      'button',
      { type: 'button', class: 'run', 'data-run': id, onclick: () => onSelect(id) },
      element('span', { class: 'run-head' }, parts.name, parts.badge),
      parts.facts,
    );
    return { ...parts, button, row: element('li', {}, button) };
  }

  function updateEntry(entry, run) {
    const badge = stateBadge(run.state);
    entry.badge.replaceWith(badge);
    entry.badge = badge;
    entry.facts.textContent = factsText(run);
    entry.button.setAttribute('data-state', run.state);
  }

  return {
    node: list,
    update(runs, selected) {
      const sorted = bestFirst(runs).sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state));
      for (const id of entries.keys()) {
        if (runs.some(run => run.id === id)) continue;
        entries.get(id).row.remove();
        entries.delete(id);
      }
      sorted.forEach((run, index) => {
        if (!entries.has(run.id)) entries.set(run.id, createEntry(run.id));
        const entry = entries.get(run.id);
        updateEntry(entry, run);
        // Rows that are in place are not moved, because moving a row takes the focus from its button.
        if (list.children[index] !== entry.row) list.insertBefore(entry.row, list.children[index] ?? null);
        if (run.id === selected) entry.button.setAttribute('aria-current', 'true');
        else entry.button.removeAttribute('aria-current');
      });
    },
  };
}
