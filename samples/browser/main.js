/** The page: loads a model, and completes what is painted. */

import * as ort from './node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs';
import { Picture } from './picture.js';
import { PixelModel, UNKNOWN } from './pixel-model.js';

// Threads need a page with cross-origin isolation, which a plain file server does not provide.
ort.env.wasm.numThreads = 1;

const get = id => document.getElementById(id);
const value = id => Number(get(id).value);
let model;
let color = 0;
let painted = [];
let run = 0;
const picture = new Picture(get('canvas'), () => color);

function say(text, isBad = false) {
  get('status').textContent = text;
  get('status').classList.toggle('bad', isBad);
}

function showPalette() {
  const buttons = [UNKNOWN, ...model.palette.keys()].map(index => {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('role', 'radio');
    button.setAttribute('aria-label', index === UNKNOWN ? 'not known' : `colour ${index}, ${model.palette[index]}`);
    button.title = index === UNKNOWN ? 'not known' : model.palette[index];
    if (index === UNKNOWN) button.className = 'unknown';
    else button.style.backgroundColor = model.palette[index];
    button.addEventListener('click', () => choose(index));
    return button;
  });
  get('palette').replaceChildren(...buttons);
  choose(Math.min(1, model.palette.length - 1));
}

function choose(index) {
  color = index;
  [...get('palette').children].forEach((button, i) => {
    button.setAttribute('aria-checked', String(i - 1 === index));
  });
}

function startPicture() {
  const [width, height] = model.width ? [model.width, model.height] : [value('width'), value('height')];
  const limit = model.maxSize || Number.POSITIVE_INFINITY;
  if (
    !Number.isInteger(width) ||
    !Number.isInteger(height) ||
    Math.min(width, height) < 1 ||
    Math.max(width, height) > limit ||
    width * height > model.maxPositions
  ) {
    say(`Width and height must be 1 to ${model.maxSize}, with at most ${model.maxPositions} pixels.`, true);
    return;
  }
  run++;
  painted = [];
  picture.start(width, height, model.palette);
  for (const id of ['complete', 'clear']) get(id).disabled = false;
  get('again').disabled = true;
  say('');
}

async function load(read, name) {
  try {
    get('about').textContent = `Loading ${name}…`;
    model = await PixelModel.load(ort, await read());
    const sizes = model.maxSize ? `pictures of up to ${model.maxSize}×${model.maxSize} pixels` : `pictures of ${model.width}×${model.height} pixels`;
    get('about').textContent =
      `${name}: ${model.family}, ${model.palette.length} colours, ${sizes}, ${model.anyOrder ? 'draws any pixels' : 'continues from the top'}.`;
    for (const field of document.querySelectorAll('.size')) field.hidden = !model.maxSize;
    showPalette();
    startPicture();
  } catch (error) {
    get('about').textContent = `${name} could not be loaded: ${error.message}`;
  }
}

/** Draws the unknown pixels, until another run starts. */
async function complete(from) {
  const id = ++run;
  painted = [...from];
  // A model continues a picture; without any pixel it starts from the background in the first one.
  const pixels = model.given(from) > 0 ? [...from] : [0, ...from.slice(1)];
  const order = model.order(pixels);
  order.slice(model.given(pixels)).forEach(pixel => {
    pixels[pixel] = UNKNOWN;
  });
  picture.pixels = [...pixels];
  picture.enabled = false;
  get('complete').disabled = get('again').disabled = true;
  const start = performance.now();
  let drawn = 0;
  try {
    const options = {
      width: picture.width,
      height: picture.height,
      temperature: Math.max(0, value('temperature')),
      topP: value('top-p'),
      seed: value('seed'),
    };
    for await (const { pixel, color: chosen } of model.complete(pixels, options)) {
      if (run !== id) return;
      picture.set(pixel, chosen);
      drawn++;
      // The browser shows the picture between the pixels.
      if (drawn % 8 === 0) await new Promise(resolve => setTimeout(resolve));
    }
    const seconds = (performance.now() - start) / 1000;
    say(
      drawn === 0
        ? 'All pixels are known; paint with “not known” what is to be drawn.'
        : `${drawn} pixels in ${seconds.toFixed(1)} s (${(drawn / seconds).toFixed(0)} per second)`,
    );
  } catch (error) {
    say(error.message, true);
  } finally {
    if (run === id) {
      picture.enabled = true;
      get('complete').disabled = get('again').disabled = false;
    }
  }
}

get('complete').addEventListener('click', () => complete(picture.pixels));
get('again').addEventListener('click', () => {
  get('seed').value = String(value('seed') + 1);
  complete(painted);
});
get('clear').addEventListener('click', () => {
  picture.enabled = true;
  startPicture();
});
for (const id of ['width', 'height']) get(id).addEventListener('change', startPicture);
get('file').addEventListener('change', event => {
  const [file] = event.target.files;
  if (file) load(async () => new Uint8Array(await file.arrayBuffer()), file.name);
});

load(async () => {
  const response = await fetch('model.onnx');
  if (!response.ok) throw new Error(`write it with 'pixelgpt convert RUN --onnx model.onnx' to this folder, or choose a file below`);
  return new Uint8Array(await response.arrayBuffer());
}, 'model.onnx');

export { picture };
