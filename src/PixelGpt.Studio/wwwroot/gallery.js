// The gallery tab: the data sets, and the runs with their figures, reports and comparisons.

import { datasetCard } from './dataset-card.js';
import { element } from './dom.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { openReport } from './report-tab.js';
import { columns, runRow } from './run-row.js';

/** Builds the gallery tab in a section of the page. It is loaded each time the tab is opened. */
export function mountGallery(section, api) {
  const gallery = new Gallery(section, api);
  new MutationObserver(() => gallery.onHiddenChanged()).observe(section, { attributes: true, attributeFilter: ['hidden'] });
  gallery.onHiddenChanged();
}

class Gallery {
  constructor(section, api) {
    Object.assign(this, { section, api, selected: new Set(), runs: [], mustLoad: true, isLoading: false });
    this.message = element('p', { id: 'gallery-message', class: 'message', role: 'status', hidden: true });
    this.sets = element('ul', { id: 'datasets', class: 'datasets' });
    this.noDatasets = element('p', { class: 'hint', hidden: true }, 'No data sets found.');
    this.body = element('tbody');
    const heads = columns.map(text => element('th', { scope: 'col' }, text));
    this.table = element(
      'table',
      { id: 'gallery-runs', class: 'gallery-table' },
      element('caption', { class: 'visually-hidden' }, 'Runs with their figures; losses in nats per pixel'),
      element('thead', {}, element('tr', {}, heads)),
      this.body,
    );
    this.noRuns = element('p', { class: 'hint', hidden: true }, 'No runs yet. Open the Watch tab and press “Start training”.');
    this.compare = element(
      'button',
      { id: 'compare', type: 'button', class: 'button primary', 'aria-describedby': 'compare-hint', onclick: () => this.openComparison() },
      'Compare',
    );
    this.hint = element('p', { id: 'compare-hint', class: 'hint', role: 'status' });
    section.append(this.layout());
  }

  layout() {
    const head = element(
      'div',
      { class: 'gallery-head' },
      element('h2', { id: 'gallery-runs-title' }, 'Runs'),
      element('div', { class: 'compare-bar' }, this.hint, this.compare),
    );
    return element(
      'div',
      { class: 'gallery' },
      this.message,
      element('section', { 'aria-labelledby': 'datasets-title' }, element('h2', { id: 'datasets-title' }, 'Data sets'), this.sets, this.noDatasets),
      element('section', { 'aria-labelledby': 'gallery-runs-title' }, head, this.table, this.noRuns),
    );
  }

  onHiddenChanged() {
    if (this.section.hidden) this.mustLoad = true;
    else if (this.mustLoad) {
      this.mustLoad = false;
      this.load();
    }
  }

  /** Marks a run to be compared, or no longer. */
  select(id, isSelected) {
    if (isSelected) this.selected.add(id);
    else this.selected.delete(id);
    this.showCompare();
  }

  showError(text) {
    showInlineMessage(this.message, text, true);
  }

  showCompare() {
    const { selected } = this,
      evaluated = this.runs.filter(run => run.has_report).length;
    this.compare.setAttribute('aria-disabled', String(selected.size < 2));
    this.hint.textContent =
      evaluated < 2
        ? 'To compare runs, evaluate at least two with “pixelgpt evaluate RUN”.'
        : selected.size < 2
          ? 'Select two or more runs to compare them.'
          : `${selected.size} runs are selected.`;
  }

  async openComparison() {
    if (this.selected.size < 2) return;
    try {
      await openReport(this.api, `/runs/compare?ids=${[...this.selected].map(encodeURIComponent).join(',')}`);
    } catch (error) {
      this.showError(errorText(error));
    }
  }

  async load() {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      const [{ datasets }, { runs }] = await Promise.all([this.api.get('/datasets'), this.api.get('/runs')]);
      this.show(datasets, runs);
      showInlineMessage(this.message, '');
    } catch (error) {
      this.mustLoad = true;
      this.showError(`The gallery could not be loaded. ${errorText(error)} Open the tab again to retry.`);
    } finally {
      this.isLoading = false;
    }
  }

  show(datasets, runs) {
    const { api, selected } = this;
    this.runs = runs;
    for (const id of [...selected]) if (!runs.some(run => run.id === id && run.has_report)) selected.delete(id);
    this.sets.replaceChildren(...datasets.map(set => datasetCard(api, set)));
    this.noDatasets.hidden = datasets.length > 0;
    this.body.replaceChildren(...runs.map(run => runRow(api, run, selected, this)));
    this.table.hidden = runs.length === 0;
    this.noRuns.hidden = runs.length > 0;
    this.showCompare();
  }
}
