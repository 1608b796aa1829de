// The view for painting: joins picture, tools, palette, model and what it draws.

import { Candidates } from './candidates.js';
import { CanvasView } from './canvas-view.js';
import { exportPicture, importPicture, listenForPictures } from './files.js';
import { Finisher } from './finish.js';
import { Heat } from './heat.js';
import { PaletteView } from './palette.js';
import { Picture } from './picture.js';
import { listenForKeys } from './shortcuts.js';
import { load, save } from './saved.js';
import { say, sayError } from './status.js';
import { ThoughtsView, thoughtInWords } from './thoughts.js';
import { Tools } from './tools.js';

const $ = id => document.getElementById(id);

export async function mountPaint(api, showTraining) {
  const picture = new Picture(20, 20), palette = new PaletteView($('palette')), view = new CanvasView($('canvas'), $('stage'), picture);
  const tools = new Tools(view, picture, palette), finisher = new Finisher(api, picture), candidates = new Candidates($('candidates'));
  const heat = new Heat(api), thoughts = new ThoughtsView($('thoughts'));
  let model = null, saving = 0, asking = 0, size = '', painted = '';

  const attempt = async (work, retry = null) => {
    try {
      await work();
    } catch (e) {
      sayError(e, retry ?? (() => attempt(work)));
    }
  };

  // The model

  async function listModels(wanted) {
    const { models } = await api.get('/models');
    const ready = models.filter(m => m.state === 'ready');
    $('model').replaceChildren(...models.map(m => {
      const option = new Option(m.state === 'ready' ? m.id : `${m.id} (${m.state})`, m.id);
      option.disabled = m.state !== 'ready';
      return option;
    }));
    $('no-models').hidden = ready.length > 0;
    $('desk').hidden = ready.length === 0;
    $('no-models-title').textContent = models.length === 0 ? 'No models yet' : 'No model is ready';
    $('broken-models').hidden = models.length === 0;
    $('broken-models').replaceChildren(...models.map(m => {
      const item = document.createElement('li');
      item.textContent = `${m.id} (${m.state}): ${m.problem}`;
      return item;
    }));
    // Where the wanted model is not ready, one that can go on with the work rather than any.
    const suits = m => m.width === picture.width && m.height === picture.height;
    const chosen = ready.find(m => m.id === wanted) ?? ready.find(m => m.id === model?.id) ?? ready.find(suits) ?? ready[0];
    if (chosen && chosen.id !== model?.id) await choose(chosen.id);
  }

  async function choose(id) {
    const next = await api.get('/models/' + encodeURIComponent(id));
    if (next.state !== 'ready') throw new Error(`${id} cannot be used: ${next.problem}`);
    const side = Math.floor(Math.sqrt(next.max_pixels)), [width, height] = [next.width ?? side, next.height ?? side];
    const fits = picture.width === width && picture.height === height && Math.max(...picture.pixels) < next.palette.length;
    const hadWork = picture.pixels.some(color => color !== 0);
    if (!fits && hadWork) picture.resize(width, height);
    else if (!fits) picture.empty(width, height);
    if (!fits) picture.setPrompt(width * height * next.keep);
    model = next;
    if (!fits && hadWork) say(`${id} draws ${width}×${height} pixels in ${next.palette.length} colours: your picture was set aside. Undo brings it back.`);
    $('model').value = id;
    view.palette = next.palette;
    palette.show(next.palette, picture.usedColors());
    forget();
    view.resize();
  }

  function forget() {
    candidates.clear();
    heat.clear();
    freshenHeat();
  }

  // What is shown

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
    view.heat = $('heatmap-toggle').checked && model ? heat.shares(picture.area, model.palette.length) : null;
    view.redraw();
  }

  const look = index => thoughts.show(heat.thoughts.get(index), model?.palette, picture.width);
  const nameOf = index => `Row ${Math.floor(index / picture.width) + 1}, column ${index % picture.width + 1}: ${model?.palette[picture.pixels[index]] ?? ''}${picture.locked.has(index) ? ', locked' : ''}${heat.isOf(picture) ? thoughtInWords(heat.thoughts.get(index), model?.palette) : ''}`;

  /** Strokes make the heat map untrue: it goes at once, and comes anew when the hand rests. */
  function freshenHeat() {
    clearTimeout(asking);
    if (finisher.isBusy || heat.isOf(picture)) return;
    if (heat.thoughts.size > 0) heat.clear();
    showHeat();
    if ($('heatmap-toggle').checked && model) asking = setTimeout(() => attempt(askHeat), 400);
  }

  async function askHeat() {
    if (!heat.isOf(picture) && !finisher.isBusy) await heat.ask(model.id, picture);
    showHeat();
    if (view.cursor != null) look(view.cursor);
  }

  // Finishing

  async function finish() {
    if (!model) return;
    say('');
    await attempt(() => finisher.run(model.id), finish);
  }

  finisher.addEventListener('begin', () => {
    [$('stop').disabled, $('finish').disabled] = [false, true];
    $('progress').textContent = 'Waiting for the model…';
    painted = picture.pixels.join();
  });
  finisher.addEventListener('start', ({ detail }) => {
    heat.clear();
    view.live = new Map();
    candidates.begin(detail, model.palette);
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
    candidates.rank(detail.ranking);
    // What was painted while the model drew is not painted over.
    const isAsItWas = picture.pixels.join() === painted;
    if (isAsItWas) take(candidates.all[detail.ranking[0]]);
    $('progress').textContent = `${isAsItWas ? '' : 'You painted meanwhile: choose one to take it over. '}${candidates.all.length === 1 ? 'One way' : `${candidates.all.length} ways`}, drawn in ${(1000 * detail.seconds).toFixed(0)} ms. Likeliest first; the number is the log-likelihood a pixel, in nats.`;
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
    palette.show(model.palette, picture.usedColors());
    showHeat();
  }

  // Listening

  candidates.addEventListener('choose', ({ detail }) => take(detail));
  picture.addEventListener('change', () => {
    showPrompt();
    freshenHeat();
    clearTimeout(saving);
    saving = setTimeout(() => save({ model: model?.id, picture }), 150);
  });
  window.addEventListener('pagehide', () => save({ model: model?.id, picture }));
  tools.addEventListener('look', ({ detail }) => look(detail));
  tools.addEventListener('cursor', ({ detail }) => { $('cursor').textContent = nameOf(detail); });
  palette.addEventListener('choose', ({ detail }) => { if (document.activeElement === view.canvas) $('cursor').textContent = `Colour ${model?.palette[detail]}`; });
  $('model').addEventListener('change', () => attempt(() => choose($('model').value)));
  // A drag is one step, and so is each press of a key.
  let isMoving = false;
  $('prompt-length').addEventListener('input', event => {
    if (!isMoving) picture.remember();
    isMoving = true;
    picture.setPrompt(Number(event.target.value));
  });
  $('prompt-length').addEventListener('change', () => { isMoving = false; });
  $('undo').addEventListener('click', () => picture.undo());
  $('redo').addEventListener('click', () => picture.redo());
  $('clear').addEventListener('click', () => {
    picture.remember();
    picture.locked.clear();
    picture.pixels.fill(0);
    picture.changed();
    forget();
  });
  $('example').addEventListener('click', () => model && attempt(async () => {
    const path = `/models/${encodeURIComponent(model.id)}/samples?split=dev&count=1`;
    const { total } = await api.get(path);
    const { sprites } = await api.get(`${path}&offset=${crypto.getRandomValues(new Uint32Array(1))[0] % total}`);
    if (sprites[0].length !== picture.area) throw new Error('This sprite is not of the picture\'s size.');
    picture.take(sprites[0]);
    forget();
    palette.show(model.palette, picture.usedColors());
  }));
  $('export').addEventListener('click', () => model && attempt(() => exportPicture(api, model.id, picture)));
  $('finish').addEventListener('click', finish);
  $('stop').addEventListener('click', () => finisher.stop());
  $('dice').addEventListener('click', () => { $('seed').value = crypto.getRandomValues(new Uint32Array(1))[0]; });
  $('greedy').addEventListener('change', () => {
    for (const id of ['count', 'temperature', 'top-k', 'top-p', 'min-p', 'seed', 'dice']) $(id).disabled = $('greedy').checked;
  });
  $('heatmap-toggle').addEventListener('change', () => attempt(async () => {
    if ($('heatmap-toggle').checked && model) await askHeat();
    else showHeat();
  }));
  $('go-train').addEventListener('click', showTraining);
  window.addEventListener('studio:tab', ({ detail }) => { if (detail === 'paint') attempt(() => listModels()).then(() => view.resize()); });
  listenForPictures($('import-file'), $('stage'), blob => model && attempt(async () => {
    const taken = await importPicture(api, model.id, blob);
    picture.take(taken.pixels, taken.width, taken.height);
    forget();
    palette.show(model.palette, picture.usedColors());
    view.resize();
    say(['Picture taken over.', ...taken.notes].join(' '));
  }));
  listenForKeys({ finish, stop: () => finisher.stop(), undo: () => picture.undo(), redo: () => picture.redo(), heat: () => $('heatmap-toggle').click(), tool: key => tools.key(key) });

  // How it begins

  const work = load();
  if (work) picture.load(work.picture);
  showPrompt();
  await attempt(() => listModels(work?.model));

  /** What the page holds, for tests and the curious. */
  window.studio = { pixels: () => [...picture.pixels], get width() { return picture.width; }, get height() { return picture.height; }, promptLength: () => picture.prompt, candidates: () => candidates.all.map(c => [...c.pixels]), model: () => model?.id ?? null };
  return { useModel: id => attempt(() => listModels(id)) };
}
