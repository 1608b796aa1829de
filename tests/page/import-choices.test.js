import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as choices from '../../src/PixelGpt.Studio/wwwroot/import-choices.js';
import { info } from '../../src/PixelGpt.Studio/wwwroot/info.js';

info.limits = { max_colors: 256, max_canvas_side: 64 };

const free = choices.limitsOf({ min_size: 16, max_size: 32, max_pixels: 1024, free_palette: true });
const bound = choices.limitsOf({ max_pixels: 400, width: 20, height: 20 });
const facts = { width: 32, height: 24, scale: 1, colors: 16, transparent: false };

test('a small picture with few colours needs no choices', () => {
  assert.equal(choices.needsChoices(facts, free, false), false);
  assert.equal(choices.needsChoices({ ...facts, width: 20, height: 20, scale: 4 }, bound, false), false);
});

test('a picture of any size of the canvas needs no choices, also if the model draws it in parts or with a margin', () => {
  for (const [width, height] of [
    [8, 8],
    [64, 64],
    [5, 40],
  ])
    for (const limits of [free, bound]) assert.equal(choices.needsChoices({ ...facts, width, height }, limits, false), false);
});

test('large, enlarged and colourful pictures need choices, and so does a locked palette', () => {
  for (const other of [{ width: 65 }, { width: 64, height: 48, scale: 2 }, { colors: 257 }])
    assert.equal(choices.needsChoices({ ...facts, ...other }, free, false), true, JSON.stringify(other));
  assert.equal(choices.needsChoices(facts, free, true), true);
  assert.equal(choices.needsChoices({ ...facts, height: 65 }, bound, false), true);
});

test('an enlarged picture is reduced, a large one is made to fit, with its proportions', () => {
  const enlarged = { ...facts, width: 256, height: 192, scale: 8 };
  assert.equal(choices.defaultChoices(enlarged, free, false).sizing, 'reduce');
  assert.deepEqual(choices.resultSize(choices.defaultChoices(enlarged, free, false), enlarged), { width: 32, height: 24 });
  const photo = { ...facts, width: 640, height: 480, colors: 257 };
  const chosen = choices.defaultChoices(photo, free, false);
  assert.deepEqual([chosen.sizing, chosen.filter, chosen.count], ['fit', 'box', 32]);
  assert.deepEqual(choices.resultSize(chosen, photo), { width: 32, height: 24 });
  assert.deepEqual(choices.fittedSize(640, 480, bound), { width: 20, height: 15 });
  assert.deepEqual(choices.fittedSize(1000, 10, free), { width: 32, height: 16 });
  assert.equal(choices.defaultChoices(photo, free, true).palette, 'current');
});

test('a crop of an enlarged picture has whole pixels and stays inside', () => {
  const enlarged = { ...facts, width: 64, height: 48, scale: 8 };
  assert.deepEqual(choices.snapped({ x: 9, y: 3, width: 8, height: 2 }, enlarged, 'reduce'), { x: 8, y: 0, width: 16, height: 8 });
  assert.deepEqual(choices.snapped({ x: 70, y: -4, width: 90, height: 400 }, enlarged, 'keep'), { x: 63, y: 0, width: 1, height: 48 });
});

test('the request has a palette or a number of colours, and neither for a model with its own palette', () => {
  const chosen = choices.defaultChoices({ ...facts, scale: 1 }, free, false);
  assert.equal(choices.importOptions(chosen, facts, null, true).max_colors, 256);
  assert.deepEqual(choices.importOptions(chosen, facts, ['#ffffff', '#000000'], true).palette, ['#ffffff', '#000000']);
  const options = choices.importOptions({ ...chosen, sizing: 'fit' }, facts, null, false);
  assert.deepEqual([options.palette, options.max_colors, options.size], [undefined, undefined, chosen.size]);
});
