// The watch tab: starts training runs, follows them live, stops and resumes them.

import { element } from './dom.js';
import { FollowedRun } from './followed-run.js';
import { errorText, showInlineMessage } from './inline-message.js';
import { openReport } from './report-tab.js';
import { maxPauseSeconds, pause } from './run-events.js';
import { runList } from './run-list.js';
import { isLive, stateMeaning } from './run-state.js';
import { RunView } from './run-view.js';
import { tabStorage } from './storage.js';
import { TrainForm } from './train-form.js';

const refreshSeconds = 4;
const selectedRunKey = 'studio:run';

/** Builds the watch tab in a section of the page. */
export function mountWatch(section, api) {
  new WatchTab(section, api).refreshForever();
}

class WatchTab {
  constructor(section, api) {
    Object.assign(this, { section, api, runs: [], followed: null, failures: 0, frame: 0 });
    this.connection = element('p', { id: 'watch-connection', class: 'message', role: 'status', hidden: true });
    this.empty = element(
      'div',
      { class: 'empty card', hidden: true },
      element('h2', {}, 'Nothing is trained yet'),
      element(
        'p',
        {},
        'Press “Teach it my style” and choose your pictures, or choose a data set and press “Start training”. What the model draws appears here as it learns.',
      ),
    );
    this.list = runList(id => this.select(id, true));
    this.view = new RunView({
      stop: () => this.act('stop', 'Stopping after the current step. All progress is saved.'),
      resume: () => this.act('resume', 'Resuming from the last checkpoint.'),
      use: () => window.dispatchEvent(new CustomEvent('studio:use-model', { detail: this.followed.id })),
      report: () => this.openReport(),
    });
    this.form = new TrainForm(api, run => {
      this.updateRun(run);
      this.select(run.id, false);
    });
    this.runsCard = element(
      'section',
      { class: 'card', 'aria-labelledby': 'runs-title', hidden: true },
      element('h2', { id: 'runs-title' }, 'Runs'),
      this.list.node,
    );
    window.addEventListener('studio:run-started', ({ detail: run }) => {
      this.updateRun(run);
      this.select(run.id, false);
      this.form.load().catch(() => {});
    });
    section.append(
      element(
        'div',
        { class: 'watch' },
        element(
          'div',
          { class: 'watch-side' },
          element('button', { type: 'button', class: 'button primary', 'data-teach': true }, 'Teach it my style'),
          element('div', { class: 'card' }, this.form.node),
          this.runsCard,
        ),
        element('div', { class: 'watch-main' }, this.connection, this.empty, this.view.node),
      ),
    );
  }

  updateRun(run) {
    const at = this.runs.findIndex(other => other.id === run.id);
    if (at < 0) this.runs.push(run);
    else this.runs[at] = run;
    this.showRuns();
  }

  showRuns() {
    this.list.update(this.runs, this.followed?.id ?? null);
    this.empty.hidden = this.runs.length > 0;
    this.runsCard.hidden = !this.empty.hidden;
  }

  /** Draws the selected run before the next frame. */
  show() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const { followed, view } = this;
      if (!followed?.run) return;
      view.show(followed);
      view.showSamples(followed.samples, followed.palette, isLive(followed.run.state));
    });
  }

  select(id, focus) {
    const { view } = this;
    if (id !== this.followed?.id) showInlineMessage(view.message, '');
    this.followed?.stop();
    this.followed = this.follow(id);
    tabStorage.set(selectedRunKey, id);
    this.showRuns();
    this.show();
    if (focus && matchMedia('(max-width: 899px)').matches) requestAnimationFrame(() => requestAnimationFrame(() => view.title.focus()));
  }

  /** Starts to follow a run. */
  follow(id) {
    const followed = new FollowedRun(this.api, id, this.runs.find(run => run.id === id) ?? null),
      { view, connection } = this;
    const listen = (name, handler) => followed.addEventListener(name, ({ detail }) => this.followed === followed && handler(detail));
    listen('change', () => this.show());
    listen('step', () => view.showProgress(followed.run ?? {}, followed.step));
    listen('state', before => this.showState(followed.run, before));
    listen('connection', seconds =>
      showInlineMessage(connection, seconds ? `The connection was lost. Trying again in ${seconds} s.` : '', seconds > 0),
    );
    listen('error', error => showInlineMessage(view.message, error?.status === 404 ? 'This run no longer exists.' : errorText(error), true));
    followed.loadPalette();
    followed.follow();
    return followed;
  }

  showState(run, before) {
    const { message } = this.view;
    if (run.problem) showInlineMessage(message, run.problem, true);
    else if (before && before !== run.state) showInlineMessage(message, `This run ${stateMeaning(run.state)}.`);
    else if (run.state === 'elsewhere')
      showInlineMessage(message, `This run ${stateMeaning(run.state)}. You can follow it here, but only that process can stop it.`);
    this.updateRun(run);
  }

  /** Hides the selected run, because its folder no longer exists. */
  deselect() {
    showInlineMessage(this.connection, `${this.followed.id} no longer exists.`);
    this.followed.stop();
    this.followed = null;
    this.view.node.hidden = true;
  }

  /** Stops or resumes the selected run. A run that is done is resumed with twice its epochs if epochs can be added. */
  async act(verb, text) {
    const { followed, view } = this;
    try {
      showInlineMessage(view.message, text);
      const body = verb === 'resume' && followed.run?.can_extend ? { epochs: 2 * followed.run.epochs } : {};
      const run = await this.api.post(`/runs/${encodeURIComponent(followed.id)}/${verb}`, body);
      if (run?.id) followed.update(run);
      if (!followed.isFollowing) followed.follow();
    } catch (error) {
      showInlineMessage(view.message, errorText(error), true);
    }
  }

  async openReport() {
    try {
      await openReport(this.api, `/runs/${encodeURIComponent(this.followed.id)}/report.html`);
    } catch (error) {
      showInlineMessage(this.view.message, errorText(error), true);
    }
  }

  async refresh() {
    const { runs } = await this.api.get('/runs');
    this.runs = runs;
    if (this.failures > 0) {
      this.failures = 0;
      if (!this.followed?.isFollowing) showInlineMessage(this.connection, '');
      this.form.load().catch(() => {});
    }
    const { followed } = this,
      wanted = followed?.id ?? tabStorage.get(selectedRunKey);
    const known =
      runs.find(run => run.id === wanted) ??
      (followed ? null : (runs.find(run => run.state === 'training') ?? runs.find(run => isLive(run.state)) ?? runs[0]));
    if (!known && followed) this.deselect();
    else if (known && !followed) this.select(known.id, false);
    else if (known && !followed.isFollowing && isLive(known.state)) followed.follow();
    this.showRuns();
  }

  /** Refreshes the list of runs for as long as the page is open, while the tab is visible. */
  async refreshForever() {
    const isVisible = () => !this.section.hidden && !document.hidden;
    for (;;) await pause(isVisible() ? await this.tryRefresh() : 0.5);
  }

  /** Refreshes the list of runs, and loads the form at the first time. Returns the number of seconds until the next refresh. */
  async tryRefresh() {
    try {
      await this.refresh();
      if (!this.form.isLoaded) await this.form.load();
      return refreshSeconds;
    } catch (error) {
      this.failures++;
      const wait = Math.min(maxPauseSeconds, 2 ** (this.failures - 1));
      if (!this.followed?.isFollowing)
        showInlineMessage(this.connection, error?.status ? errorText(error) : `The studio does not answer. Trying again in ${wait} s.`, true);
      return wait;
    }
  }
}
