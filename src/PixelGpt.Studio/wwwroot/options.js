// How the model is to draw: the fields beside the picture, which are kept with the work.

const numbers = ['count', 'temperature', 'top-k', 'top-p', 'min-p', 'seed'], boxes = ['greedy', 'only-used-colors', 'heatmap-toggle'];
const field = id => document.getElementById(id);
const number = id => Number(field(id).value);

/** A mistake in a field is shown at the field, by the browser, in the reader's language. */
export function areSound() {
  return field('greedy').checked || numbers.every(id => field(id).reportValidity());
}

/** The options by the API's names. */
export function request() {
  if (field('greedy').checked) return { do_sample: false, num_return_sequences: 1 };
  return { do_sample: true, temperature: number('temperature'), top_k: number('top-k'), top_p: number('top-p'), min_p: number('min-p'), seed: number('seed'), num_return_sequences: number('count') };
}

export const keepsToUsedColors = () => field('only-used-colors').checked;

export function read() {
  return Object.fromEntries([...numbers.map(id => [id, field(id).value]), ...boxes.map(id => [id, field(id).checked])]);
}

/** Shows what was read; what a field cannot take is left as it is. */
export function show(saved) {
  for (const id of numbers) {
    if (typeof saved?.[id] !== 'string') continue;
    const before = field(id).value;
    field(id).value = saved[id];
    if (!field(id).validity.valid) field(id).value = before;
  }
  for (const id of boxes) if (typeof saved?.[id] === 'boolean') field(id).checked = saved[id];
  showGreedy();
}

function showGreedy() {
  for (const id of [...numbers, 'dice']) field(id).disabled = field('greedy').checked;
}

export function listen(onChange) {
  field('dice').addEventListener('click', () => {
    field('seed').value = crypto.getRandomValues(new Uint32Array(1))[0];
    onChange();
  });
  for (const id of [...numbers, ...boxes]) field(id).addEventListener('change', onChange);
  field('greedy').addEventListener('change', showGreedy);
}
