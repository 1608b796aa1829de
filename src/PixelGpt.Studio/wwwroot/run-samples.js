// Sample pictures of a run: sprites of the dev split, completed by the run's model.

import { element } from './dom.js';
import { promptLength } from './prompt-length.js';

export const sampleCount = 6;

/** Returns a colour of the palette. Before the palette is loaded, greys are used instead of its colours. */
function colorOf(palette, index) {
  return palette?.[index] ?? (index === 0 ? '#ffffff' : `hsl(0 0% ${70 - ((index * 37) % 60)}%)`);
}

/** Creates a canvas of the sprite's size; the style sheet enlarges it. */
export function sampleCanvas(pixels, width, height, palette, label) {
  const canvas = element('canvas', { class: 'sample', width, height, role: 'img', 'aria-label': label });
  const context = canvas.getContext('2d');
  pixels.forEach((color, position) => {
    context.fillStyle = colorOf(palette, color);
    context.fillRect(position % width, Math.floor(position / width), 1, 1);
  });
  return canvas;
}

/**
 * Completes dev sprites with a run's model. Used for runs that have ended, because their event stream contains no samples.
 * @returns the samples in the form of the `samples` event, with the palette; null if no sprite could be completed
 */
export async function completeSamples(api, id, signal) {
  const path = encodeURIComponent(id);
  const model = await api.get(`/models/${path}`);
  const { width, height, sprites } = await api.get(`/models/${path}/samples?split=dev&count=${sampleCount}&offset=0`);
  const promptPixels = promptLength(width * height, model.prompt_fraction);
  const requests = sprites.map(sprite => ({ model: id, prompt: { width, height, pixels: sprite.slice(0, promptPixels) } }));
  const { results } = await api.post('/completions/batch', { requests }, { signal });
  const pixels = results.map(result => result.completions?.completions[0].pixels).filter(Boolean);
  return pixels.length === 0 ? null : { palette: model.palette, samples: { epoch: 0, width, height, prompt_pixels: promptPixels, pixels } };
}
