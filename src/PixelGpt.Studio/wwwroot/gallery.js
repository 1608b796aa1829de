// The gallery tab: the data sets, and the runs with their figures, reports and comparisons.

import { element } from './dom.js';
import { formatCount, formatFigure, formatPercent } from './format.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { openReport } from './report-tab.js';
import { stateBadge } from './run-state.js';

/** Returns the URL of a contact sheet. With an API key, which an <img> cannot send, the sheet is fetched and a blob URL is returned. */
async function sheetUrl(api, id) {
  const path = `/api/v1/datasets/${encodeURIComponent(id)}/sheet.png`;
  const key = api.apiKey();
  if (!key) return path;
  const response = await fetch(path, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`The studio responded with status ${response.status}.`);
  return URL.createObjectURL(await response.blob());
}

function datasetCard(api, set) {
  const splits = Object.entries(set.splits ?? {})
    .map(([name, count]) => `${formatCount(count)} ${name}`)
    .join(', ');
  const size = set.width && set.height ? `${set.mixed_sizes ? 'up to ' : ''}${set.width} × ${set.height} pixels` : null;
  const image = element('img', { class: 'sheet', alt: `Contact sheet of the data set ${set.name}`, loading: 'lazy', decoding: 'async' });
  const card = element(
    'li',
    { class: 'card dataset', 'data-dataset': set.id },
    element('h3', {}, set.name),
    image,
    element('p', { class: 'run-facts' }, [size, set.colors ? `${set.colors} colours` : null].filter(Boolean).join(' · ')),
    element('p', { class: 'run-facts' }, splits),
  );
  const fail = () => image.replaceWith(element('p', { class: 'hint' }, 'The contact sheet could not be loaded.'));
  image.addEventListener('error', fail);
  image.addEventListener('load', () => {
    if (image.src.startsWith('blob:')) URL.revokeObjectURL(image.src);
  });
  sheetUrl(api, set.id).then(url => {
    image.src = url;
  }, fail);
  return card;
}

const columns = ['Compare', 'Run', 'State', 'Family', 'Data set', 'Epochs', 'Loss', 'Dev loss', 'Accuracy', 'Actions'];

function runRow(api, run, selected, handlers) {
  const cell = (label, ...children) => element('td', { 'data-label': label }, children);
  const box = element('input', {
    type: 'checkbox',
    'aria-label': `Compare ${run.id}`,
    'data-compare': run.id,
    onchange: event => handlers.select(run.id, event.currentTarget.checked),
  });
  box.checked = selected.has(run.id);
  const path = `/runs/${encodeURIComponent(run.id)}/report.html`;
  // A real link, so that the browser's link functions work. A link cannot send an API key, so with a key the click is handled here.
  const report = element(
    'a',
    {
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
    },
    'Report',
  );
  const use = element(
    'button',
    {
      type: 'button',
      class: 'button',
      'data-use': run.id,
      'aria-label': `Use model ${run.id}`,
      onclick: () => window.dispatchEvent(new CustomEvent('studio:use-model', { detail: run.id })),
    },
    'Use model',
  );
  return element(
    'tr',
    { 'data-gallery-run': run.id },
    cell(
      'Compare',
      run.has_report
        ? element('label', { class: 'tick' }, box)
        : element('span', { class: 'hint', title: 'Only evaluated runs can be compared' }, 'not evaluated'),
    ),
    element('th', { scope: 'row' }, run.id),
    cell('State', stateBadge(run.state)),
    cell('Family', run.model_type ?? '–'),
    cell('Data set', run.dataset ?? '–'),
    cell('Epochs', run.epochs ? `${run.epoch ?? 0} of ${run.epochs}` : String(run.epoch ?? '–')),
    cell('Loss', formatFigure(run.loss)),
    cell('Dev loss', formatFigure(run.dev_loss)),
    cell('Accuracy', formatPercent(run.accuracy)),
    element('td', {}, element('div', { class: 'row-actions' }, (run.epoch ?? 0) > 0 ? use : null, run.has_report ? report : null)),
  );
}

/** Builds the gallery tab in a section of the page. */
export function mountGallery(section, api) {
  const selected = new Set();
  let runs = [],
    mustLoad = true,
    isLoading = false;
  const message = element('p', { id: 'gallery-message', class: 'message', role: 'status', hidden: true });
  const sets = element('ul', { id: 'datasets', class: 'datasets' });
  const noDatasets = element('p', { class: 'hint', hidden: true }, 'No data sets found.');
  const body = element('tbody');
  const table = element(
    'table',
    { id: 'gallery-runs', class: 'gallery-table' },
    element('caption', { class: 'visually-hidden' }, 'Runs with their figures; losses in nats per pixel'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        columns.map(text => element('th', { scope: 'col' }, text)),
      ),
    ),
    body,
  );
  const noRuns = element('p', { class: 'hint', hidden: true }, 'No runs yet. Open the Watch tab and press “Start training”.');
  const compare = element(
    'button',
    { id: 'compare', type: 'button', class: 'button primary', 'aria-describedby': 'compare-hint', onclick: onCompare },
    'Compare',
  );
  const hint = element('p', { id: 'compare-hint', class: 'hint', role: 'status' });
  section.append(
    element(
      'div',
      { class: 'gallery' },
      message,
      element('section', { 'aria-labelledby': 'datasets-title' }, element('h2', { id: 'datasets-title' }, 'Data sets'), sets, noDatasets),
      element(
        'section',
        { 'aria-labelledby': 'gallery-runs-title' },
        element(
          'div',
          { class: 'gallery-head' },
          element('h2', { id: 'gallery-runs-title' }, 'Runs'),
          element('div', { class: 'compare-bar' }, hint, compare),
        ),
        table,
        noRuns,
      ),
    ),
  );

  const handlers = {
    select(id, isSelected) {
      if (isSelected) selected.add(id);
      else selected.delete(id);
      showCompare();
    },
    showError: text => showInlineMessage(message, text, true),
  };

  function showCompare() {
    const evaluated = runs.filter(run => run.has_report).length;
    compare.setAttribute('aria-disabled', String(selected.size < 2));
    hint.textContent =
      evaluated < 2
        ? 'To compare runs, evaluate at least two with “pixelgpt evaluate RUN”.'
        : selected.size < 2
          ? 'Select two or more runs to compare them.'
          : `${selected.size} runs are selected.`;
  }

  async function onCompare() {
    if (selected.size < 2) return;
    try {
      await openReport(api, `/runs/compare?ids=${[...selected].map(encodeURIComponent).join(',')}`);
    } catch (error) {
      handlers.showError(errorText(error));
    }
  }

  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      const [datasetsResponse, runsResponse] = await Promise.all([api.get('/datasets'), api.get('/runs')]);
      runs = runsResponse.runs;
      for (const id of [...selected]) if (!runs.some(run => run.id === id && run.has_report)) selected.delete(id);
      sets.replaceChildren(...datasetsResponse.datasets.map(set => datasetCard(api, set)));
      noDatasets.hidden = datasetsResponse.datasets.length > 0;
      body.replaceChildren(...runs.map(run => runRow(api, run, selected, handlers)));
      table.hidden = runs.length === 0;
      noRuns.hidden = runs.length > 0;
      showCompare();
      showInlineMessage(message, '');
    } catch (error) {
      mustLoad = true;
      handlers.showError(`The gallery could not be loaded. ${errorText(error)} Open the tab again to retry.`);
    } finally {
      isLoading = false;
    }
  }

  // The gallery is loaded each time the tab is opened.
  function onHiddenChanged() {
    if (section.hidden) mustLoad = true;
    else if (mustLoad) {
      mustLoad = false;
      load();
    }
  }
  new MutationObserver(onHiddenChanged).observe(section, { attributes: true, attributeFilter: ['hidden'] });
  onHiddenChanged();
}
