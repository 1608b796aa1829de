// How good a model is, in words, and the order of models: the best first.
//
// The measure is the share of the surprise that a model has removed: a guess by how often each colour occurs has the share 0, and a model
// that is certain of every pixel of pictures that it has not seen has the share 1. It can be compared between data sets, unlike the loss.

import { plural } from './format.js';

const levels = [
  [0.7, 'very sure of its colours'],
  [0.6, 'sure of its colours'],
  [0.5, 'fairly sure of its colours'],
  [0.3, 'has learned the basics'],
  [-Infinity, 'still learning'],
];

/** Levels by the share of pixels right, for models of earlier versions, whose records lack the guess to compare with. */
const levelsByAccuracy = [
  [0.5, 'sure of its colours'],
  [0.3, 'fairly sure of its colours'],
  [0.15, 'has learned the basics'],
  [-Infinity, 'still learning'],
];

const wordsFor = (value, table) => table.find(([least]) => value >= least)[1];

/** Returns the share of the surprise that a model or run has removed, at most 1; null if it is not known. */
export function learnedShare({ best_dev_loss: best, dev_loss: last, frequency_loss: guess }) {
  const loss = best ?? last;
  return Number.isFinite(loss) && guess > 0 ? 1 - loss / guess : null;
}

/** Returns how good a model or run is, in words; null if it has no figures. */
export function qualityWords(model) {
  const share = learnedShare(model);
  if (share !== null) return wordsFor(share, levels);
  return Number.isFinite(model.accuracy) ? wordsFor(model.accuracy, levelsByAccuracy) : null;
}

/** Returns the models or runs, the best first. Those without figures are last, in alphabetical order. */
export function bestFirst(models) {
  const score = model => learnedShare(model) ?? (Number.isFinite(model.accuracy) ? model.accuracy - 1 : -2);
  return [...models].sort((a, b) => score(b) - score(a) || a.id.localeCompare(b.id));
}

/** Returns the name of a data set without the folders of its path. */
export function datasetName(dataset) {
  return dataset ? dataset.split(/[\\/]/).filter(Boolean).at(-1) : null;
}

/** Returns what a model was trained on, in words; null if that is not known. */
export function trainedOn({ dataset, sprites, from }) {
  const name = datasetName(dataset);
  if (!name) return null;
  const count = Number.isFinite(sprites) ? ` (${plural(sprites, 'picture')})` : '';
  return `learned from ${name}${count}${from ? `, started from ${from}` : ''}`;
}
