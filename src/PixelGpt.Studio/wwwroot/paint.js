// The paint tab: connects the picture with the tools, the palette, the model, the candidates and the heat map.

import { AllowedColors } from './allowed-colors.js';
import { CanvasView } from './canvas-view.js';
import { isSamePalette } from './colors.js';
import { Completer } from './completer.js';
import { CompletionPanel } from './completion-panel.js';
import { onPress, setEnabled } from './dom.js';
import { copyPicture, exportPicture, importPicture, listenForCopying, listenForPictures } from './files.js';
import { firstPicture } from './first-picture.js';
import { HeatMapPanel } from './heat-map-panel.js';
import { LineHandle } from './line-handle.js';
import { Models } from './models.js';
import * as options from './options.js';
import { PaletteView } from './palette.js';
import { Picture, range } from './picture.js';
import { promptRows } from './prompt-length.js';
import { loadCandidates, loadWork, saveWork } from './saved-work.js';
import { listenForKeys } from './shortcuts.js';
import { announce, clearError, clearNote, showError, showMessage } from './status.js';
import { Tools } from './tools.js';
import { mountZoom } from './zoom.js';

/** Delay before the work is saved, in milliseconds, so that a stroke is not saved pixel by pixel. */
const saveDelay = 150;

/** Delay before the pixel at the keyboard cursor is described again, in milliseconds, so that screen readers do not repeat it during a stroke. */
const describeDelay = 200;

const $ = id => document.getElementById(id);

/** Builds the paint tab. Resolves when the models are listed and the saved work is restored. */
export async function mountPaint(api) {
  const picture = new Picture(20, 20), models = new Models(api, picture), palette = new PaletteView($('palette')), allowedColors = new AllowedColors(palette);
  const view = new CanvasView($('canvas'), $('stage'), picture), tools = new Tools(view, picture, palette), lineHandle = new LineHandle(picture, view), zoom = mountZoom(view);
  const completer = new Completer(api, picture, models, allowedColors);
  let saveTimer = 0, describeTimer = 0, shownSize = '', shownPalette = null, modelOfOptions = null;

  /** Runs an action and shows its error. Returns whether it succeeded. */
  const attempt = async (work, retry = null) => {
    try {
      await work();
      return true;
    } catch (e) {
      showError(e, retry ?? (() => perform(work)));
      return false;
    }
  };
  /** Runs an action that the user asked for. Its success removes the error of an earlier attempt. */
  const perform = async (work, retry = null) => { if (await attempt(work, retry)) clearError(); };
  const hasModel = () => models.current !== null;

  const heatMapPanel = new HeatMapPanel(api, picture, view, { toggle: $('heatmap-toggle'), details: $('pixel-details') },
    { hasModel, isBusy: () => completer.isBusy, attempt });
  const completionPanel = new CompletionPanel({ picture, view, completer, heatMapPanel }, { hasModel, perform });

  // Model

  models.addEventListener('note', ({ detail }) => showMessage(detail));
  models.addEventListener('change', () => {
    const { current } = models;
    // A model that is selected again, or whose work was restored, keeps the options that the user has set.
    if (current.id !== modelOfOptions) options.useDefaults(current.generation);
    modelOfOptions = current.id;
    setEnabled($('example'), Boolean(current.dataset));
    $('example').title = current.dataset ? 'A sprite from the data set of the model' : 'The data set of this model is not known';
    discardResults();
    view.resize();
  });

  /** Removes the candidates and the heat map, which belong to the previous picture or model. */
  function discardResults() {
    completionPanel.stop();
    completionPanel.clear();
    heatMapPanel.clear();
  }

  // Display

  function showPalette() {
    if (isSamePalette(shownPalette, picture.palette)) return;
    shownPalette = picture.palette;
    palette.show(shownPalette, picture.usedColors());
    allowedColors.show();
  }

  function showPicture() {
    const size = `${picture.width}×${picture.height}`;
    if (size !== shownSize) view.resize();
    shownSize = size;
    lineHandle.show();
    showSentence();
    setEnabled($('undo'), picture.past.length > 0);
    setEnabled($('redo'), picture.future.length > 0);
  }

  /** Says what Finish does. */
  function showSentence() {
    const { open, area } = picture, count = open.size;
    $('sentence').textContent = count === 0 ? 'Every pixel is yours. Mark what the model is to draw.'
      : count === area ? 'Paint anything, anywhere; the model draws the rest.'
      : picture.isFilled ? 'Paint over it, or mark what to draw again.' : 'The model draws the stripes: press Finish.';
  }

  function showCursor() {
    clearTimeout(describeTimer);
    describeTimer = setTimeout(() => { if (view.cursor !== null) $('cursor').textContent = heatMapPanel.describe(view.cursor); }, describeDelay);
  }

  // New, example and import

  function replacePicture(other) {
    picture.replace(other);
    $('model').value = other.model;
    discardResults();
    palette.show(picture.palette, picture.usedColors());
  }

  /** Shows the first picture, which is not an undo step. */
  function showFirstPicture() {
    const first = firstPicture(models.current.id);
    picture.apply({ ...first, open: range(first.line, first.pixels.length) });
    view.resize();
  }

  async function loadExample() {
    replacePicture(await models.requestPicture(async model => {
      const path = `/models/${encodeURIComponent(model)}/samples?split=dev&count=1`;
      const { total } = await api.get(path);
      const { sprites, width, height } = await api.get(`${path}&offset=${crypto.getRandomValues(new Uint32Array(1))[0] % total}`);
      return { pixels: sprites[0], width, height };
    }));
    announce('Example sprite loaded');
  }

  async function importFile(blob) {
    const { notes, ...other } = await models.requestPicture(model => importPicture(api, model, blob));
    replacePicture(other);
    showMessage(`Picture imported${notes.length ? `: ${notes.join('; ')}` : ''}.`);
  }

  // Saving

  function scheduleSave() {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(saveNow, saveDelay);
  }

  function saveNow() {
    if (hasModel()) saveWork({ picture, options: options.read(), tools: tools.read(), forbidden: allowedColors.read(), wasGenerating: completionPanel.wasGenerating });
  }

  function restoreWork(work) {
    picture.load(work.picture);
    options.restore(work.options);
    modelOfOptions = work.picture.model;
    tools.restore(work.tools);
    if (Array.isArray(work.forbidden)) allowedColors.setForbidden(work.forbidden);
  }

  // Events

  picture.addEventListener('change', () => {
    showPalette();
    showPicture();
    completionPanel.candidates.markCurrent(picture);
    heatMapPanel.update();
    showCursor();
    scheduleSave();
  });
  for (const part of [tools, allowedColors, completionPanel]) part.addEventListener('change', scheduleSave);
  palette.addEventListener('select', scheduleSave);
  options.listen(scheduleSave);
  window.addEventListener('pagehide', saveNow);
  tools.addEventListener('stroke', () => completionPanel.takePreviewed());
  tools.addEventListener('hover', ({ detail }) => heatMapPanel.showDetails(detail));
  tools.addEventListener('cursor', ({ detail }) => { $('cursor').textContent = heatMapPanel.describe(detail); });
  palette.addEventListener('select', ({ detail }) => { if (document.activeElement === view.canvas) $('cursor').textContent = `Colour ${picture.palette[detail]}`; });
  $('model').addEventListener('change', () => perform(() => models.select($('model').value)));
  const afterHistoryStep = (wasPossible, text) => {
    if (!wasPossible) return;
    clearNote();
    announce(text);
    perform(() => models.selectModelOfPicture());
  };
  const undo = () => afterHistoryStep(picture.undo(), 'Undone'), redo = () => afterHistoryStep(picture.redo(), 'Redone');
  onPress($('undo'), undo);
  onPress($('redo'), redo);
  onPress($('region-below'), () => picture.splitAt(promptRows(picture.width, picture.height)));
  onPress($('region-all'), () => picture.splitAt(0));
  onPress($('region-none'), () => picture.splitAt(picture.area));
  onPress($('clear'), () => {
    if (!hasModel()) return;
    replacePicture(models.emptyPicture());
    announce('New picture');
  });
  onPress($('example'), () => hasModel() && perform(loadExample));
  onPress($('export'), () => hasModel() && perform(() => exportPicture(api, picture)));
  $('heatmap-toggle').addEventListener('change', () => heatMapPanel.isOn && hasModel() ? perform(() => heatMapPanel.request()) : heatMapPanel.show());
  window.addEventListener('studio:tab', ({ detail }) => { if (detail === 'paint') attempt(() => models.refresh()).then(() => view.resize()); });
  const canUsePicture = () => hasModel() && !$('panel-paint').hidden;
  listenForCopying(canUsePicture, () => perform(async () => {
    await copyPicture(api, picture);
    showMessage('Picture copied.');
  }));
  listenForPictures($('import-file'), $('stage'), canUsePicture, blob => perform(() => importFile(blob)));
  const toggleHeatMap = () => {
    $('heatmap-toggle').click();
    announce(`Heat map ${heatMapPanel.isOn ? 'on' : 'off'}`);
  };
  const finish = () => completionPanel.finish();
  listenForKeys({ finish, stop: () => completionPanel.stop(), undo, redo, toggleHeatMap, take: place => completionPanel.takeAt(place), zoom: key => zoom.pressKey(key), tool: key => tools.pressShortcut(key) });

  // Start

  const work = loadWork(), savedCandidates = loadCandidates();
  if (work) restoreWork(work);
  showPicture();
  await attempt(() => models.refresh(work?.picture.model));
  if (!work && models.current?.free_palette && models.current.any_order) showFirstPicture();
  if (savedCandidates && isSamePalette(savedCandidates.palette, picture.palette)) completionPanel.restore(savedCandidates);
  if (work?.wasGenerating) showMessage('The page was closed before the picture was complete.', { action: { label: 'Finish', run: finish } });

  /** The state of the page, for tests and for the browser console. */
  window.studio = {
    pixels: () => [...picture.pixels],
    colors: () => picture.pixels.map(color => picture.palette[color]),
    palette: () => [...picture.palette],
    width: () => picture.width,
    height: () => picture.height,
    line: () => picture.line,
    open: () => [...picture.open].sort((a, b) => a - b),
    candidates: () => completionPanel.candidates.all.map(c => [...c.pixels]),
    ranking: () => [...completionPanel.candidates.ranking],
    model: () => models.current?.id ?? null,
  };
  return { useModel: id => perform(async () => {
    await models.refresh(id);
    announce(`Model ${models.current?.id}`);
  }) };
}
