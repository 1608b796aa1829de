// The generation options: the input fields beside the picture. They are saved with the work.

const numberIds = ['count', 'temperature', 'top-k', 'top-p', 'min-p', 'seed'];
const checkboxIds = ['greedy', 'only-used-colors', 'heatmap-toggle'];
const field = id => document.getElementById(id);
const number = id => Number(field(id).value);

/** Returns whether all fields are valid. If not, the browser shows its own message at the first invalid field. */
export function areValid() {
  return field('greedy').checked || numberIds.every(id => field(id).reportValidity());
}

/** Returns the options under their names in the API. */
export function request() {
  if (field('greedy').checked) return { do_sample: false, num_return_sequences: 1 };
  return { do_sample: true, temperature: number('temperature'), top_k: number('top-k'), top_p: number('top-p'), min_p: number('min-p'), seed: number('seed'), num_return_sequences: number('count') };
}

export const onlyUsedColors = () => field('only-used-colors').checked;

export function read() {
  return Object.fromEntries([...numberIds.map(id => [id, field(id).value]), ...checkboxIds.map(id => [id, field(id).checked])]);
}

/** Restores saved options; invalid values are ignored. */
export function restore(saved) {
  for (const id of numberIds) {
    if (typeof saved?.[id] !== 'string') continue;
    const before = field(id).value;
    field(id).value = saved[id];
    if (!field(id).validity.valid) field(id).value = before;
  }
  for (const id of checkboxIds) if (typeof saved?.[id] === 'boolean') field(id).checked = saved[id];
  showGreedy();
}

/** Sets the sampling options to the defaults of a model; does nothing if the model has none. Values are rounded to the steps of their fields. */
export function useDefaults(generation) {
  if (!generation) return;
  field('greedy').checked = !generation.do_sample;
  for (const id of ['temperature', 'top-k', 'top-p', 'min-p']) {
    const step = Number(field(id).step) || 1;
    field(id).value = Number((Math.round(generation[id.replace('-', '_')] / step) * step).toFixed(3));
  }
  showGreedy();
}

/** Disables the sampling options while greedy is on. */
function showGreedy() {
  for (const id of [...numberIds, 'new-seed']) field(id).disabled = field('greedy').checked;
}

export function listen(onChange) {
  field('new-seed').addEventListener('click', () => {
    field('seed').value = crypto.getRandomValues(new Uint32Array(1))[0];
    onChange();
  });
  for (const id of [...numberIds, ...checkboxIds]) field(id).addEventListener('change', onChange);
  field('greedy').addEventListener('change', showGreedy);
}
