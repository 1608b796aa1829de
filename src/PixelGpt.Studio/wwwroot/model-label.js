// The entries of the list of models: the user's models, the best first, then the built-in one, then those that cannot be used yet.

import { bestFirst, datasetName, qualityWords } from './quality.js';

export const builtIn = 'built-in';

/** Returns the models in the order of the list. */
export function inListOrder(models) {
  const rank = model => (model.state !== 'ready' ? 2 : model.id === builtIn ? 1 : 0);
  return bestFirst(models).sort((a, b) => rank(a) - rank(b));
}

/** Returns the text of a model in the list. */
export function modelLabel(model) {
  const { id, state, min_size: minSize, max_size: maxSize } = model;
  if (state !== 'ready') return `${id} (${state === 'training' ? 'no pictures yet' : 'cannot be used'})`;
  if (id === builtIn) return `${id} – any colours, ${minSize} to ${maxSize} pixels`;
  const name = datasetName(model.dataset);
  const facts = [qualityWords(model), name && name !== id ? name : null].filter(Boolean);
  return facts.length > 0 ? `${id} – ${facts.join(', ')}` : id;
}
