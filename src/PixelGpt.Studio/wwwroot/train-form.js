// The form that starts a training run.

import { element } from './dom.js';
import { info, loadInfo } from './info.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { inListOrder, modelLabel } from './model-label.js';

const validName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

function options(pairs, selected) {
  return pairs.map(([value, text]) => element('option', { value, selected: value === selected }, text));
}

const choices = (list, selected) =>
  options(
    list.map(({ id, description }) => [id, description]),
    selected,
  );

function field(label, input, hint) {
  const id = input.id;
  const hintNode = hint ? element('small', { id: `${id}-hint`, class: 'field-hint' }, hint) : null;
  if (hintNode) input.setAttribute('aria-describedby', hintNode.id);
  return element('div', { class: 'field' }, element('label', { for: id }, label), input, hintNode);
}

function datasetText(set) {
  const count = set.splits?.train;
  return [set.name, set.width && set.height ? `${set.width}×${set.height}` : null, Number.isFinite(count) ? `${count} sprites` : null]
    .filter(Boolean)
    .join(', ');
}

function createFields() {
  const text = attributes =>
    element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', placeholder: 'automatic if left empty', ...attributes });
  return {
    dataset: element('select', { id: 'train-dataset', required: true }),
    from: element('select', { id: 'train-from' }, element('option', { value: '' }, 'nothing: random weights')),
    family: element('select', { id: 'train-family' }, choices(info.families, info.families[0]?.id)),
    preset: element('select', { id: 'train-preset' }, choices(info.presets, info.default_preset)),
    epochs: text({ id: 'train-epochs', type: 'number', min: 1, step: 1, inputmode: 'numeric' }),
    seed: element('input', { id: 'train-seed', type: 'number', min: 0, step: 1, value: 0, required: true, inputmode: 'numeric' }),
    name: text({ id: 'train-name', maxlength: info.limits.max_name_length }),
  };
}

export class TrainForm {
  #fields = createFields();
  #start = element('button', { id: 'train-start', type: 'submit', class: 'button primary' }, 'Start training');
  #message = element('p', { id: 'train-message', class: 'message', role: 'status', hidden: true });

  /** @param {(run: object) => void} onStarted called with the run that the server returned */
  constructor(api, onStarted) {
    Object.assign(this, { api, onStarted, isLoaded: false });
    const { dataset, from, family, preset, epochs, seed, name } = this.#fields;
    this.node = element(
      'form',
      { class: 'train-form', novalidate: true, 'aria-labelledby': 'train-title', onsubmit: event => this.#submit(event) },
      element('h2', { id: 'train-title' }, 'Train a model'),
      element(
        'div',
        { class: 'fields' },
        field('Data set', dataset),
        field('Start from', from, 'A model that can already draw learns faster, and needs fewer pictures.'),
        field('Family', family),
        field('Size', preset),
        field('Epochs', epochs, 'If left empty, the number that suits family and size.'),
        field('Seed', seed),
        field('Name', name, 'Letters, digits, dots, hyphens and underscores; no dot or hyphen at the start.'),
      ),
      element('div', { class: 'train-actions' }, this.#start, this.#message),
    );
    from.addEventListener('change', () => {
      // A run that starts from a model has its family and size.
      family.disabled = preset.disabled = from.value !== '';
    });
  }

  /** Loads the list of data sets. Can be called again after a failure. */
  async load() {
    const { dataset, from, family, preset } = this.#fields;
    await loadInfo(this.api);
    if (family.options.length === 0) {
      family.append(...choices(info.families, info.families[0]?.id));
      preset.append(...choices(info.presets, info.default_preset));
    }
    try {
      const [{ datasets }, { models }] = await Promise.all([this.api.get('/datasets'), this.api.get('/models')]);
      const starts = inListOrder(models).filter(model => model.state === 'ready' && model.model_type);
      from.replaceChildren(
        element('option', { value: '' }, 'nothing: random weights'),
        ...options(
          starts.map(model => [model.id, modelLabel(model)]),
          from.value,
        ),
      );
      const selected = dataset.value || 'creatures';
      const pairs = datasets.map(set => [set.id, datasetText(set)]);
      dataset.replaceChildren(...options(pairs, selected));
      if (datasets.length === 0) showInlineMessage(this.#message, 'There is no data set to train on.', true);
      else if (this.#message.classList.contains('is-error')) showInlineMessage(this.#message, '');
      this.isLoaded = true;
    } catch (error) {
      showInlineMessage(this.#message, `The data sets could not be loaded. ${errorText(error)}`, true);
      throw error;
    }
  }

  /** Shows an error and marks the field that caused it. */
  #reject(input, text) {
    input.setAttribute('aria-invalid', 'true');
    showInlineMessage(this.#message, text, true);
    input.focus();
    return null;
  }

  /** Returns the body of the request; null if a field is invalid. */
  #read() {
    const { dataset, from, family, preset, epochs, seed, name } = this.#fields;
    for (const input of [dataset, epochs, seed, name]) input.removeAttribute('aria-invalid');
    const epochCount = epochs.value === '' ? null : Number(epochs.value),
      seedNumber = Number(seed.value),
      maxEpochs = info.limits.max_epochs ?? 10000,
      id = name.value.trim();
    if (!dataset.value) return this.#reject(dataset, 'There is no data set to train on.');
    if (epochs.validity.badInput || (epochCount !== null && (!Number.isInteger(epochCount) || epochCount < 1 || epochCount > maxEpochs)))
      return this.#reject(epochs, `Epochs must be a whole number from 1 to ${maxEpochs}.`);
    if (seed.value === '' || !Number.isSafeInteger(seedNumber) || seedNumber < 0)
      return this.#reject(seed, 'The seed must be a whole number that is 0 or greater.');
    if (id !== '' && !validName.test(id))
      return this.#reject(
        name,
        'The name may contain only letters, digits, dots, hyphens and underscores, and must start with a letter, a digit or an underscore.',
      );
    return {
      ...(id ? { id } : {}),
      dataset: dataset.value,
      ...(from.value ? { from: from.value } : { model_type: family.value, preset: preset.value }),
      ...(epochCount === null ? {} : { epochs: epochCount }),
      seed: seedNumber,
    };
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#start.getAttribute('aria-disabled') === 'true') return;
    const body = this.#read();
    if (!body) return;
    this.#start.setAttribute('aria-disabled', 'true');
    showInlineMessage(this.#message, 'Starting…');
    try {
      const run = await this.api.post('/runs', body);
      showInlineMessage(this.#message, `${run.id} was added to the training queue.`);
      this.#fields.name.value = '';
      this.onStarted(run);
    } catch (error) {
      if (error?.status === 409 && body.id) this.#reject(this.#fields.name, errorText(error));
      else showInlineMessage(this.#message, errorText(error), true);
    } finally {
      this.#start.removeAttribute('aria-disabled');
    }
  }
}
