import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutCorners } from '../../src/PixelGpt.Studio/wwwroot/shapes.js';

const width = 8;
const path = points => points.map(([x, y]) => y * width + x);

test('a pixel-perfect stroke has no corners where it steps', () => {
  const stairs = path([
    [0, 0],
    [1, 0],
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 2],
  ]);
  assert.deepEqual(
    withoutCorners(stairs, width),
    path([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 2],
    ]),
  );
});

test('straight and diagonal strokes stay as they are, also across the edge of a tile', () => {
  const strokes = [
    [
      [1, 1],
      [2, 1],
      [3, 1],
    ],
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    [
      [6, 0],
      [7, 0],
      [0, 1],
      [0, 2],
    ],
    [[4, 4]],
  ];
  for (const points of strokes) assert.deepEqual(withoutCorners(path(points), width), path(points));
});
