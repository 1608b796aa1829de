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
import { forgive, say, sayError, tell, unsay } from './status.js';
import { ThoughtsView, thoughtInWords } from './thoughts.js';
import { Tools } from './tools.js';

const $ = id => document.getElementById(id);

export async function mountPaint(api, showTraining) {
  const picture = new Picture(20, 20), models = new Models(api, picture), palette = new PaletteView($('palette')), allowed = new AllowedColors(palette);
  const view = new CanvasView($('canvas'), $('stage'), picture), tools = new Tools(view, picture, palette);
  const finisher = new Finisher(api, picture, allowed), candidates = new Candidates($('candidates'));
  const heat = new Heat(api), thoughts = new ThoughtsView($('thoughts'));
  let saving = 0, asking = 0, telling = 0, size = '', painted = '', pointedAt = null, wasDrawing = false;

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
  /** Not by `disabled`, which would take the focus from whoever has just pressed it. */
  const enable = (id, isEnabled) => $(id).setAttribute('aria-disabled', !isEnabled);
  const press = (id, work) => $(id).addEventListener('click', () => { if ($(id).getAttribute('aria-disabled') !== 'true') work(); });

  // The model

  models.addEventListener('note', ({ detail }) => say(detail));
  models.addEventListener('change', () => {
    const { current } = models;
    enable('example', Boolean(current.dataset));
    $('example').title = current.dataset ? 'A sprite of the data the model learned from' : 'This model does not name the data it learned from';
    forget();
    view.resize();
  });

  /** What was said of another picture is not of this one. */
  function forget() {
    finisher.stop();
    dropWays();
    heat.clear();
    freshenHeat();
  }

  function dropWays() {
    candidates.clear();
    saveWays(null);
    $('progress').textContent = '';
  }

  // What is shown

  let shown = null;
  function showPalette() {
    if (isSamePalette(shown, picture.palette)) return;
    shown = picture.palette;
    palette.show(shown, picture.usedColors());
    allowed.show();
  }

  function showPrompt() {
    const range = $('prompt-length'), now = `${picture.width}×${picture.height}`;
    if (now !== size) view.resize();
    size = now;
    range.max = picture.area;
    range.value = picture.prompt;
    $('prompt-text').textContent = `${picture.prompt} of ${picture.area} pixels`;
    range.setAttribute('aria-valuetext', $('prompt-text').textContent);
    enable('undo', picture.past.length > 0);
    enable('redo', picture.future.length > 0);
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
    if (finisher.isBusy || (heat.isOf(picture) && (heat.isWhole || !$('heatmap-toggle').checked))) return;
    if (!heat.isOf(picture) && heat.thoughts.size > 0) heat.clear();
    showHeat();
    if ($('heatmap-toggle').checked && hasModel()) asking = setTimeout(() => attempt(askHeat), 400);
  }

  async function askHeat() {
    if (!(heat.isOf(picture) && heat.isWhole) && !finisher.isBusy) await heat.ask(picture.model, picture);
    showHeat();
  }

  // Finishing

  async function finish() {
    if (hasModel()) await act(() => finisher.run(), finish);
  }

  finisher.addEventListener('begin', () => {
    say('');
    enable('stop', true);
    enable('finish', false);
    $('progress').textContent = 'Waiting for the model…';
    painted = state();
    wasDrawing = true;
    keep();
  });
  finisher.addEventListener('start', ({ detail }) => {
    heat.clear();
    view.live = { pixels: new Map(), before: [...picture.pixels] };
    candidates.begin(detail, picture.palette);
    saveWays(null);
    $('progress').textContent = 'Drawing…';
  });
  finisher.addEventListener('pixel', ({ detail }) => {
    candidates.add(detail);
    if (detail.sequence !== 0) return;
    view.live.pixels.set(detail.position, detail.color);
    heat.thoughts.set(detail.position, detail);
    if ($('heatmap-toggle').checked) showHeat();
    view.redraw();
  });
  finisher.addEventListener('completion', ({ detail }) => candidates.finish(detail));
  finisher.addEventListener('done', ({ detail }) => {
    wasDrawing = false;
    const count = candidates.all.length === 1 ? 'One way' : `${candidates.all.length} ways`;
    candidates.rank(detail.ranking, `${count}, drawn in ${(1000 * detail.seconds).toFixed(0)} ms. Likeliest first; the number is the log-likelihood a pixel, in nats.`);
    // What was painted while the model drew is not painted over.
    const isAsItWas = state() === painted;
    if (isAsItWas) take(candidates.all[detail.ranking[0]]);
    else saveWays(candidates);
    $('progress').textContent = `${isAsItWas ? '' : 'The picture was changed meanwhile: choose one to take it over. '}${candidates.summary}`;
  });
  finisher.addEventListener('end', ({ detail }) => {
    enable('stop', false);
    enable('finish', true);
    view.live = null;
    view.redraw();
    if (!detail.isDone) {
      // Half of a way is none; those of before are still there if nothing was begun.
      if (!candidates.summary) dropWays();
      $('progress').textContent = detail.wasStopped ? 'Stopped.' : candidates.summary;
    }
    freshenHeat();
    wasDrawing = detail.wasCut; // by a reload as well: that cuts it before it is known
    keep();
  });

  /** What a way would take the place of. */
  const state = () => JSON.stringify([picture.model, picture.pixels, [...picture.locked]]);

  /** A candidate becomes the picture; painting on keeps the others to choose from. */
  function take(candidate) {
    const isLost = !candidates.of(picture) && state() !== painted;
    heat.take(candidate.thoughts, candidate.pixels);
    picture.goOnAs(candidate.pixels);
    saveWays(candidates);
    $('progress').textContent = candidates.summary;
    if (isLost) say('What you painted since is not in this one: Undo brings it back.');
    palette.show(picture.palette, picture.usedColors());
    showHeat();
  }

  /** As they were before a reload. */
  function showWays(ways) {
    try {
      candidates.load(ways);
      const taken = candidates.of(picture);
      if (taken) heat.take(taken.thoughts, taken.pixels);
      candidates.mark(picture);
      $('progress').textContent = candidates.summary;
      saveWays(candidates);
    } catch {
      candidates.clear(); // of an older page: they can be drawn again
    }
    showHeat();
  }

  // Pictures from elsewhere

  function takeOver(other) {
    picture.take(other);
    $('model').value = other.model;
    forget();
    palette.show(picture.palette, picture.usedColors());
  }

  async function takeExample() {
    takeOver(await models.pictureFrom(async model => {
      const path = `/models/${encodeURIComponent(model)}/samples?split=dev&count=1`;
      const { total } = await api.get(path);
      const { sprites, width, height } = await api.get(`${path}&offset=${crypto.getRandomValues(new Uint32Array(1))[0] % total}`);
      return { pixels: sprites[0], width, height };
    }));
    tell('A sprite of the data was taken over.');
  }

  async function takeFile(blob) {
    const { notes, ...other } = await models.pictureFrom(model => importPicture(api, model, blob));
    takeOver(other);
    say(`Picture taken over${notes.length ? `: ${notes.join('; ')}` : ''}.`);
  }

  // Listening

  const keep = () => {
    clearTimeout(saving);
    saving = setTimeout(saveNow, 150);
  };
  const saveNow = () => {
    if (hasModel()) save({ picture, options: options.read(), tools: tools.read(), forbidden: allowed.read(), wasDrawing });
  };
  picture.addEventListener('change', () => {
    showPalette();
    showPrompt();
    candidates.mark(picture);
    freshenHeat();
    showCursor();
    keep();
  });
  for (const part of [tools, allowed]) part.addEventListener('change', keep);
  palette.addEventListener('choose', keep);
  options.listen(keep);
  window.addEventListener('pagehide', saveNow);
  candidates.addEventListener('choose', ({ detail }) => take(detail));
  tools.addEventListener('look', ({ detail }) => look(detail));
  tools.addEventListener('cursor', ({ detail }) => { $('cursor').textContent = inWords(detail); });
  /** What is told of the keyboard's place stays true; at once would be too much while a stroke goes on. */
  const showCursor = () => {
    clearTimeout(telling);
    telling = setTimeout(() => { if (view.cursor !== null) $('cursor').textContent = inWords(view.cursor); }, 200);
  };
  palette.addEventListener('choose', ({ detail }) => { if (document.activeElement === view.canvas) $('cursor').textContent = `Colour ${picture.palette[detail]}`; });
  $('model').addEventListener('change', () => act(() => models.choose($('model').value)));
  // A drag is one step, and so is each press of a key.
  let isMoving = false;
  for (const name of ['pointerdown', 'keydown']) $('prompt-length').addEventListener(name, event => { if (!event.repeat) isMoving = false; });
  $('prompt-length').addEventListener('input', event => {
    if (!isMoving) picture.remember();
    isMoving = true;
    picture.setPrompt(Number(event.target.value));
  });
  const travel = (isThere, word) => {
    if (!isThere) return;
    unsay();
    tell(word);
    act(() => models.follow());
  };
  const undo = () => travel(picture.undo(), 'Undone'), redo = () => travel(picture.redo(), 'Redone');
  press('undo', undo);
  press('redo', redo);
  press('clear', () => {
    if (!hasModel()) return;
    takeOver(models.blank());
    tell('A new sheet');
  });
  press('example', () => hasModel() && act(takeExample));
  press('export', () => hasModel() && act(() => exportPicture(api, picture)));
  press('finish', finish);
  press('stop', () => finisher.stop());
  $('heatmap-toggle').addEventListener('change', () => $('heatmap-toggle').checked && hasModel() ? act(askHeat) : showHeat());
  $('go-train').addEventListener('click', showTraining);
  window.addEventListener('studio:tab', ({ detail }) => { if (detail === 'paint') attempt(() => models.list()).then(() => view.resize()); });
  const isOpen = () => hasModel() && !$('panel-paint').hidden;
  listenForCopying(isOpen, () => act(async () => {
    await copyPicture(api, picture);
    say('Picture copied.');
  }));
  listenForPictures($('import-file'), $('stage'), isOpen, blob => act(() => takeFile(blob)));
  const toggleHeat = () => {
    $('heatmap-toggle').click();
    tell(`Heat map ${$('heatmap-toggle').checked ? 'on' : 'off'}`);
  };
  listenForKeys({ finish, stop: () => finisher.stop(), undo, redo, heat: toggleHeat, tool: key => tools.key(key) });

  // How it begins

  const work = load(), ways = loadWays();
  if (work) {
    picture.load(work.picture);
    options.show(work.options);
    tools.show(work.tools);
    if (Array.isArray(work.forbidden)) allowed.set(work.forbidden);
  }
  showPrompt();
  await attempt(() => models.list(work?.picture.model));
  if (ways && isSamePalette(ways.palette, picture.palette)) showWays(ways);
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
  return { useModel: id => act(async () => {
    await models.list(id);
    tell(`Paint with ${models.current?.id}`);
  }) };
}
