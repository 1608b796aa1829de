// The watch tab: starts training runs, follows them live, stops and resumes them.

import { element } from './dom.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { openReport } from './report-tab.js';
import { followRun, maxPauseSeconds, pause } from './run-events.js';
import { runList } from './run-list.js';
import { completeSamples } from './run-samples.js';
import { isLive, stateMeaning } from './run-state.js';
import { runView } from './run-view.js';
import { tabStorage } from './storage.js';
import { trainForm } from './train-form.js';

const refreshSeconds = 4;
const selectedRunKey = 'studio:run';

/** Builds the watch tab in a section of the page. */
export function mountWatch(section, api) {
  const state = { runs: [], selected: null, run: null, step: null, epochs: new Map(), samples: null, palette: null, following: null, failures: 0 };
  const connection = element('p', { id: 'watch-connection', class: 'message', role: 'status', hidden: true });
  const empty = element(
    'div',
    { class: 'empty card', hidden: true },
    element('h2', {}, 'No runs yet'),
    element(
      'p',
      {},
      'Choose a data set and press “Start training”. The loss curve and pictures from the model appear here after the first epoch, which takes seconds for a tiny model.',
    ),
  );
  const list = runList(id => select(id, true));
  const view = runView({
    stop: () => act('stop', 'Stopping after the current step. All progress is saved.'),
    resume: () => act('resume', 'Resuming from the last checkpoint.'),
    use: () => window.dispatchEvent(new CustomEvent('studio:use-model', { detail: state.selected })),
    report: () =>
      openReport(api, `/runs/${encodeURIComponent(state.selected)}/report.html`).catch(error =>
        showInlineMessage(view.message, errorText(error), true),
      ),
  });
  const form = trainForm(api, run => {
    updateRun(run);
    select(run.id, false);
  });
  const runsCard = element(
    'section',
    { class: 'card', 'aria-labelledby': 'runs-title', hidden: true },
    element('h2', { id: 'runs-title' }, 'Runs'),
    list.node,
  );
  section.append(
    element(
      'div',
      { class: 'watch' },
      element('div', { class: 'watch-side' }, element('div', { class: 'card' }, form.node), runsCard),
      element('div', { class: 'watch-main' }, connection, empty, view.node),
    ),
  );

  function updateRun(run) {
    const at = state.runs.findIndex(other => other.id === run.id);
    if (at < 0) state.runs.push(run);
    else state.runs[at] = run;
    showRuns();
  }

  function showRuns() {
    list.update(state.runs, state.selected);
    empty.hidden = state.runs.length > 0;
    runsCard.hidden = !empty.hidden;
  }

  const sortedMetrics = () => [...state.epochs.values()].sort((a, b) => a.epoch - b.epoch);
  let frame = 0;
  function show() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (!state.run) return;
      view.show({ run: state.run, step: state.step, metrics: sortedMetrics() });
      view.showSamples(state.samples, state.palette, isLive(state.run.state));
    });
  }

  /** The handlers of the selected run's events, by event name. */
  const handlers = {
    state(run) {
      const before = state.run?.state;
      state.run = run;
      if (run.problem) showInlineMessage(view.message, run.problem, true);
      else if (before && before !== run.state) showInlineMessage(view.message, `This run ${stateMeaning(run.state)}.`);
      else if (run.state === 'elsewhere')
        showInlineMessage(view.message, `This run ${stateMeaning(run.state)}. You can follow it here, but only that process can stop it.`);
      updateRun(run);
      show();
    },
    step(step) {
      state.step = step;
      view.showProgress(state.run ?? {}, step);
    },
    epoch(line) {
      state.epochs.set(line.epoch, line);
      if (state.run) state.run = { ...state.run, epoch: Math.max(state.run.epoch ?? 0, line.epoch) };
      show();
    },
    samples(samples) {
      state.samples = samples;
      if (!state.palette) loadPalette();
      show();
    },
  };

  async function loadPalette() {
    const id = state.selected;
    const model = await api.get(`/models/${encodeURIComponent(id)}`).catch(() => null);
    if (!model?.palette || state.selected !== id) return;
    state.palette = model.palette;
    show();
  }

  function select(id, focus) {
    if (id !== state.selected) showInlineMessage(view.message, '');
    Object.assign(state, {
      selected: id,
      run: state.runs.find(run => run.id === id) ?? null,
      step: null,
      epochs: new Map(),
      samples: null,
      palette: null,
    });
    tabStorage.set(selectedRunKey, id);
    showRuns();
    show();
    loadPalette();
    start();
    if (focus && matchMedia('(max-width: 899px)').matches) requestAnimationFrame(() => requestAnimationFrame(() => view.title.focus()));
  }

  /** Hides the selected run, because its folder no longer exists. */
  function deselect() {
    showInlineMessage(connection, `${state.selected} no longer exists.`);
    state.following?.abort();
    Object.assign(state, { selected: null, run: null });
    view.node.hidden = true;
  }

  /** Follows the selected run until it ends or another run is selected. */
  async function start() {
    state.following?.abort();
    const own = new AbortController(),
      id = state.selected;
    state.following = own;
    try {
      await followRun(
        api,
        id,
        {
          event: (name, data) => handlers[name]?.(data),
          connected: () => {
            state.epochs.clear();
            showInlineMessage(connection, '');
          },
          lost: seconds => showInlineMessage(connection, `The connection was lost. Trying again in ${seconds} s.`, true),
        },
        own.signal,
      );
      if (!own.signal.aborted && !state.samples) await loadSamples(id, own.signal);
    } catch (error) {
      if (!own.signal.aborted) showInlineMessage(view.message, error?.status === 404 ? 'This run no longer exists.' : errorText(error), true);
    } finally {
      if (state.following === own) state.following = null;
    }
  }

  async function loadSamples(id, signal) {
    if (!((state.run?.epoch ?? 0) > 0)) return;
    try {
      const completed = await completeSamples(api, id, signal);
      if (!completed || signal.aborted || state.samples) return;
      Object.assign(state, completed);
      show();
    } catch {
      // The samples are optional: without them the view still shows the loss curve.
    }
  }

  /** Stops or resumes the selected run. A run that is done is resumed with twice its epochs if epochs can be added. */
  async function act(verb, text) {
    try {
      showInlineMessage(view.message, text);
      const run = await api.post(
        `/runs/${encodeURIComponent(state.selected)}/${verb}`,
        verb === 'resume' && state.run?.can_extend ? { epochs: 2 * state.run.epochs } : {},
      );
      if (run?.id) handlers.state(run);
      if (!state.following) start();
    } catch (error) {
      showInlineMessage(view.message, errorText(error), true);
    }
  }

  async function refresh() {
    const { runs } = await api.get('/runs');
    state.runs = runs;
    if (state.failures > 0) {
      state.failures = 0;
      if (!state.following) showInlineMessage(connection, '');
      form.load().catch(() => {});
    }
    const wanted = state.selected ?? tabStorage.get(selectedRunKey);
    const known =
      runs.find(run => run.id === wanted) ??
      (state.selected ? null : (runs.find(run => run.state === 'training') ?? runs.find(run => isLive(run.state)) ?? runs[0]));
    if (!known && state.selected !== null) deselect();
    else if (known && state.selected === null) select(known.id, false);
    else if (known && !state.following && isLive(known.state)) start();
    showRuns();
  }

  /** Refreshes the list of runs for as long as the page is open, while the tab is visible. */
  async function refreshForever() {
    let isFormLoaded = false;
    for (;;) {
      if (!section.hidden && !document.hidden) {
        try {
          await refresh();
          if (!isFormLoaded) await form.load();
          isFormLoaded = true;
        } catch (error) {
          state.failures++;
          const wait = Math.min(maxPauseSeconds, 2 ** (state.failures - 1));
          if (!state.following)
            showInlineMessage(connection, error?.status ? errorText(error) : `The studio does not answer. Trying again in ${wait} s.`, true);
          await pause(wait);
          continue;
        }
      }
      await pause(section.hidden || document.hidden ? 0.5 : refreshSeconds);
    }
  }

  refreshForever();
}
