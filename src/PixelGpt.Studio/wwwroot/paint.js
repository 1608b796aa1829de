// The paint tab: connects the picture with the tools, the palette, the model, the candidates and the heat map.

import { AllowedColors } from './allowed-colors.js';
import { mountCanvasSize, showSize } from './canvas-size.js';
import { CanvasView } from './canvas-view.js';
import { describeColor } from './color-names.js';
import { isSamePalette } from './colors.js';
import { Completer } from './completer.js';
import { CompletionPanel } from './completion-panel.js';
import { onPress, setEnabled } from './dom.js';
import { mountExport } from './export-dialog.js';
import { copyPicture, importPicture, isOwnCopy, isPaletteFile, listenForCopying, listenForPictures } from './files.js';
import { firstPicture } from './first-picture.js';
import { plural } from './format.js';
import { FramePanel } from './frame-panel.js';
import { createFrame, range, validDuration } from './frames.js';
import { HeatMapPanel } from './heat-map-panel.js';
import { ImportDialog } from './import-dialog.js';
import { LineHandle } from './line-handle.js';
import { Models } from './models.js';
import * as options from './options.js';
import { pageState } from './page-state.js';
import { PaletteView } from './palette.js';
import { PaletteChoice, reasonAgainstChanges } from './palette-choice.js';
import { PaletteDialog } from './palette-dialog.js';
import { changesOf, replaced } from './palette-edits.js';
import { Picture } from './picture.js';
import { inPalette, usage } from './picture-palette.js';
import { mountPictures } from './pictures-dialog.js';
import { promptRows } from './prompt-length.js';
import { loadCandidates, loadWork, saveWork } from './saved-work.js';
import { Selection } from './selection.js';
import { sentenceOf } from './sentence.js';
import { listenForKeys } from './shortcuts.js';
import { announce, clearError, clearNote, showError, showMessage } from './status.js';
import { TileMode } from './tile-mode.js';
import { TilePreview } from './tile-preview.js';
import { Tools } from './tools.js';
import { mountZoom } from './zoom.js';

/** Delay before the work is saved, in milliseconds, so that a stroke is not saved pixel by pixel. */
const saveDelay = 150;

/** Delay before the pixel at the keyboard cursor is described again, in milliseconds, so that screen readers do not repeat it during a stroke. */
const describeDelay = 200;

const $ = id => document.getElementById(id);

/** Builds the paint tab. Resolves when the models are listed and the saved work is restored. */
export async function mountPaint(api) {
  const tab = new PaintTab(api);
  tab.listen();
  await tab.start();
  window.studio = pageState(tab);
  return { useModel: id => tab.useModel(id), forTeaching: tab.forTeaching() };
}

class PaintTab {
  constructor(api) {
    const perform = this.perform.bind(this),
      hasModel = () => this.models.current !== null;
    const picture = new Picture(20, 20),
      models = new Models(api, picture),
      palette = new PaletteView($('palette')),
      allowedColors = new AllowedColors(palette);
    const view = new CanvasView($('canvas'), $('stage'), picture),
      completer = new Completer(api, picture, models, allowedColors);
    const heatMapPanel = new HeatMapPanel(
      api,
      picture,
      view,
      { toggle: $('heatmap-toggle'), details: $('pixel-details') },
      { hasModel, isBusy: () => completer.isBusy, attempt: this.attempt.bind(this) },
    );
    const replacePicture = other => this.replaceInPalette(other);
    const completionPanel = new CompletionPanel({ picture, view, completer, heatMapPanel }, { hasModel, perform, replacePicture });
    Object.assign(this, { api, picture, models, palette, allowedColors, view, completer, heatMapPanel, completionPanel, hasModel });
    this.selection = new Selection(picture, view);
    this.tools = new Tools(view, picture, palette, this.selection);
    this.framePanel = new FramePanel({ picture, view, models, selection: this.selection, completionPanel }, perform);
    this.lineHandle = new LineHandle(picture, view);
    this.paletteChoice = new PaletteChoice({ api, picture, models, palette }, perform);
    const { paletteChoice } = this;
    this.paletteDialog = new PaletteDialog(
      { picture, models, palette, allowedColors, paletteChoice },
      { perform, undo: () => this.undo(), redo: () => this.redo() },
    );
    this.importDialog = new ImportDialog({ api, picture, models }, (result, mode) => this.takeImport(result, mode));
    this.selection.canAddColors = () => reasonAgainstChanges(picture, models.current) === '';
    this.zoom = mountZoom(view);
    this.tileMode = new TileMode(picture, view);
    this.tilePreview = new TilePreview(picture, this.tileMode);
    this.tools.isTiled = completer.isTiled = () => this.tileMode.isOn;
    mountCanvasSize(picture, models);
    mountPictures(picture, { perform, open: saved => this.openSaved(saved) });
    mountExport(api, picture, perform);
    Object.assign(this, { saveTimer: 0, describeTimer: 0, shownSize: '', shownFrame: 0, shownPalette: null, shownOrder: '', modelOfOptions: null });
  }

  /** Runs an action and shows its error. Returns whether it succeeded. */
  async attempt(work, retry = null) {
    try {
      await work();
      return true;
    } catch (e) {
      showError(e, retry ?? (() => this.perform(work)));
      return false;
    }
  }

  /** Runs an action that the user asked for. Its success removes the error of an earlier attempt. */
  async perform(work, retry = null) {
    if (await this.attempt(work, retry)) clearError();
  }

  // Events

  listen() {
    const { models, picture, tools, allowedColors, palette, completionPanel, framePanel, heatMapPanel, view } = this,
      save = () => this.scheduleSave();
    models.addEventListener('note', ({ detail }) => showMessage(detail));
    models.addEventListener('change', () => this.onModelChanged());
    picture.addEventListener('change', () => this.onPictureChanged());
    for (const part of [tools, allowedColors, completionPanel, framePanel, this.tileMode]) part.addEventListener('change', save);
    palette.addEventListener('select', ({ detail }) => {
      save();
      if (document.activeElement === view.canvas) $('cursor').textContent = `Colour: ${describeColor(picture.palette, detail)}`;
    });
    options.listen(save);
    window.addEventListener('pagehide', () => this.saveNow());
    window.addEventListener('studio:tab', ({ detail }) => {
      if (detail === 'paint') this.attempt(() => models.refresh()).then(() => view.resize());
    });
    tools.addEventListener('stroke', () => {
      if (!picture.isSketching) completionPanel.takePreviewed();
    });
    tools.addEventListener('hover', ({ detail }) => heatMapPanel.showDetails(detail));
    tools.addEventListener('cursor', ({ detail }) => {
      $('cursor').textContent = heatMapPanel.describe(detail);
    });
    this.listenToButtons();
    this.listenToFilesAndKeys();
  }

  listenToButtons() {
    const { models, picture, heatMapPanel, hasModel } = this;
    $('model').addEventListener('change', () => this.perform(() => models.select($('model').value)));
    onPress($('undo'), () => this.undo());
    onPress($('redo'), () => this.redo());
    onPress($('region-below'), () => picture.splitAt(promptRows(picture.width, picture.height)));
    onPress($('region-all'), () => picture.splitAt(0));
    onPress($('region-none'), () => picture.splitAt(picture.area));
    onPress($('clear'), () => {
      if (hasModel()) this.startNew();
    });
    onPress($('example'), () => {
      if (hasModel()) this.perform(() => this.loadExample());
    });
    $('heatmap-toggle').addEventListener('change', () => {
      if (heatMapPanel.isOn && hasModel()) this.perform(() => heatMapPanel.request());
      else heatMapPanel.show();
    });
  }

  listenToFilesAndKeys() {
    const { tools, completionPanel, heatMapPanel, selection } = this,
      canUsePicture = () => this.hasModel() && !$('panel-paint').hidden;
    listenForCopying(
      canUsePicture,
      () => this.perform(() => this.copy()),
      () => {
        if (!selection.isEmpty) selection.cut();
      },
    );
    listenForPictures($('import-file'), $('stage'), canUsePicture, blob =>
      this.perform(async () => {
        if (await selection.isClip(blob)) selection.paste();
        else await this.importFile(blob);
      }),
    );
    listenForKeys({
      finish: () => completionPanel.finish(),
      stop: () => {
        completionPanel.stop();
        this.framePanel.playback.stop();
        selection.clear();
      },
      undo: () => this.undo(),
      redo: () => this.redo(),
      selectAll: () => selection.selectAll(),
      toggleHeatMap: () => {
        $('heatmap-toggle').click();
        announce(`Showing where the model is unsure: ${heatMapPanel.isOn ? 'on' : 'off'}`);
      },
      take: place => completionPanel.takeAt(place),
      zoom: key => this.zoom.pressKey(key),
      frame: (key, isShifted) => this.framePanel.pressKey(key, isShifted),
      tool: key => tools.pressShortcut(key),
    });
  }

  onModelChanged() {
    const { current } = this.models;
    // A model that is selected again, or whose work was restored, keeps the options that the user has set.
    if (current.id !== this.modelOfOptions) options.useDefaults(current.generation);
    this.modelOfOptions = current.id;
    setEnabled($('finish'), !this.completer.isBusy);
    setEnabled($('example'), Boolean(current.dataset));
    $('example').title = current.dataset ? 'A sprite from the data set of the model' : 'The data set of this model is not known';
    this.paletteChoice.show();
    this.discardResults();
    this.view.resize();
  }

  onPictureChanged() {
    this.showPalette();
    this.showPicture();
    this.completionPanel.candidates.markCurrent(this.picture);
    this.heatMapPanel.update();
    this.showCursor();
    this.scheduleSave();
  }

  // Display

  /** Shows the palette if it has changed; `isNew` also chooses the working colours again. */
  showPalette(isNew = false) {
    const { picture, palette, shownPalette, completionPanel } = this,
      hasSameOrder = this.shownOrder === picture.paletteOrder;
    if (isSamePalette(shownPalette, picture.palette) && hasSameOrder && !isNew) return;
    const isOneChanged =
      shownPalette?.length === picture.palette.length && picture.palette.filter((hex, index) => hex !== shownPalette[index]).length === 1;
    Object.assign(this, { shownPalette: picture.palette, shownOrder: picture.paletteOrder });
    // The pixels of candidates refer to the palette that they were drawn in.
    const { candidates } = completionPanel;
    if (candidates.all.length > 0 && !isSamePalette(candidates.palette, picture.palette)) this.discardResults();
    if (isOneChanged && hasSameOrder && !isNew) palette.recolor(picture.palette);
    else palette.show(picture.palette, picture.usedColors(), picture.paletteOrder);
    this.allowedColors.show();
  }

  showPicture() {
    const { picture } = this,
      size = `${picture.width}×${picture.height}`;
    if (size !== this.shownSize) {
      // Candidates of another size cannot be taken.
      if (this.shownSize) this.discardResults();
      this.view.resize();
    } else if (picture.frame.id !== this.shownFrame) {
      this.tools.endStroke(false);
      this.discardResults();
    }
    Object.assign(this, { shownSize: size, shownFrame: picture.frame.id });
    showSize(picture);
    this.lineHandle.show();
    $('sentence').textContent = sentenceOf(picture);
    setEnabled($('undo'), picture.past.length > 0);
    setEnabled($('redo'), picture.future.length > 0);
  }

  showCursor() {
    clearTimeout(this.describeTimer);
    this.describeTimer = setTimeout(() => {
      if (this.view.cursor !== null) $('cursor').textContent = this.heatMapPanel.describe(this.view.cursor);
    }, describeDelay);
  }

  /** Removes the candidates and the heat map, which belong to the previous picture or model. */
  discardResults() {
    this.completionPanel.stop();
    this.completionPanel.clear();
    this.heatMapPanel.clear();
  }

  // Actions

  undo() {
    this.moveInHistory(() => this.picture.undo(), 'Undone');
  }

  redo() {
    this.moveInHistory(() => this.picture.redo(), 'Redone');
  }

  moveInHistory(step, text) {
    const { palette } = this,
      chosen = palette.chosen();
    this.afterHistoryStep(step(), text);
    palette.choose(chosen);
  }

  afterHistoryStep(wasPossible, text) {
    if (!wasPossible) return;
    this.selection.clear();
    clearNote();
    announce(text);
    this.perform(() => this.models.selectModelOfPicture());
  }

  /** Replaces the picture. A locked palette stays; the other picture gets its colours. Returns sentences about what else changed, or an empty text. */
  replacePicture(other) {
    const { picture } = this,
      count = picture.frames.length,
      recolored = this.replaceInPalette(other);
    this.framePanel.sketch.leave();
    $('model').value = other.model;
    this.discardResults();
    this.showPalette(true);
    const ofFrames = count > 1 ? ` It replaced ${count} frames; Undo brings them back.` : '';
    return `${recolored ? ` The palette is locked: ${plural(recolored, 'colour')} became the nearest of it.` : ''}${ofFrames}`;
  }

  /** Replaces the picture, in the colours of the palette if it is locked. Returns the number of colours that changed. */
  replaceInPalette(other) {
    const { picture, models } = this;
    if (!picture.isPaletteLocked || !models.current.free_palette || isSamePalette(picture.palette, other.palette)) {
      picture.replace(other);
      return 0;
    }
    const change = { ...replaced(other.palette, picture.palette.slice(1)), palette: picture.palette };
    picture.replace(inPalette(other, change));
    return changesOf(other.palette, usage(other), change).colors;
  }

  startNew() {
    this.tellNew('New picture', this.replacePicture(this.models.emptyPicture()));
  }

  /** Says that there is a new picture, and shows it if that replaced several frames. */
  tellNew(text, replaced) {
    if (replaced) showMessage(`${text}.${replaced}`);
    else announce(text);
  }

  /** Shows the first picture, which is not an undo step. */
  showFirstPicture() {
    const first = firstPicture(this.models.current.id);
    this.picture.apply({ ...first, open: range(first.line, first.pixels.length) });
    this.view.resize();
  }

  async loadExample() {
    const { api } = this;
    const replaced = this.replacePicture(
      await this.models.requestPicture(async model => {
        const path = `/models/${encodeURIComponent(model)}/samples?split=dev&count=1`;
        const { total } = await api.get(path);
        const { sprites, width, height } = await api.get(`${path}&offset=${crypto.getRandomValues(new Uint32Array(1))[0] % total}`);
        return { pixels: sprites[0], width, height };
      }),
    );
    this.tellNew('Example sprite loaded', replaced);
  }

  /** Copies the selection, or else the picture. */
  async copy() {
    if (!this.selection.isEmpty) return this.selection.copy();
    await copyPicture(this.picture);
    showMessage('Picture copied.');
  }

  /** Opens a saved picture as one undo step, or a project with its own undo steps. */
  openSaved({ past, future, ...snapshot }) {
    const { picture, models } = this;
    this.discardResults();
    if (past) picture.load({ past, future, ...snapshot });
    else {
      picture.beginStep();
      picture.apply(snapshot);
    }
    this.framePanel.sketch.leave();
    this.view.resize();
    this.perform(() => models.selectModelOfPicture());
  }

  async importFile(blob) {
    if (isPaletteFile(blob)) return this.openPalette(blob);
    if (await this.importDialog.opensFor(blob, await isOwnCopy(blob))) return;
    const { notes, frames, ...other } = await this.models.requestPicture(model => importPicture(this.api, model, blob));
    const changes = this.replacePicture(other);
    if (frames) this.showImportedFrames(frames);
    this.tellImport(frames ? `Animation of ${frames.length} frames` : 'Picture', notes, changes);
  }

  tellImport(what, notes, changes) {
    showMessage(`${what} imported${notes.length ? `: ${notes.join('; ')}` : ''}.${changes}`);
  }

  /** Adds the other frames of an imported animation to its first one, which is shown. All of their pixels are the user's. */
  showImportedFrames(frames) {
    const { picture } = this,
      own = frames.map(({ pixels, duration }) => createFrame({ pixels, line: pixels.length, open: [], duration: validDuration(duration) }));
    picture.apply({ ...picture.snapshot(), frames: own });
  }

  /** Takes the palette of a file that was dropped on the page. */
  async openPalette(file) {
    const reason = reasonAgainstChanges(this.picture, this.models.current);
    if (reason) throw new Error(`${file.name} is a palette. ${reason}`);
    await this.paletteChoice.open(file);
  }

  /** Takes the result of the import dialog. */
  takeImport({ notes, ...other }, mode) {
    if (mode === 'selection') {
      this.tools.select('select');
      this.selection.pastePicture(other);
      return;
    }
    this.tellImport('Picture', notes, this.replacePicture(other));
  }

  async useModel(id) {
    await this.perform(async () => {
      await this.models.refresh(id);
      announce(`Model ${this.models.current?.id}`);
    });
  }

  // Saving

  scheduleSave() {
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.saveNow(), saveDelay);
  }

  saveNow() {
    const { picture, tools, allowedColors, completionPanel, framePanel } = this;
    if (this.hasModel())
      saveWork({
        picture,
        options: options.read(),
        tools: tools.read(),
        frames: framePanel.read(),
        forbidden: allowedColors.read(),
        wasGenerating: completionPanel.wasGenerating,
        isTiled: this.tileMode.isOn,
      });
  }

  restoreWork(work) {
    this.picture.load(work.picture);
    options.restore(work.options);
    this.modelOfOptions = work.picture.model;
    this.tools.restore(work.tools);
    this.framePanel.restore(work.frames);
    this.tileMode.restore(work.isTiled);
    if (Array.isArray(work.forbidden)) this.allowedColors.setForbidden(work.forbidden);
  }

  async start() {
    const { models, picture, completionPanel } = this,
      work = loadWork(),
      savedCandidates = loadCandidates();
    if (work) this.restoreWork(work);
    this.showPicture();
    await this.attempt(() => models.refresh(work?.picture.model));
    if (!work && models.current?.free_palette && models.current.any_order) this.showFirstPicture();
    if (savedCandidates && isSamePalette(savedCandidates.palette, picture.palette)) completionPanel.restore(savedCandidates);
    if (work?.wasGenerating)
      showMessage('The page was closed before the picture was complete.', { action: { label: 'Finish', run: () => completionPanel.finish() } });
  }

  /** Returns what the training of a model on the user's pictures needs of this tab. */
  forTeaching() {
    return {
      current: () => this.models.current?.id ?? null,
      isBusy: () => this.completer.isBusy,
      hasWork: () => this.picture.hasWork,
      use: id => this.useModel(id),
    };
  }
}
