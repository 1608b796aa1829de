// The view for painting: joins picture, tools, palette, model and what it draws.

import { AllowedColors } from './allowed.js';
import { Candidates } from './candidates.js';
import { CanvasView } from './canvas-view.js';
import { isSamePalette } from './colors.js';
import { copyPicture, exportPicture, importPicture, listenForCopying, listenForPictures } from './files.js';
import { Finisher } from './finish.js';
import { Heat } from './heat.js';
import { Models } from './models.js';
import * as options from './options.js';
import { PaletteView } from './palette.js';
import { Picture } from './picture.js';
import { listenForKeys } from './shortcuts.js';
import { load, loadWays, save, saveWays } from './saved.js';
import { forgive, say, sayError } from './status.js';
import { ThoughtsView, thoughtInWords } from './thoughts.js';
import { Tools } from './tools.js';

const $ = id => document.getElementById(id);

export async function mountPaint(api, showTraining) {
  const picture = new Picture(20, 20), models = new Models(api, picture), palette = new PaletteView($('palette')), allowed = new AllowedColors(palette);
  const view = new CanvasView($('canvas'), $('stage'), picture), tools = new Tools(view, picture, palette);
  const finisher = new Finisher(api, picture, allowed), candidates = new Candidates($('candidates'));
  const heat = new Heat(api), thoughts = new ThoughtsView($('thoughts'));
  let saving = 0, asking = 0, size = '', painted = '', pointedAt = null;

  const attempt = async (work, retry = null) => {
    try {
      await work();
      return true;
    } catch (e) {
      sayError(e, retry ?? (() => act(work)));
      return false;
    }
  };
  /** The same for what the reader asked for: its being done takes the error of a try before away. */
  const act = async (work, retry = null) => { if (await attempt(work, retry)) forgive(); };
  const hasModel = () => models.current !== null;

  // The model

  models.addEventListener('note', ({ detail }) => say(detail));
  models.addEventListener('change', () => {
    const { current } = models;
    $('example').disabled = !current.dataset;
    $('example').title = !current.dataset ? 'This model does not name the data it learned from' : 'A sprite of the data the model learned from';
    forget();
    view.resize();
  });

  /** What was said of another picture is not of this one. */
  function forget() {
    finisher.stop();
    candidates.clear();
    saveWays(null);
    heat.clear();
    freshenHeat();
  }

  // What is shown

  let shown = null;
  function showPalette() {
    if (isSamePalette(shown, picture.palette)) return;
    shown = picture.palette;
    allowed.set([]);
    palette.show(shown, picture.usedColors());
  }

  function showPrompt() {
    const range = $('prompt-length'), now = `${picture.width}×${picture.height}`;
    if (now !== size) view.resize();
    size = now;
    range.max = picture.area;
    range.value = picture.prompt;
    $('prompt-text').textContent = `${picture.prompt} of ${picture.area} pixels`;
    range.setAttribute('aria-valuetext', $('prompt-text').textContent);
    $('undo').disabled = picture.past.length === 0;
    $('redo').disabled = picture.future.length === 0;
  }

  function showHeat() {
    view.heat = $('heatmap-toggle').checked ? heat.shares(picture.area, picture.palette.length) : null;
    view.redraw();
    if (pointedAt !== null) look(pointedAt);
  }

  function look(index) {
    pointedAt = index;
    thoughts.show(heat.thoughts.get(index), picture.palette, picture.width);
  }

  function inWords(index) {
    const place = `Row ${Math.floor(index / picture.width) + 1}, column ${index % picture.width + 1}`;
    const thought = heat.isOf(picture) ? thoughtInWords(heat.thoughts.get(index), picture.palette) : '';
    return `${place}: ${picture.palette[picture.pixels[index]]}${picture.locked.has(index) ? ', locked' : ''}${thought}`;
  }

  /** Strokes make the heat map untrue: it goes at once, and comes anew when the hand rests. */
  function freshenHeat() {
    clearTimeout(asking);
    if (finisher.isBusy || heat.isOf(picture)) return;
    if (heat.thoughts.size > 0) heat.clear();
    showHeat();
    if ($('heatmap-toggle').checked && hasModel()) asking = setTimeout(() => attempt(askHeat), 400);
  }

  async function askHeat() {
    if (!heat.isOf(picture) && !finisher.isBusy) await heat.ask(picture.model, picture);
    showHeat();
  }

  // Finishing

  async function finish() {
    if (hasModel()) await act(() => finisher.run(), finish);
  }

  finisher.addEventListener('begin', () => {
    say('');
    [$('stop').disabled, $('finish').disabled] = [false, true];
    $('progress').textContent = 'Waiting for the model…';
    painted = picture.pixels.join();
  });
  finisher.addEventListener('start', ({ detail }) => {
    heat.clear();
    view.live = new Map();
    candidates.begin(detail, picture.palette);
    $('progress').textContent = 'Drawing…';
  });
  finisher.addEventListener('pixel', ({ detail }) => {
    candidates.add(detail);
    if (detail.sequence !== 0) return;
    view.live.set(detail.position, detail.color);
    heat.thoughts.set(detail.position, detail);
    if ($('heatmap-toggle').checked) showHeat();
    view.redraw();
  });
  finisher.addEventListener('completion', ({ detail }) => candidates.finish(detail));
  finisher.addEventListener('done', ({ detail }) => {
    const count = candidates.all.length === 1 ? 'One way' : `${candidates.all.length} ways`;
    candidates.rank(detail.ranking, `${count}, drawn in ${(1000 * detail.seconds).toFixed(0)} ms. Likeliest first; the number is the log-likelihood a pixel, in nats.`);
    // What was painted while the model drew is not painted over.
    const isAsItWas = picture.pixels.join() === painted;
    if (isAsItWas) take(candidates.all[detail.ranking[0]]);
    else saveWays(candidates);
    $('progress').textContent = `${isAsItWas ? '' : 'You painted meanwhile: choose one to take it over. '}${candidates.summary}`;
  });
  finisher.addEventListener('end', ({ detail }) => {
    [$('stop').disabled, $('finish').disabled] = [true, false];
    view.live = null;
    view.redraw();
    if (!detail.isDone) $('progress').textContent = 'Stopped.';
    freshenHeat();
  });

  /** A candidate becomes the picture; painting on keeps the others to choose from. */
  function take(candidate) {
    heat.take(candidate.thoughts, candidate.pixels);
    picture.take(candidate.pixels, candidates.size.width, candidates.size.height);
    candidates.mark(candidate);
    saveWays(candidates);
    palette.show(picture.palette, picture.usedColors());
    showHeat();
  }

  /** As they were before a reload. */
  function showWays(ways) {
    try {
      const taken = candidates.load(ways);
      if (taken?.pixels.every((color, i) => color === picture.pixels[i])) heat.take(taken.thoughts, taken.pixels);
      $('progress').textContent = candidates.summary;
      saveWays(candidates);
    } catch {
      candidates.clear(); // of an older page: they can be drawn again
    }
    showHeat();
  }

  // Pictures from elsewhere

  function takeOver(pixels, width, height) {
    picture.take(pixels, width, height);
    forget();
    palette.show(picture.palette, picture.usedColors());
  }

  async function takeExample() {
    const path = `/models/${encodeURIComponent(picture.model)}/samples?split=dev&count=1`;
    const { total } = await api.get(path);
    const { sprites, width, height } = await api.get(`${path}&offset=${crypto.getRandomValues(new Uint32Array(1))[0] % total}`);
    takeOver(sprites[0], width, height);
  }

  async function takeFile(blob) {
    const { pixels, width, height, notes } = await importPicture(api, picture.model, blob);
    takeOver(pixels, width, height);
    say(['Picture taken over.', ...notes].join(' '));
  }

  // Listening

  const keep = () => {
    clearTimeout(saving);
    saving = setTimeout(saveNow, 150);
  };
  const saveNow = () => {
    if (hasModel()) save({ picture, options: options.read(), tools: tools.read(), forbidden: [...allowed.forbidden], wasDrawing: finisher.isBusy });
  };
  picture.addEventListener('change', () => {
    showPalette();
    showPrompt();
    freshenHeat();
    keep();
  });
  for (const part of [tools, allowed]) part.addEventListener('change', keep);
  palette.addEventListener('choose', keep);
  options.listen(keep);
  window.addEventListener('pagehide', saveNow);
  candidates.addEventListener('choose', ({ detail }) => take(detail));
  tools.addEventListener('look', ({ detail }) => look(detail));
  tools.addEventListener('cursor', ({ detail }) => { $('cursor').textContent = inWords(detail); });
  palette.addEventListener('choose', ({ detail }) => { if (document.activeElement === view.canvas) $('cursor').textContent = `Colour ${picture.palette[detail]}`; });
  $('model').addEventListener('change', () => act(() => models.choose($('model').value)));
  // A drag is one step, and so is each press of a key.
  let isMoving = false;
  $('prompt-length').addEventListener('input', event => {
    if (!isMoving) picture.remember();
    isMoving = true;
    picture.setPrompt(Number(event.target.value));
  });
  $('prompt-length').addEventListener('change', () => { isMoving = false; });
  const travel = there => there && attempt(() => models.follow());
  const undo = () => travel(picture.undo()), redo = () => travel(picture.redo());
  $('undo').addEventListener('click', undo);
  $('redo').addEventListener('click', redo);
  $('clear').addEventListener('click', () => {
    picture.clear();
    forget();
  });
  $('example').addEventListener('click', () => hasModel() && act(takeExample));
  $('export').addEventListener('click', () => hasModel() && act(() => exportPicture(api, picture)));
  $('finish').addEventListener('click', finish);
  $('stop').addEventListener('click', () => finisher.stop());
  $('heatmap-toggle').addEventListener('change', () => $('heatmap-toggle').checked && hasModel() ? act(askHeat) : showHeat());
  $('go-train').addEventListener('click', showTraining);
  window.addEventListener('studio:tab', ({ detail }) => { if (detail === 'paint') attempt(() => models.list()).then(() => view.resize()); });
  const isOpen = () => hasModel() && !$('panel-paint').hidden;
  listenForCopying(isOpen, () => act(async () => {
    await copyPicture(api, picture);
    say('Picture copied.');
  }));
  listenForPictures($('import-file'), $('stage'), isOpen, blob => act(() => takeFile(blob)));
  listenForKeys({ finish, stop: () => finisher.stop(), undo, redo, heat: () => $('heatmap-toggle').click(), tool: key => tools.key(key) });

  // How it begins

  const work = load(), ways = loadWays();
  if (work) {
    picture.load(work.picture);
    options.show(work.options);
    tools.show(work.tools);
  }
  showPrompt();
  await attempt(() => models.list(work?.picture.model));
  if (work) allowed.set((work.forbidden ?? []).filter(color => color < picture.palette.length));
  if (ways && isSamePalette(ways.palette, picture.palette)) {
    showWays(ways);
  }
  if (work?.wasDrawing) say('The model was drawing when this page was left.', { action: { label: 'Finish it', run: finish } });

  /** What the page holds, for tests and the curious. */
  window.studio = {
    pixels: () => [...picture.pixels],
    colors: () => picture.pixels.map(color => picture.palette[color]),
    palette: () => [...picture.palette],
    width: () => picture.width,
    height: () => picture.height,
    promptLength: () => picture.prompt,
    locked: () => [...picture.locked],
    candidates: () => candidates.all.map(c => [...c.pixels]),
    model: () => models.current?.id ?? null,
  };
  return { useModel: id => act(() => models.list(id)) };
}
