// The form that starts a training run.

import { element } from './dom.js';
import { errorText, showInlineMessage } from './inline-message.js';

const families = [
  ['pixelgpt', 'PixelGpt – made for pixel art'],
  ['gpt2', 'GPT-2 – as in the coursework'],
  ['llama', 'Llama'],
  ['mistral', 'Mistral'],
  ['qwen2', 'Qwen2'],
  ['qwen3', 'Qwen3'],
];
const presets = [
  ['tiny', 'tiny – for a first try'],
  ['small', 'small – good pictures, in minutes'],
  ['base', 'base – largest and slowest'],
];
const validName = /^(?!\.|compare$)[A-Za-z0-9._-]+$/;

function options(pairs, selected) {
  return pairs.map(([value, text]) => element('option', { value, selected: value === selected }, text));
}

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

/**
 * Creates the form.
 * @param {(run: object) => void} onStarted called with the run that the server returned
 */
export function trainForm(api, onStarted) {
  const dataset = element('select', { id: 'train-dataset', required: true });
  const family = element('select', { id: 'train-family' }, options(families, 'pixelgpt'));
  const preset = element('select', { id: 'train-preset' }, options(presets, 'small'));
  const epochs = element('input', {
    id: 'train-epochs',
    type: 'number',
    min: 1,
    max: 10000,
    step: 1,
    inputmode: 'numeric',
    placeholder: 'automatic if left empty',
  });
  const seed = element('input', { id: 'train-seed', type: 'number', min: 0, step: 1, value: 0, required: true, inputmode: 'numeric' });
  const name = element('input', {
    id: 'train-name',
    type: 'text',
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'automatic if left empty',
  });
  const start = element('button', { id: 'train-start', type: 'submit', class: 'button primary' }, 'Start training');
  const message = element('p', { id: 'train-message', class: 'message', role: 'status', hidden: true });

  const form = element(
    'form',
    { class: 'train-form', novalidate: true, 'aria-labelledby': 'train-title', onsubmit: submit },
    element('h2', { id: 'train-title' }, 'Train a model'),
    element(
      'div',
      { class: 'fields' },
      field('Data set', dataset),
      field('Family', family),
      field('Size', preset),
      field('Epochs', epochs, 'If left empty, the number that suits family and size.'),
      field('Seed', seed),
      field('Name', name, 'Letters, digits, dots, hyphens and underscores; no dot at the start.'),
    ),
    element('div', { class: 'train-actions' }, start, message),
  );

  /** Shows an error and marks the field that caused it. */
  function reject(input, text) {
    input.setAttribute('aria-invalid', 'true');
    showInlineMessage(message, text, true);
    input.focus();
    return null;
  }

  function read() {
    for (const input of [dataset, epochs, seed, name]) input.removeAttribute('aria-invalid');
    const epochCount = epochs.value === '' ? null : Number(epochs.value),
      seedNumber = Number(seed.value),
      id = name.value.trim();
    if (!dataset.value) return reject(dataset, 'There is no data set to train on.');
    if (epochs.validity.badInput || (epochCount !== null && (!Number.isInteger(epochCount) || epochCount < 1 || epochCount > 10000)))
      return reject(epochs, 'Epochs must be a whole number from 1 to 10000.');
    if (seed.value === '' || !Number.isSafeInteger(seedNumber) || seedNumber < 0)
      return reject(seed, 'The seed must be a whole number that is 0 or greater.');
    if (id !== '' && !validName.test(id))
      return reject(
        name,
        'The name may contain only letters, digits, dots, hyphens and underscores, must not start with a dot, and must not be “compare”.',
      );
    return {
      ...(id ? { id } : {}),
      dataset: dataset.value,
      model_type: family.value,
      preset: preset.value,
      ...(epochCount === null ? {} : { epochs: epochCount }),
      seed: seedNumber,
    };
  }

  async function submit(event) {
    event.preventDefault();
    if (start.getAttribute('aria-disabled') === 'true') return;
    const body = read();
    if (!body) return;
    start.setAttribute('aria-disabled', 'true');
    showInlineMessage(message, 'Starting…');
    try {
      const run = await api.post('/runs', body);
      showInlineMessage(message, `${run.id} was added to the training queue.`);
      name.value = '';
      onStarted(run);
    } catch (error) {
      if (error?.status === 409 && body.id) reject(name, errorText(error));
      else showInlineMessage(message, errorText(error), true);
    } finally {
      start.removeAttribute('aria-disabled');
    }
  }

  return {
    node: form,
    /** Loads the list of data sets. Can be called again after a failure. */
    async load() {
      try {
        const { datasets } = await api.get('/datasets');
        const selected = dataset.value || 'creatures';
        dataset.replaceChildren(
          ...options(
            datasets.map(set => [set.id, datasetText(set)]),
            selected,
          ),
        );
        if (datasets.length === 0) showInlineMessage(message, 'There is no data set to train on.', true);
        else if (message.classList.contains('is-error')) showInlineMessage(message, '');
      } catch (error) {
        showInlineMessage(message, `The data sets could not be loaded. ${errorText(error)}`, true);
        throw error;
      }
    },
  };
}
