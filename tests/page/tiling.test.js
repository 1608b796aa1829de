import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tiling from '../../src/PixelGpt.Studio/wwwroot/tiling.js';

const [width, height] = [6, 4];

test('lines and brushes continue at the opposite edge', () => {
  assert.deepEqual(tiling.wrappedLine([4, 1], [7, 1], width, height), [10, 11, 6, 7]);
  assert.deepEqual(tiling.wrappedLine([0, 0], [0, -2], width, height), [0, 18, 12]);
  assert.deepEqual(
    tiling.wrappedBrush([5], 2, width, height).sort((a, b) => a - b),
    [0, 5, 6, 11],
  );
});

test('filling crosses the edges', () => {
  const pixels = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
  assert.deepEqual(
    tiling.wrappedArea({ pixels, width, height }, 0).sort((a, b) => a - b),
    [0, 5, 18],
  );
});

test('rolling moves pixels and the region of the model, and can be undone', () => {
  const picture = { pixels: Array.from({ length: 24 }, (_, i) => i), open: [0, 23], width, height };
  const half = tiling.rolled(picture, [3, 2]);
  assert.equal(half.pixels[2 * 6 + 3], 0);
  assert.deepEqual(half.open, [15, 8]);
  const back = tiling.rolled({ ...picture, ...half }, [3, 2]);
  assert.deepEqual(back.pixels, picture.pixels);
  assert.deepEqual(back.open, picture.open);
  assert.deepEqual(tiling.rolled({ ...picture, ...half }, [-3, -2]).pixels, picture.pixels);
});

test('the seams of a picture shifted by half are a cross through its middle', () => {
  const cross = new Set(tiling.seamCross(24, 24));
  for (const at of [12, 11, 10, 13]) assert.ok(cross.has(at) && cross.has(at * 24), String(at));
  for (const at of [9, 14]) assert.ok(!cross.has(at) && !cross.has(at * 24), String(at));
  assert.equal(cross.size, 24 * 24 - 20 * 20);
});

test('the model’s pixels are brought to the middle where that is possible', () => {
  const columns = [0, 1, 5].flatMap(x => [0, 1, 2, 3].map(y => y * width + x));
  const [dx, dy] = tiling.shiftToMiddle(columns, width, height);
  assert.equal(dy, 0);
  const moved = columns.map(at => tiling.shifted(at, [dx, dy], { width, height }) % width);
  assert.ok(Math.min(...moved) > 0 && Math.max(...moved) < width - 1);
  assert.deepEqual(tiling.shiftToMiddle([], width, height), [0, 0]);
  assert.deepEqual(
    tiling.shiftToMiddle(
      Array.from({ length: 24 }, (_, i) => i),
      width,
      height,
    ),
    [0, 0],
  );
});
