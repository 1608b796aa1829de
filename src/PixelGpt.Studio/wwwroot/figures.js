// The exact figures of a model or run, each with an explanation.

import { element } from './dom.js';
import { formatCount, formatFigure, formatPercent } from './format.js';
import { learnedShare } from './quality.js';

const familyNames = { pixelgpt: 'PixelGpt’s own family' };

/** Returns the figures as [name, value, explanation]; those that are not known are left out. */
function figuresOf(model) {
  const share = learnedShare(model);
  return [
    [
      'Pixels right',
      formatPercent(model.accuracy),
      'Of pictures that it had not seen: how many of the pixels that it draws are as in the original, if it always takes the likeliest colour.',
    ],
    [
      'Learned',
      formatPercent(share),
      'How much of the surprise it has lost. 0 %: it guesses by how often each colour occurs. 100 %: it is certain of every pixel.',
    ],
    [
      'Dev loss',
      formatFigure(model.best_dev_loss ?? model.dev_loss),
      'Its surprise at a pixel of pictures that it had not seen, in nats; lower is better. Compare only models of the same pictures.',
    ],
    [
      'Training loss',
      formatFigure(model.loss),
      'The same for the pictures that it has learned from. If this is far lower, it has learned them by heart.',
    ],
    ['Dev loss of a guess', formatFigure(model.frequency_loss), 'The surprise of guessing by how often each colour occurs.'],
    ['Rounds', model.epochs ? `${model.epoch ?? model.epochs} of ${model.epochs}` : '–', 'How often it has seen all its pictures (epochs).'],
    ['Kind of model', familyNames[model.model_type] ?? model.model_type ?? '–', 'The family of the model: how it is built.'],
    ['Size', Number.isFinite(model.parameters) ? `${formatCount(model.parameters)} numbers` : '–', 'How many numbers it has learned (parameters).'],
  ].filter(([, value]) => value !== '–');
}

/** Creates a part that can be opened and shows the exact figures. */
export function figureDetails(model) {
  const figures = figuresOf(model);
  if (figures.length === 0) return null;
  const rows = figures.map(([name, value, help]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, element('b', {}, value), ` ${help}`)),
  );
  return element('details', { class: 'figures' }, element('summary', {}, 'Exact figures'), element('dl', {}, rows));
}
