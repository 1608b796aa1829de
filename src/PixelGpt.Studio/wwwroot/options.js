// The generation options: the slider from tame to wild, and the input fields under More. They are saved with the work.

const numberIds = ['count', 'temperature', 'top-k', 'top-p', 'min-p', 'seed'];
const checkboxIds = ['greedy', 'only-used-colors', 'same-seed', 'heatmap-toggle'];
const field = id => document.getElementById(id);
const number = id => Number(field(id).value);

/** The sampling of the model, from which the slider starts. */
let modelSampling = { temperature: 0.9, topP: 0.95 };

/** Returns whether all fields are valid. If not, the browser shows its own message at the first invalid field. */
export function areValid() {
  const isValid = field('greedy').checked || numberIds.every(id => field(id).checkValidity());
  if (isValid) return true;
  field('more').open = true;
  return numberIds.every(id => field(id).reportValidity());
}

/** Returns the options under their names in the API. */
export function request() {
  if (field('greedy').checked) return { do_sample: false, num_return_sequences: 1 };
  return {
    do_sample: true,
    temperature: number('temperature'),
    top_k: number('top-k'),
    top_p: number('top-p'),
    min_p: number('min-p'),
    seed: number('seed'),
    num_return_sequences: number('count'),
  };
}

export const onlyUsedColors = () => field('only-used-colors').checked;

/** Uses another seed for the next candidates, unless the user wants the same seed. */
export function advanceSeed() {
  if (!field('same-seed').checked) field('seed').value = number('seed') >= Number(field('seed').max) ? 0 : number('seed') + 1;
}

export function read() {
  return {
    wildness: field('wildness').value,
    ...Object.fromEntries([...numberIds.map(id => [id, field(id).value]), ...checkboxIds.map(id => [id, field(id).checked])]),
  };
}

/** Restores saved options; invalid values are ignored. */
export function restore(saved) {
  if (typeof saved?.wildness === 'string') field('wildness').value = saved.wildness;
  for (const id of numberIds) {
    if (typeof saved?.[id] !== 'string') continue;
    const before = field(id).value;
    field(id).value = saved[id];
    if (!field(id).validity.valid) field(id).value = before;
  }
  for (const id of checkboxIds) if (typeof saved?.[id] === 'boolean') field(id).checked = saved[id];
  showGreedy();
  showWildness();
}

/** Sets the sampling options to those of a model at the middle of the slider. A model without any keeps those of the page. */
export function useDefaults(generation) {
  field('greedy').checked = generation != null && !generation.do_sample;
  if (generation?.do_sample) modelSampling = { temperature: generation.temperature, topP: generation.top_p };
  if (generation) for (const id of ['top-k', 'min-p']) setNumber(id, generation[id.replace('-', '_')]);
  field('wildness').value = 50;
  applyWildness();
  showGreedy();
}

/** Sets a field, rounded to its step. */
function setNumber(id, value) {
  const { step, min, max } = field(id),
    rounded = Math.round(value / (Number(step) || 1)) * (Number(step) || 1);
  field(id).value = Number(Math.min(Number(max), Math.max(Number(min), rounded)).toFixed(3));
}

/**
 * Sets temperature and top-p by the slider. In the middle, the temperature is three quarters of the model's, which was calibrated for
 * likelihood: sampled pictures look cleaner below it. It is 0.47 times the model's at the tame end and 1.2 times at the wild end.
 */
function applyWildness() {
  const position = (number('wildness') - 50) / 50;
  setNumber('temperature', modelSampling.temperature * 0.75 * 1.6 ** position);
  setNumber('top-p', position < 0 ? modelSampling.topP + 0.15 * position : modelSampling.topP);
  showWildness();
}

function showWildness() {
  const value = number('wildness');
  field('wildness').setAttribute(
    'aria-valuetext',
    value < 20 ? 'tame' : value < 40 ? 'rather tame' : value <= 60 ? 'in the middle' : value <= 80 ? 'rather wild' : 'wild',
  );
}

/** Disables the sampling options while greedy is on. */
function showGreedy() {
  for (const id of [...numberIds, 'wildness', 'same-seed', 'new-seed']) field(id).disabled = field('greedy').checked;
}

export function listen(onChange) {
  field('new-seed').addEventListener('click', () => {
    field('seed').value = crypto.getRandomValues(new Uint32Array(1))[0];
    onChange();
  });
  field('wildness').addEventListener('input', applyWildness);
  for (const id of ['wildness', ...numberIds, ...checkboxIds]) field(id).addEventListener('change', onChange);
  field('greedy').addEventListener('change', showGreedy);
}
