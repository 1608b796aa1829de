// The view of one training run: progress, loss chart, table of epochs, and sample pictures.

import { lossChart } from './chart.js';
import { element, onPress, setEnabled } from './dom.js';
import { figureDetails } from './figures.js';
import { formatCount, formatDuration, formatFigure, formatPercent } from './format.js';
import { qualityWords, trainedOn } from './quality.js';
import { sampleCanvas, sampleCount } from './run-samples.js';
import { isLive, stateBadge, trainedFraction } from './run-state.js';

const tableEpochs = 12;

function epochTable(metrics) {
  const rows = metrics
    .slice(-tableEpochs)
    .reverse()
    .map(line =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, String(line.epoch)),
        element('td', {}, formatFigure(line.loss, 4)),
        element('td', {}, formatFigure(line.dev_loss, 4)),
        element('td', {}, formatPercent(line.accuracy)),
        element('td', {}, formatCount(line.tokens_per_second ?? 0)),
      ),
    );
  const heads = ['round', 'loss', 'dev loss', 'pixels right', 'pixels/s'].map(text => element('th', { scope: 'col' }, text));
  return element(
    'table',
    {},
    element(
      'caption',
      {},
      `The last ${rows.length} rounds through all pictures, newest first. Loss: the surprise at a pixel, in nats; lower is better. Dev: of pictures that it does not learn from.`,
    ),
    element('thead', {}, element('tr', {}, heads)),
    element('tbody', {}, rows),
  );
}

/** Creates a button; `setEnabled` disables it. */
function actionButton(id, action, text) {
  const node = element('button', { id, type: 'button', class: 'button' }, text);
  onPress(node, action);
  return node;
}

function createParts(actions) {
  return {
    title: element('h2', { id: 'run-title', tabindex: '-1' }),
    badge: element('span'),
    facts: element('p', { class: 'run-facts' }),
    stop: actionButton('train-stop', actions.stop, 'Stop'),
    resume: actionButton('train-resume', actions.resume, 'Resume'),
    use: actionButton('run-use', actions.use, 'Use model'),
    report: actionButton('run-report', actions.report, 'Report'),
    message: element('p', { id: 'run-message', class: 'message', role: 'status', hidden: true }),
    progress: element('progress', { id: 'run-progress', max: 1, value: 0, 'aria-labelledby': 'run-where' }),
    where: element('span', { id: 'run-where' }),
    speed: element('span', { id: 'run-speed' }),
    chart: element('div', {}),
    figures: element('div', {}),
    table: element('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': 'Epochs' }),
    details: element('details', { class: 'epochs' }, element('summary', {}, 'Table of the last rounds')),
    samplesTitle: element('h3', { id: 'samples-title' }),
    samplesHint: element('p', { class: 'hint' }),
    samples: element('div', { id: 'run-samples', class: 'samples', role: 'group', 'aria-labelledby': 'samples-title' }),
  };
}

export class RunView {
  #part;

  /** @param {{stop: () => void, resume: () => void, use: () => void, report: () => void}} actions called when the buttons are pressed */
  constructor(actions) {
    const part = createParts(actions);
    this.#part = part;
    part.details.append(part.table);
    this.node = element(
      'article',
      { id: 'run-view', class: 'run-view card', 'aria-labelledby': 'run-title', hidden: true },
      element(
        'header',
        { class: 'run-top' },
        element('div', {}, element('div', { class: 'run-head' }, part.title, part.badge), part.facts),
        element('div', { class: 'run-actions' }, part.stop, part.resume, part.use, part.report),
      ),
      part.message,
      element('div', { class: 'run-progress' }, part.progress, element('div', { class: 'progress-text' }, part.where, part.speed)),
      part.chart,
      part.figures,
      part.details,
      element('div', {}, part.samplesTitle, part.samplesHint),
      part.samples,
    );
  }

  get message() {
    return this.#part.message;
  }

  get title() {
    return this.#part.title;
  }

  /** Shows a run with its figures. */
  show({ run, step, metrics }) {
    const part = this.#part;
    this.node.hidden = false;
    part.title.textContent = run.id;
    const badge = stateBadge(run.state);
    part.badge.replaceWith(badge);
    part.badge = badge;
    this.#showFacts(run);
    this.#showActions(run);
    this.showProgress(run, step);
    part.chart.replaceChildren(
      metrics.length
        ? lossChart(metrics)
        : element(
            'p',
            { class: 'hint' },
            isLive(run.state) ? 'The curve appears after the first round through all pictures.' : 'No round through all pictures was completed.',
          ),
    );
    part.details.hidden = metrics.length === 0;
    part.table.replaceChildren(metrics.length ? epochTable(metrics) : '');
  }

  #showFacts(run) {
    const part = this.#part,
      figures = figureDetails(run);
    part.facts.textContent = [qualityWords(run), trainedOn(run)].filter(Boolean).join('; ');
    // The part stays open when the figures change.
    if (figures) figures.open = part.figures.querySelector('details')?.open ?? false;
    part.figures.replaceChildren(...(figures ? [figures] : []));
  }

  #showActions(run) {
    const part = this.#part;
    setEnabled(part.stop, run.state === 'training' || run.state === 'queued');
    setEnabled(part.resume, Boolean(run.can_resume));
    part.resume.title = run.state === 'done' && !run.can_extend ? 'Epochs cannot be added to this run. Start a new run with more epochs.' : '';
    part.resume.textContent = run.can_extend ? `Resume to ${2 * run.epochs} epochs` : 'Resume';
    setEnabled(part.use, (run.epoch ?? 0) > 0);
    setEnabled(part.report, Boolean(run.has_report));
  }

  showProgress(run, step) {
    const part = this.#part,
      isTraining = run.state === 'training' || run.state === 'elsewhere';
    part.progress.value = trainedFraction(run, step);
    const batch = isTraining && step?.batches ? `, step ${step.batch} of ${step.batches}` : '';
    const early = run.stopped_early ? ', stopped early without further improvement' : '';
    part.where.textContent = `Round ${isTraining && step ? step.epoch : (run.epoch ?? 0)}${run.epochs ? ` of ${run.epochs}` : ''}${batch}${early}`;
    const speed = isTraining && step?.tokens_per_second ? `${formatCount(step.tokens_per_second)} pixels/s` : null;
    const left = isTraining && Number.isFinite(step?.seconds_left) ? `${formatDuration(step.seconds_left)} left` : null;
    part.speed.textContent = [speed, left].filter(Boolean).join(' · ');
  }

  showSamples(samples, palette, isRunLive) {
    const part = this.#part;
    const title = samples?.epoch ? `Finished by the model after round ${samples.epoch}` : 'Finished by the model';
    part.samplesTitle.textContent = samples ? title : isRunLive ? 'Pictures appear after the next round' : '';
    part.samplesHint.textContent = samples
      ? `The first ${samples.prompt_pixels} of ${samples.width * samples.height} pixels, from the top, are given; the model has drawn the rest.`
      : '';
    const label = index => `Picture ${index + 1}: the first ${samples.prompt_pixels} pixels are given, the model has drawn the rest`;
    part.samples.replaceChildren(
      ...(samples?.pixels ?? [])
        .slice(0, sampleCount)
        .map((pixels, index) => sampleCanvas(pixels, samples.width, samples.height, palette, label(index))),
    );
  }
}
