// The watch tab: start a training run, watch it live, stop it, go on with it.

import { figure, lossChart } from "./chart.js";
import { element, isLive, openPage, problemText, runList, say, stateBadge, stateMeaning } from "./run-list.js";
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
    title: element("h3", { id: "run-title", tabindex: "-1" }), badge: element("span"), facts: element("p", { class: "run-facts" }),
    stop: element("button", { id: "train-stop", type: "button", class: "button", onclick: (e) => press(e, actions.stop) }, "Stop"),
    resume: element("button", { id: "train-resume", type: "button", class: "button", onclick: (e) => press(e, actions.resume) }, "Resume"),
    use: element("button", { id: "run-use", type: "button", class: "button", onclick: (e) => press(e, actions.use) }, "Paint with it"),
    report: element("button", { id: "run-report", type: "button", class: "button", onclick: (e) => press(e, actions.report) }, "Report"),
    message: element("p", { id: "run-message", class: "message", role: "status", hidden: true }),
    progress: element("progress", { id: "run-progress", max: 1, value: 0, "aria-labelledby": "run-where" }),
    where: element("span", { id: "run-where" }), speed: element("span", { id: "run-speed" }),
    chart: element("div", { class: "chart-box" }), table: element("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": "Epochs" }),
    details: element("details", { class: "epochs" }, element("summary", {}, "The last epochs as a table")),
    samplesTitle: element("h4", { id: "samples-title" }), samples: element("div", { id: "run-samples", class: "samples", role: "group", "aria-labelledby": "samples-title" }),
  };
  part.details.append(part.table);
  const node = element("article", { id: "run-view", class: "run-view card", "aria-labelledby": "run-title", hidden: true },
    element("header", { class: "run-top" }, element("div", {}, element("div", { class: "run-head" }, part.title, part.badge), part.facts),
      element("div", { class: "run-actions" }, part.stop, part.resume, part.use, part.report)),
    part.message, element("div", { class: "progress" }, part.progress, element("div", { class: "progress-text" }, part.where, part.speed)),
    part.chart, part.details, part.samplesTitle, part.samples);

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
      part.samples.replaceChildren(...(samples?.pixels ?? []).slice(0, SAMPLES).map((pixels, index) =>
        pixelCanvas(pixels, samples.width, samples.height, palette, `Sprite ${index + 1} of the dev split, its first ${samples.prompt_pixels} pixels given, the rest drawn by the model`)));
    },
  };
}
