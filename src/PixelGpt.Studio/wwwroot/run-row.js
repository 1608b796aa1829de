// A row of the gallery with a run: its figures, and the buttons to use and compare it.

import { element } from './dom.js';
import { formatFigure, formatPercent } from './format.js';
import { errorText } from './inline-message.js';
import { openReport } from './report-tab.js';
import { stateBadge } from './run-state.js';

export const columns = ['Compare', 'Run', 'State', 'Family', 'Data set', 'Epochs', 'Loss', 'Dev loss', 'Accuracy', 'Actions'];

function compareBox(run, selected, handlers) {
  const box = element('input', {
    type: 'checkbox',
    'aria-label': `Compare ${run.id}`,
    'data-compare': run.id,
    onchange: event => handlers.select(run.id, event.currentTarget.checked),
  });
  box.checked = selected.has(run.id);
  return element('label', { class: 'tick' }, box);
}

/** Creates a real link, so that the browser's link functions work. A link cannot send an API key, so with a key the click is handled here. */
function reportLink(api, run, handlers) {
  const path = `/runs/${encodeURIComponent(run.id)}/report.html`;
  const attributes = {
    class: 'button',
    href: `/api/v1${path}`,
    target: '_blank',
    rel: 'noopener',
    'data-report': run.id,
    'aria-label': `Report of ${run.id}, opens in a new tab`,
    onclick: event => {
      if (!api.apiKey()) return;
      event.preventDefault();
      openReport(api, path).catch(error => handlers.showError(errorText(error)));
    },
  };
  return element('a', attributes, 'Report');
}

function useButton(run) {
  const attributes = {
    type: 'button',
    class: 'button',
    'data-use': run.id,
    'aria-label': `Use model ${run.id}`,
    onclick: () => window.dispatchEvent(new CustomEvent('studio:use-model', { detail: run.id })),
  };
  return element('button', attributes, 'Use model');
}

export function runRow(api, run, selected, handlers) {
  const cell = (label, ...children) => element('td', { 'data-label': label }, children);
  const notEvaluated = () => element('span', { class: 'hint', title: 'Only evaluated runs can be compared' }, 'not evaluated');
  return element(
    'tr',
    { 'data-gallery-run': run.id },
    cell('Compare', run.has_report ? compareBox(run, selected, handlers) : notEvaluated()),
    element('th', { scope: 'row' }, run.id),
    cell('State', stateBadge(run.state)),
    cell('Family', run.model_type ?? '–'),
    cell('Data set', run.dataset ?? '–'),
    cell('Epochs', run.epochs ? `${run.epoch ?? 0} of ${run.epochs}` : String(run.epoch ?? '–')),
    cell('Loss', formatFigure(run.loss)),
    cell('Dev loss', formatFigure(run.dev_loss)),
    cell('Accuracy', formatPercent(run.accuracy)),
    element(
      'td',
      {},
      element('div', { class: 'row-actions' }, (run.epoch ?? 0) > 0 ? useButton(run) : null, run.has_report ? reportLink(api, run, handlers) : null),
    ),
  );
}
