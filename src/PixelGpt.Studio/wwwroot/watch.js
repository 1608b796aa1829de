// The watch tab: start a training run, watch it live, stop it, go on with it.

import { figure, lossChart } from "./chart.js";
import { promptLength } from "./prompt-length.js";
import { element, isLive, openPage, problemText, runList, say, stateBadge, stateMeaning } from "./run-list.js";
import { ofTab } from "./storage.js";
import { trainForm } from "./train-form.js";

const TABLE_EPOCHS = 12, SAMPLES = 6, LONGEST_PAUSE = 15, REFRESH_SECONDS = 4;
const CHOSEN = "studio:run";
const numbers = new Intl.NumberFormat("en");

/** 200 as "3 min 20 s". */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function percent(share) {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";
}

function pause(seconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function colorOf(palette, index) {
  // Before the model is there, shades of grey stand in for its colours.
  return palette?.[index] ?? (index === 0 ? "#ffffff" : `hsl(0 0% ${70 - ((index * 37) % 60)}%)`);
}

/** A picture, a dot a pixel (the stylesheet enlarges it); the pixels that the model drew are told from the prompt by the caption only. */
export function pixelCanvas(pixels, width, height, palette, label) {
  const canvas = element("canvas", { class: "sample", width, height, role: "img", "aria-label": label });
  const pen = canvas.getContext("2d");
  pixels.forEach((color, position) => {
    pen.fillStyle = colorOf(palette, color);
    pen.fillRect(position % width, Math.floor(position / width), 1, 1);
  });
  return canvas;
}

function epochTable(metrics) {
  const rows = metrics.slice(-TABLE_EPOCHS).reverse().map((line) => element("tr", {},
    element("th", { scope: "row" }, String(line.epoch)),
    element("td", {}, figure(line.loss, 4)), element("td", {}, figure(line.dev_loss, 4)), element("td", {}, percent(line.accuracy)),
    element("td", {}, numbers.format(Math.round(line.tokens_per_second ?? 0)))));
  const heads = ["epoch", "loss", "dev loss", "accuracy", "pixels/s"].map((text) => element("th", { scope: "col" }, text));
  return element("table", {}, element("caption", {}, `The last ${rows.length} epochs, the newest first; losses in nats a pixel`),
    element("thead", {}, element("tr", {}, heads)), element("tbody", {}, rows));
}

/** The view of one run; `show` draws what it is given anew. */
function runView(actions) {
  const part = {
    title: element("h2", { id: "run-title", tabindex: "-1" }), badge: element("span"), facts: element("p", { class: "run-facts" }),
    stop: element("button", { id: "train-stop", type: "button", class: "button", onclick: (e) => press(e, actions.stop) }, "Stop"),
    resume: element("button", { id: "train-resume", type: "button", class: "button", onclick: (e) => press(e, actions.resume) }, "Resume"),
    use: element("button", { id: "run-use", type: "button", class: "button", onclick: (e) => press(e, actions.use) }, "Paint with it"),
    report: element("button", { id: "run-report", type: "button", class: "button", onclick: (e) => press(e, actions.report) }, "Report"),
    message: element("p", { id: "run-message", class: "message", role: "status", hidden: true }),
    progress: element("progress", { id: "run-progress", max: 1, value: 0, "aria-labelledby": "run-where" }),
    where: element("span", { id: "run-where" }), speed: element("span", { id: "run-speed" }),
    chart: element("div", { class: "chart-box" }), table: element("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": "Epochs" }),
    details: element("details", { class: "epochs" }, element("summary", {}, "The last epochs as a table")),
    samplesTitle: element("h3", { id: "samples-title" }), samplesHint: element("p", { class: "hint" }), samples: element("div", { id: "run-samples", class: "samples", role: "group", "aria-labelledby": "samples-title" }),
  };
  part.details.append(part.table);
  const node = element("article", { id: "run-view", class: "run-view card", "aria-labelledby": "run-title", hidden: true },
    element("header", { class: "run-top" }, element("div", {}, element("div", { class: "run-head" }, part.title, part.badge), part.facts),
      element("div", { class: "run-actions" }, part.stop, part.resume, part.use, part.report)),
    part.message, element("div", { class: "progress" }, part.progress, element("div", { class: "progress-text" }, part.where, part.speed)),
    part.chart, part.details, element("div", {}, part.samplesTitle, part.samplesHint), part.samples);

  // A button that has no use now stays focusable, so that the keyboard's place is not lost.
  function press(event, action) {
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") action();
  }
  const enable = (button, can) => button.setAttribute("aria-disabled", String(!can));

  function showProgress(run, step) {
    const epochs = run.epochs || step?.epochs || 0, going = run.state === "training" || run.state === "elsewhere";
    const within = going && step?.batches ? step.epoch - 1 + step.batch / step.batches : 0;
    part.progress.value = epochs ? Math.min(1, Math.max(within, run.epoch ?? 0) / epochs) : 0;
    const batch = going && step?.batches ? `, step ${step.batch} of ${step.batches}` : "";
    part.where.textContent = `Epoch ${going && step ? step.epoch : run.epoch ?? 0}${epochs ? ` of ${epochs}` : ""}${batch}`;
    const speed = going && step?.tokens_per_second ? `${numbers.format(Math.round(step.tokens_per_second))} pixels/s` : null;
    const left = going && Number.isFinite(step?.seconds_left) ? `${duration(step.seconds_left)} left` : null;
    part.speed.textContent = [speed, left].filter(Boolean).join(" · ");
  }

  return {
    node, message: part.message, title: part.title,
    show({ run, step, metrics }) {
      node.hidden = false;
      part.title.textContent = run.id;
      const badge = stateBadge(run.state);
      part.badge.replaceWith(badge);
      part.badge = badge;
      const scores = [["loss", figure(run.loss)], ["dev loss", figure(run.dev_loss)], ["accuracy", percent(run.accuracy)]].filter((pair) => pair[1] !== "–");
      part.facts.textContent = [run.model_type, run.dataset, ...scores.map((pair) => pair.join(" "))].filter(Boolean).join(" · ");
      enable(part.stop, run.state === "training" || run.state === "queued");
      enable(part.resume, Boolean(run.can_resume));
      part.resume.textContent = run.state === "done" && run.epochs ? `Train on to ${2 * run.epochs} epochs` : "Resume";
      enable(part.use, (run.epoch ?? 0) > 0);
      enable(part.report, Boolean(run.has_report));
      showProgress(run, step);
      part.chart.replaceChildren(metrics.length ? lossChart(metrics) : element("p", { class: "hint" }, isLive(run.state) ? "The curve begins with the first finished epoch." : "No epoch was finished."));
      part.details.hidden = metrics.length === 0;
      part.table.replaceChildren(metrics.length ? epochTable(metrics) : "");
    },
    showProgress,
    showSamples(samples, palette, live) {
      part.samplesTitle.textContent = samples ? (samples.epoch ? `Finished by the model after epoch ${samples.epoch}` : "Finished by the model") : live ? "Pictures come with the next epoch" : "";
      part.samplesHint.textContent = samples ? `Sprites of the dev split: the first ${samples.prompt_pixels} of ${samples.width * samples.height} pixels are given, from the top; the rest is the model's.` : "";
      part.samples.replaceChildren(...(samples?.pixels ?? []).slice(0, SAMPLES).map((pixels, index) =>
        pixelCanvas(pixels, samples.width, samples.height, palette, `Sprite ${index + 1} of the dev split, its first ${samples.prompt_pixels} pixels given, the rest drawn by the model`)));
    },
  };
}

/**
 * Reads a run's events until its end, and comes back after a lost connection with growing pauses.
 * @param {{event: (name: string, data: object) => void, connected: () => void, lost: (seconds: number) => void}} hear
 */
async function follow(api, id, hear, signal) {
  for (let seconds = 1; !signal.aborted; ) {
    let first = true, ended = false;
    try {
      await api.stream(`/runs/${encodeURIComponent(id)}/events`, null, (name, data) => {
        if (signal.aborted) return;
        if (first) hear.connected();
        first = false;
        seconds = 1;
        if (name === "end") ended = true;
        else hear.event(name, data);
      }, { signal });
      if (ended) return;
    } catch (error) {
      if (signal.aborted) return;
      // What the server refuses is not mended by asking again.
      if (error?.status >= 400 && error.status < 500 && error.status !== 429) throw error;
    }
    if (!signal.aborted) hear.lost(seconds);
    await pause(seconds, signal);
    seconds = Math.min(LONGEST_PAUSE, seconds * 2);
  }
}

/** Builds the watch tab in a section of the page. */
export function mountWatch(section, api) {
  const state = { runs: [], selected: null, run: null, step: null, epochs: new Map(), samples: null, palette: null, following: null, failures: 0 };
  const connection = element("p", { id: "watch-connection", class: "message connection", role: "status", hidden: true });
  const empty = element("div", { class: "empty card", hidden: true }, element("h2", {}, "No run yet"),
    element("p", {}, "Choose a data set and press “Start training”. The curve and the model's pictures appear here as it learns: the first after an epoch, in seconds for a tiny model."));
  const list = runList((id) => select(id, true));
  const view = runView({
    stop: () => act("stop", "Stopping: the epoch so far is kept as far as it was saved."),
    resume: () => act("resume", "Going on from the last saved epoch."),
    use: () => window.dispatchEvent(new CustomEvent("studio:use-model", { detail: state.selected })),
    report: () => openPage(api, `/runs/${encodeURIComponent(state.selected)}/report.html`).catch((error) => say(view.message, problemText(error), true)),
  });
  const form = trainForm(api, (run) => { merge(run); select(run.id, false); });
  const runsCard = element("section", { class: "card", "aria-labelledby": "runs-title", hidden: true }, element("h2", { id: "runs-title" }, "Runs"), list.node);
  section.append(element("div", { class: "watch" },
    element("div", { class: "watch-side" }, element("div", { class: "card" }, form.node), runsCard),
    element("div", { class: "watch-main" }, connection, empty, view.node)));

  function merge(run) {
    const at = state.runs.findIndex((other) => other.id === run.id);
    if (at < 0) state.runs.push(run);
    else state.runs[at] = run;
    showRuns();
  }

  function showRuns() {
    list.update(state.runs, state.selected);
    empty.hidden = state.runs.length > 0;
    runsCard.hidden = !empty.hidden;
  }

  const metrics = () => [...state.epochs.values()].sort((a, b) => a.epoch - b.epoch);
  let drawing = 0;
  function show() {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => {
      if (!state.run) return;
      view.show({ run: state.run, step: state.step, metrics: metrics() });
      view.showSamples(state.samples, state.palette, isLive(state.run.state));
    });
  }

  const handlers = {
    state(run) {
      const before = state.run?.state;
      state.run = run;
      state.palette = run.palette ?? state.palette;
      if (run.problem) say(view.message, run.problem, true);
      else if (before && before !== run.state) say(view.message, `This run ${stateMeaning(run.state)}.`);
      else if (run.state === "elsewhere") say(view.message, `This run ${stateMeaning(run.state)}: it is followed here, and stopped there.`);
      merge(run);
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
    if (id !== state.selected) say(view.message, "");
    Object.assign(state, { selected: id, run: state.runs.find((run) => run.id === id) ?? null, step: null, epochs: new Map(), samples: null, palette: null });
    ofTab.set(CHOSEN, id);
    showRuns();
    show();
    loadPalette();
    start();
    if (focus && matchMedia("(max-width: 899px)").matches) requestAnimationFrame(() => requestAnimationFrame(() => view.title.focus()));
  }

  // Its folder is gone.
  function leave() {
    say(connection, `${state.selected} is no longer there.`);
    state.following?.abort();
    Object.assign(state, { selected: null, run: null });
    view.node.hidden = true;
  }

  async function start() {
    state.following?.abort();
    const own = new AbortController(), id = state.selected;
    state.following = own;
    try {
      await follow(api, id, {
        event: (name, data) => handlers[name]?.(data),
        connected: () => { state.epochs.clear(); say(connection, ""); },
        lost: (seconds) => say(connection, `The connection is lost. The next try is in ${seconds} s.`, true),
      }, own.signal);
      if (!own.signal.aborted && !state.samples) await finishSamples(id, own.signal);
    } catch (error) {
      if (!own.signal.aborted) say(view.message, error?.status === 404 ? "This run is no longer there." : problemText(error), true);
    } finally {
      if (state.following === own) state.following = null;
    }
  }

  // A run that has ended sends no pictures: the model is asked for them.
  async function finishSamples(id, signal) {
    if (!((state.run?.epoch ?? 0) > 0)) return;
    const path = encodeURIComponent(id);
    try {
      const model = await api.get(`/models/${path}`);
      const { width, height, sprites } = await api.get(`/models/${path}/samples?split=dev&count=${SAMPLES}&offset=0`);
      const given = promptLength(width * height, model.keep ?? undefined);
      const requests = sprites.map((sprite) => ({ model: id, prompt: { width, height, pixels: sprite.slice(0, given) } }));
      const { results } = await api.post("/completions/batch", { requests }, { signal });
      if (signal.aborted || state.samples) return;
      const pixels = results.map((result) => result.completions?.completions?.[0]?.pixels ?? result.completions?.[0]?.pixels).filter(Boolean);
      if (pixels.length === 0) return;
      state.palette = model.palette;
      state.samples = { epoch: 0, width, height, prompt_pixels: given, pixels };
      show();
    } catch {
      // The curve stands without the pictures.
    }
  }

  async function act(verb, text) {
    try {
      say(view.message, text);
      const run = await api.post(`/runs/${encodeURIComponent(state.selected)}/${verb}`, verb === "resume" && state.run?.state === "done" && state.run.epochs ? { epochs: 2 * state.run.epochs } : {});
      if (run?.id) handlers.state(run);
      if (!state.following) start();
    } catch (error) {
      say(view.message, problemText(error), true);
    }
  }

  async function refresh() {
    const { runs } = await api.get("/runs");
    state.runs = runs;
    if (state.failures > 0) {
      state.failures = 0;
      if (!state.following) say(connection, "");
      form.load().catch(() => {});
    }
    const chosen = state.selected ?? ofTab.get(CHOSEN);
    const known = runs.find((run) => run.id === chosen) ?? (state.selected ? null : runs.find((run) => run.state === "training") ?? runs.find((run) => isLive(run.state)) ?? runs[0]);
    if (!known && state.selected !== null) leave();
    else if (known && state.selected === null) select(known.id, false);
    else if (known && !state.following && isLive(known.state)) start();
    showRuns();
  }

  async function keepFresh() {
    let loaded = false;
    for (;;) {
      if (!section.hidden && !document.hidden) {
        try {
          await refresh();
          if (!loaded) await form.load();
          loaded = true;
        } catch (error) {
          state.failures++;
          const wait = Math.min(LONGEST_PAUSE, 2 ** (state.failures - 1));
          if (!state.following) say(connection, error?.status ? problemText(error) : `The server does not answer. The next try is in ${wait} s.`, true);
          await pause(wait);
          continue;
        }
      }
      await pause(section.hidden || document.hidden ? 0.5 : REFRESH_SECONDS);
    }
  }

  keepFresh();
}
