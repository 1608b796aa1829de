// The gallery tab: the models, the best first, with their figures and reports, and the data sets.

import { datasetCard } from './dataset-card.js';
import { element } from './dom.js';
import { info } from './info.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { modelCard } from './model-card.js';
import { inListOrder } from './model-label.js';
import { openReport } from './report-tab.js';
import { pause } from './run-events.js';
import { showMessage } from './status.js';

const evaluationSeconds = 1;

/** Builds the gallery tab in a section of the page. It is loaded each time the tab is opened. */
export function mountGallery(section, api) {
  const gallery = new Gallery(section, api);
  new MutationObserver(() => gallery.onHiddenChanged()).observe(section, { attributes: true, attributeFilter: ['hidden'] });
  gallery.onHiddenChanged();
}

/** Joins models and runs, which have the same ids, to one list. */
function joined(models, runs) {
  const byId = new Map(models.map(model => [model.id, model]));
  // The properties of a run are newer, except its state, which is not that of the model.
  for (const { state, epoch, ...run } of runs) {
    const model = byId.get(run.id) ?? { id: run.id, state: 'training' };
    byId.set(run.id, { ...model, ...run, epoch, problem: run.problem ?? model.problem, run_state: state, accuracy: model.accuracy ?? run.accuracy });
  }
  return inListOrder([...byId.values()]);
}

class Gallery {
  constructor(section, api) {
    Object.assign(this, { section, api, selected: new Set(), models: [], mustLoad: true, isLoading: false, isWaiting: false });
    this.message = element('p', { id: 'gallery-message', class: 'message', role: 'status', hidden: true });
    this.sets = element('ul', { id: 'datasets', class: 'datasets' });
    this.noDatasets = element('p', { class: 'hint', hidden: true }, 'No data sets found.');
    this.list = element('ul', { id: 'gallery-runs', class: 'model-cards' });
    this.compare = element(
      'button',
      { id: 'compare', type: 'button', class: 'button', 'aria-describedby': 'compare-hint', onclick: () => this.openComparison() },
      'Compare',
    );
    this.hint = element('p', { id: 'compare-hint', class: 'hint', role: 'status' });
    section.append(this.layout());
  }

  layout() {
    const head = element(
      'div',
      { class: 'gallery-head' },
      element('h2', { id: 'gallery-runs-title' }, 'Models, the best first'),
      element('div', { class: 'compare-bar' }, this.hint, this.compare),
      element('button', { type: 'button', class: 'button primary', 'data-teach': true }, 'Teach it my style'),
    );
    return element(
      'div',
      { class: 'gallery' },
      this.message,
      element('section', { 'aria-labelledby': 'gallery-runs-title' }, head, this.list),
      element('section', { 'aria-labelledby': 'datasets-title' }, element('h2', { id: 'datasets-title' }, 'Data sets'), this.sets, this.noDatasets),
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
      evaluated = this.models.filter(model => model.has_report).length,
      max = info.limits.max_compared_runs ?? Infinity;
    this.compare.hidden = evaluated < 2;
    this.compare.setAttribute('aria-disabled', String(selected.size < 2 || selected.size > max));
    this.hint.textContent =
      evaluated < 2
        ? ''
        : selected.size < 2
          ? 'Select two or more models to compare them.'
          : selected.size > max
            ? `At most ${max} models can be compared.`
            : `${selected.size} models are selected.`;
  }

  async openComparison() {
    if (this.compare.getAttribute('aria-disabled') === 'true') return;
    try {
      await openReport(this.api, `/runs/compare?ids=${[...this.selected].map(encodeURIComponent).join(',')}`);
    } catch (error) {
      this.showError(errorText(error));
    }
  }

  /** Runs an action that the user asked for, shows its error, and loads the gallery again. Returns whether it succeeded. */
  async perform(work) {
    try {
      await work();
    } catch (error) {
      this.showError(errorText(error));
      return false;
    }
    await this.load();
    return true;
  }

  evaluate(id) {
    return this.perform(() => this.api.post(`/runs/${encodeURIComponent(id)}/evaluate`, {}));
  }

  async rename(id, name) {
    if (name === id) return true;
    const isRenamed = await this.perform(() => this.api.post(`/models/${encodeURIComponent(id)}/rename`, { id: name }));
    if (isRenamed) showMessage(`${id} is now called ${name}.`);
    return isRenamed;
  }

  remove(id) {
    return this.removeAt(`/models/${encodeURIComponent(id)}`, id);
  }

  removeDataset(id) {
    return this.removeAt(`/datasets/${encodeURIComponent(id)}`, id);
  }

  /** Deletes a model or data set, and offers to restore it. */
  removeAt(path, id) {
    return this.perform(async () => {
      const { trash } = await this.api.remove(path);
      const restore = () => this.perform(() => this.api.post(`/trash/${encodeURIComponent(trash)}/restore`, {}));
      showMessage(`${id} was deleted.`, { action: { label: 'Undo', run: restore } });
    });
  }

  async load() {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      const [{ datasets }, { models }, { runs }] = await Promise.all(['/datasets', '/models', '/runs'].map(path => this.api.get(path)));
      showInlineMessage(this.message, '');
      this.showModels(joined(models, runs));
      this.showDatasets(datasets);
    } catch (error) {
      this.mustLoad = true;
      this.showError(`The gallery could not be loaded. ${errorText(error)} Open the tab again to retry.`);
    } finally {
      this.isLoading = false;
    }
    this.waitForEvaluations();
  }

  showModels(models) {
    const { api, selected } = this;
    this.models = models;
    for (const id of [...selected]) if (!models.some(model => model.id === id && model.has_report)) selected.delete(id);
    this.list.replaceChildren(...models.map(model => modelCard(api, model, this)));
    this.showCompare();
  }

  showDatasets(datasets) {
    this.sets.replaceChildren(...datasets.map(set => datasetCard(this.api, set, id => this.removeDataset(id))));
    this.noDatasets.hidden = datasets.length > 0;
  }

  /** Shows the progress of evaluations until all have ended or the tab is closed. */
  async waitForEvaluations() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    try {
      while (!this.section.hidden && this.models.some(({ evaluation }) => evaluation?.state === 'queued' || evaluation?.state === 'running')) {
        await pause(evaluationSeconds);
        await this.refreshEvaluations();
      }
    } catch (error) {
      this.showError(errorText(error));
    } finally {
      this.isWaiting = false;
    }
  }

  /** Replaces the cards whose evaluation has made progress, without moving the others. */
  async refreshEvaluations() {
    const { runs } = await this.api.get('/runs');
    this.models = this.models.map((model, index) => {
      const run = runs.find(other => other.id === model.id);
      if (!run || JSON.stringify(run.evaluation) === JSON.stringify(model.evaluation)) return model;
      const next = { ...model, evaluation: run.evaluation, has_report: run.has_report };
      this.list.children[index]?.replaceWith(modelCard(this.api, next, this));
      return next;
    });
    this.showCompare();
  }
}
