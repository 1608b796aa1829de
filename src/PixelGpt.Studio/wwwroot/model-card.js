// A card of the gallery with a model: what it has learned, how well, and what can be done with it.

import { element, onPress, setEnabled } from './dom.js';
import { figureDetails } from './figures.js';
import { errorText } from './inline-message.js';
import { builtIn } from './model-label.js';
import { qualityWords, trainedOn } from './quality.js';
import { openReport } from './report-tab.js';
import { isLive, stateBadge } from './run-state.js';

const capitalized = text => text && text[0].toUpperCase() + text.slice(1);

function actionButton(text, label, data, action) {
  const node = element('button', { type: 'button', class: 'button', 'aria-label': label, ...data }, text);
  onPress(node, action);
  return node;
}

function useButton({ id }) {
  return actionButton('Use', `Use model ${id}`, { 'data-use': id }, () => window.dispatchEvent(new CustomEvent('studio:use-model', { detail: id })));
}

function evaluateButton({ id, has_report: hasReport }, gallery) {
  const text = hasReport ? 'Evaluate again' : 'Evaluate';
  return actionButton(text, `${text}: ${id}`, { 'data-evaluate': id }, () => gallery.evaluate(id));
}

/** Creates a real link, so that the browser's link functions work. A link cannot send an API key, so with a key the click is handled here. */
function reportLink(api, { id }, gallery) {
  const path = `/runs/${encodeURIComponent(id)}/report.html`;
  const attributes = {
    class: 'button',
    href: api.addressOf(path),
    target: '_blank',
    rel: 'noopener',
    'data-report': id,
    'aria-label': `Report of ${id}, opens in a new tab`,
    onclick: event => {
      if (!api.apiKey()) return;
      event.preventDefault();
      openReport(api, path).catch(error => gallery.showError(errorText(error)));
    },
  };
  return element('a', attributes, 'Report');
}

function compareBox({ id }, gallery) {
  const box = element('input', {
    type: 'checkbox',
    'aria-label': `Compare ${id}`,
    'data-compare': id,
    onchange: event => gallery.select(id, event.currentTarget.checked),
  });
  box.checked = gallery.selected.has(id);
  return element('label', { class: 'check' }, box, 'Compare');
}

/** Describes a model in words. */
function describe(model) {
  if (model.id === builtIn) return 'Part of the studio. Draws in any colours, and can be taught your style.';
  if (model.problem && !isLive(model.run_state)) return `Cannot be used: ${model.problem}`;
  const words = [qualityWords(model), trainedOn(model)].filter(Boolean).join('; ');
  return words ? `${capitalized(words)}.` : 'Nothing is known about its training.';
}

/** Shows the progress of an evaluation, or why it failed; null if there is none. */
function evaluationNote({ id, evaluation }) {
  if (evaluation?.state === 'failed')
    return element('p', { class: 'message is-error', role: 'alert' }, `The evaluation failed: ${evaluation.problem}`);
  if (evaluation?.state !== 'queued' && evaluation?.state !== 'running') return null;
  const percent = `${Math.round(100 * evaluation.progress)} %`;
  return element(
    'div',
    { class: 'evaluation', 'data-evaluation': id },
    element('span', {}, evaluation.state === 'queued' ? 'Waits to be evaluated' : `Evaluating: ${percent}`),
    element('progress', { max: 1, value: evaluation.progress, 'aria-label': `Evaluation of ${id}` }),
  );
}

/** Creates the form that replaces the name while a model is renamed. */
function renameForm(model, gallery, onDone) {
  const input = element('input', {
    type: 'text',
    value: model.id,
    'aria-label': `New name of ${model.id}`,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const form = element(
    'form',
    {
      class: 'rename',
      onsubmit: async event => {
        event.preventDefault();
        if (await gallery.rename(model.id, input.value.trim())) onDone();
        else input.focus();
      },
      onkeydown: event => {
        if (event.key === 'Escape') onDone();
      },
    },
    input,
    element('button', { type: 'submit', class: 'button' }, 'Save'),
    element('button', { type: 'button', class: 'button', onclick: onDone }, 'Cancel'),
  );
  return { form, input };
}

function changeButtons(model, gallery, title) {
  const isBusy = isLive(model.run_state) || ['queued', 'running'].includes(model.evaluation?.state);
  const rename = actionButton('Rename', `Rename ${model.id}`, { 'data-rename': model.id }, () => {
    const { form, input } = renameForm(model, gallery, () => form.replaceWith(title));
    title.replaceWith(form);
    input.select();
  });
  const remove = actionButton('Delete', `Delete ${model.id}`, { 'data-delete': model.id }, () => gallery.remove(model.id));
  for (const button of [rename, remove]) {
    setEnabled(button, !isBusy);
    if (isBusy) button.title = 'Not while it is trained or evaluated';
  }
  return [rename, remove];
}

/**
 * Creates the card of a model.
 * @param {object} model a model of the API with the properties of its run; `run_state` is the state of the run
 * @param {Gallery} gallery
 */
export function modelCard(api, model, gallery) {
  const { id } = model,
    isOwn = id !== builtIn,
    canEvaluate = isOwn && model.run_state && model.state === 'ready' && !isLive(model.run_state);
  const title = element('h3', {}, id);
  const isEvaluating = ['queued', 'running'].includes(model.evaluation?.state);
  return element(
    'li',
    { class: 'card model-card', 'data-gallery-run': id },
    element('div', { class: 'run-head' }, title, model.run_state && model.run_state !== 'done' ? stateBadge(model.run_state) : null),
    element('p', { class: 'model-words' }, describe(model)),
    evaluationNote(model),
    element(
      'div',
      { class: 'row-actions' },
      model.state === 'ready' ? useButton(model) : null,
      model.has_report ? reportLink(api, model, gallery) : null,
      canEvaluate && !isEvaluating ? evaluateButton(model, gallery) : null,
      ...(isOwn ? changeButtons(model, gallery, title) : []),
      model.has_report ? compareBox(model, gallery) : null,
    ),
    figureDetails(model),
  );
}
