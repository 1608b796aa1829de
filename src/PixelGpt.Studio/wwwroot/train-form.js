// The form that starts a training run.

import { element, problemText, say } from "./run-list.js";

const FAMILIES = [["gpt2", "GPT-2"], ["llama", "Llama"], ["mistral", "Mistral"], ["qwen2", "Qwen2"], ["qwen3", "Qwen3"]];
const PRESETS = [["tiny", "tiny – a first try, seconds an epoch"], ["small", "small – good pictures, minutes in all"], ["base", "base – the largest, for patience"]];
const NAME = /^(?!\.|compare$)[A-Za-z0-9._-]+$/;

function options(pairs, chosen) {
  return pairs.map(([value, text]) => element("option", { value, selected: value === chosen }, text));
}

function field(label, input, hint) {
  const id = input.id;
  const hintNode = hint ? element("small", { id: `${id}-hint`, class: "field-hint" }, hint) : null;
  if (hintNode) input.setAttribute("aria-describedby", hintNode.id);
  return element("div", { class: "field" }, element("label", { for: id }, label), input, hintNode);
}

function datasetText(set) {
  const count = set.splits?.train;
  return [set.name ?? set.id, set.width && set.height ? `${set.width}×${set.height}` : null, Number.isFinite(count) ? `${count} to train on` : null].filter(Boolean).join(", ");
}

/**
 * @param {object} api
 * @param {(run: object) => void} onStarted gets the run object of the answer
 */
export function trainForm(api, onStarted) {
  const dataset = element("select", { id: "train-dataset", required: true });
  const family = element("select", { id: "train-family" }, options(FAMILIES, "gpt2"));
  const preset = element("select", { id: "train-preset" }, options(PRESETS, "small"));
  const epochs = element("input", { id: "train-epochs", type: "number", min: 1, max: 10000, step: 1, value: 50, required: true, inputmode: "numeric" });
  const seed = element("input", { id: "train-seed", type: "number", min: 0, step: 1, value: 0, required: true, inputmode: "numeric" });
  const name = element("input", { id: "train-name", type: "text", maxlength: 64, autocomplete: "off", spellcheck: "false", placeholder: "made up if left empty" });
  const start = element("button", { id: "train-start", type: "submit", class: "button primary" }, "Start training");
  const message = element("p", { id: "train-message", class: "message", role: "status", hidden: true });

  const form = element("form", { class: "train-form", novalidate: true, "aria-labelledby": "train-title", onsubmit: submit },
    element("h2", { id: "train-title" }, "Train a model"),
    element("div", { class: "fields" },
      field("Data set", dataset),
      field("Family", family),
      field("Size", preset),
      field("Epochs", epochs),
      field("Seed", seed),
      field("Name", name, "Letters, digits, dash, underscore, and dots but for the first.")),
    element("div", { class: "train-actions" }, start, message));

  function wrong(input, text) {
    input.setAttribute("aria-invalid", "true");
    say(message, text, true);
    input.focus();
    return null;
  }

  function read() {
    for (const input of [dataset, epochs, seed, name]) input.removeAttribute("aria-invalid");
    const count = Number(epochs.value), number = Number(seed.value), id = name.value.trim();
    if (!dataset.value) return wrong(dataset, "There is no data set to train on.");
    if (epochs.value === "" || !Number.isInteger(count) || count < 1 || count > 10000) return wrong(epochs, "Epochs must be a whole number from 1 to 10000.");
    if (seed.value === "" || !Number.isSafeInteger(number) || number < 0) return wrong(seed, "The seed must be a whole number, 0 or more.");
    if (id !== "" && !NAME.test(id)) return wrong(name, "A name is made of letters, digits, dash, underscore and dots, does not begin with a dot, and is not “compare”.");
    return { ...(id ? { id } : {}), dataset: dataset.value, model_type: family.value, preset: preset.value, epochs: count, seed: number };
  }

  async function submit(event) {
    event.preventDefault();
    if (start.getAttribute("aria-disabled") === "true") return;
    const body = read();
    if (!body) return;
    start.setAttribute("aria-disabled", "true");
    say(message, "Starting …");
    try {
      const run = await api.post("/runs", body);
      say(message, `${run.id} was started.`);
      name.value = "";
      onStarted(run);
    } catch (error) {
      if (error?.status === 409 && body.id) wrong(name, problemText(error));
      else say(message, problemText(error), true);
    } finally {
      start.removeAttribute("aria-disabled");
    }
  }

  return {
    node: form,
    /** Asks for the data sets; may be called again after a failure. */
    async load() {
      try {
        const { datasets } = await api.get("/datasets");
        const chosen = dataset.value || "creatures";
        dataset.replaceChildren(...options(datasets.map((set) => [set.id, datasetText(set)]), chosen));
        if (datasets.length === 0) say(message, "There is no data set to train on.", true);
        else if (message.classList.contains("is-error")) say(message, "");
      } catch (error) {
        say(message, `The data sets could not be listed. ${problemText(error)}`, true);
        throw error;
      }
    },
  };
}
