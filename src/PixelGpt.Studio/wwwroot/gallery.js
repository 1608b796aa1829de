// The gallery tab: the data sets, and the runs with their figures and reports.

import { figure } from "./chart.js";
import { apiKey, element, openPage, problemText, say, stateBadge } from "./run-list.js";

const numbers = new Intl.NumberFormat("en");

function percent(share) {
  return Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";
}

/** The contact sheet's address: a blob's where the server wants a key, which an <img> cannot send. */
async function sheetAddress(api, id) {
  const path = `/api/v1/datasets/${encodeURIComponent(id)}/sheet.png`;
  const key = apiKey(api);
  if (!key) return path;
  const response = await fetch(path, { headers: { Authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return URL.createObjectURL(await response.blob());
}

function datasetCard(api, set) {
  const splits = Object.entries(set.splits ?? {}).map(([name, count]) => `${numbers.format(count)} ${name}`).join(", ");
  const size = set.width && set.height ? `${set.width} × ${set.height} pixels` : null;
  const image = element("img", { class: "sheet", alt: `Contact sheet of the data set ${set.name ?? set.id}`, loading: "lazy", decoding: "async" });
  const card = element("li", { class: "card dataset", "data-dataset": set.id },
    element("h3", {}, set.name ?? set.id), image,
    element("p", { class: "run-facts" }, [size, set.colors ? `${set.colors} colours` : null].filter(Boolean).join(" · ")),
    element("p", { class: "run-facts" }, splits));
  const fail = () => image.replaceWith(element("p", { class: "hint" }, "The contact sheet could not be loaded."));
  image.addEventListener("error", fail);
  image.addEventListener("load", () => { if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src); });
  sheetAddress(api, set.id).then((address) => { image.src = address; }, fail);
  return card;
}

const COLUMNS = ["Compare", "Run", "State", "Family", "Data set", "Epochs", "Loss", "Dev loss", "Accuracy", "Actions"];

function runRow(api, run, chosen, hear) {
  const cell = (label, ...children) => element("td", { "data-label": label }, children);
  const box = element("input", { type: "checkbox", "aria-label": `Compare ${run.id}`, "data-compare": run.id, onchange: (event) => hear.choose(run.id, event.currentTarget.checked) });
  box.checked = chosen.has(run.id);
  const address = `/runs/${encodeURIComponent(run.id)}/report.html`;
  // The link is a link for all that links can do; with an API key a click is taken over.
  const report = element("a", { class: "button", href: `/api/v1${address}`, target: "_blank", rel: "noopener", "data-report": run.id, "aria-label": `Report of ${run.id}, opens in a new tab`, onclick: (event) => {
    if (!apiKey(api)) return;
    event.preventDefault();
    openPage(api, address).catch((error) => hear.problem(problemText(error)));
  } }, "Report");
  const use = element("button", { type: "button", class: "button", "data-use": run.id, "aria-label": `Paint with it: ${run.id}`, onclick: () => window.dispatchEvent(new CustomEvent("studio:use-model", { detail: run.id })) }, "Paint with it");
  return element("tr", { "data-gallery-run": run.id },
    cell("Compare", run.has_report ? element("label", { class: "tick" }, box) : element("span", { class: "hint", title: "Only an evaluated run can be compared" }, "not evaluated")),
    element("th", { scope: "row" }, run.id), cell("State", stateBadge(run.state)),
    cell("Family", run.model_type ?? "–"), cell("Data set", run.dataset ?? "–"),
    cell("Epochs", run.epochs ? `${run.epoch ?? 0} of ${run.epochs}` : String(run.epoch ?? "–")),
    cell("Loss", figure(run.loss)), cell("Dev loss", figure(run.dev_loss)), cell("Accuracy", percent(run.accuracy)),
    element("td", {}, element("div", { class: "row-actions" }, (run.epoch ?? 0) > 0 ? use : null, run.has_report ? report : null)));
}

/** Builds the gallery tab in a section of the page. */
export function mountGallery(section, api) {
  const chosen = new Set();
  let runs = [], wanted = true, pending = false;
  const message = element("p", { id: "gallery-message", class: "message", role: "status", hidden: true });
  const sets = element("ul", { id: "datasets", class: "datasets" });
  const setsEmpty = element("p", { class: "hint", hidden: true }, "No data set was found.");
  const body = element("tbody");
  const table = element("table", { id: "gallery-runs", class: "gallery-table" },
    element("caption", { class: "visually-hidden" }, "Runs with their figures; losses in nats a pixel"),
    element("thead", {}, element("tr", {}, COLUMNS.map((text) => element("th", { scope: "col" }, text)))), body);
  const runsEmpty = element("p", { class: "hint", hidden: true }, "No run yet. Open the Watch tab and press “Start training”.");
  const compare = element("button", { id: "compare", type: "button", class: "button primary", "aria-describedby": "compare-hint", onclick: onCompare }, "Compare");
  const hint = element("p", { id: "compare-hint", class: "hint", role: "status" });
  section.append(element("div", { class: "gallery" }, message,
    element("section", { "aria-labelledby": "datasets-title" }, element("h2", { id: "datasets-title" }, "Data sets"), sets, setsEmpty),
    element("section", { "aria-labelledby": "gallery-runs-title" },
      element("div", { class: "gallery-head" }, element("h2", { id: "gallery-runs-title" }, "Runs"), element("div", { class: "compare-bar" }, hint, compare)),
      table, runsEmpty)));

  const hear = {
    choose(id, on) {
      if (on) chosen.add(id);
      else chosen.delete(id);
      showCompare();
    },
    problem: (text) => say(message, text, true),
  };

  function showCompare() {
    const can = runs.filter((run) => run.has_report).length;
    compare.setAttribute("aria-disabled", String(chosen.size < 2));
    hint.textContent = can < 2 ? "Two evaluated runs can be compared; “pixelgpt evaluate RUN” evaluates one." : chosen.size < 2 ? "Tick two or more runs to compare them." : `${chosen.size} runs are ticked.`;
  }

  async function onCompare() {
    if (chosen.size < 2) return;
    try {
      await openPage(api, `/runs/compare?ids=${[...chosen].map(encodeURIComponent).join(",")}`);
    } catch (error) {
      hear.problem(problemText(error));
    }
  }

  async function load() {
    if (pending) return;
    pending = true;
    try {
      const [setAnswer, runAnswer] = await Promise.all([api.get("/datasets"), api.get("/runs")]);
      runs = runAnswer.runs;
      for (const id of [...chosen]) if (!runs.some((run) => run.id === id && run.has_report)) chosen.delete(id);
      sets.replaceChildren(...setAnswer.datasets.map((set) => datasetCard(api, set)));
      setsEmpty.hidden = setAnswer.datasets.length > 0;
      body.replaceChildren(...runs.map((run) => runRow(api, run, chosen, hear)));
      table.hidden = runs.length === 0;
      runsEmpty.hidden = runs.length > 0;
      showCompare();
      say(message, "");
    } catch (error) {
      wanted = true;
      hear.problem(`The gallery could not be loaded. ${problemText(error)} Open the tab again to try once more.`);
    } finally {
      pending = false;
    }
  }

  // Loaded anew each time that the tab is opened.
  function onShown() {
    if (section.hidden) wanted = true;
    else if (wanted) { wanted = false; load(); }
  }
  new MutationObserver(onShown).observe(section, { attributes: true, attributeFilter: ["hidden"] });
  onShown();
}
