import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toGpl, toHexList, toSwatches } from '../../src/PixelGpt.Studio/wwwroot/palette-files.js';

test('palettes are written as GIMP and Lospec files', () => {
  assert.equal(toGpl('my\nown', ['#ff0010']), 'GIMP Palette\nName: my own\nColumns: 16\n#\n255   0  16\t#ff0010\n');
  assert.equal(toHexList(['#ff0010', '#000000']), 'ff0010\n000000\n');
});

test('a picture of the colours has one pixel each in rows of 16', () => {
  const colors = Array.from({ length: 18 }, (_, i) => `#0000${(16 + i).toString(16)}`);
  const { width, height, palette, pixels } = toSwatches(colors);
  assert.deepEqual([width, height, pixels.length], [16, 2, 32]);
  assert.deepEqual(
    pixels.slice(0, 18).map(color => palette[color]),
    colors,
  );
  assert.ok(pixels.slice(18).every(color => color === 0));
  assert.equal(toSwatches(colors.slice(0, 3)).width, 3);
});
