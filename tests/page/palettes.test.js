import assert from 'node:assert/strict';
import { test } from 'node:test';
import { palettes } from '../../src/PixelGpt.Studio/wwwroot/palettes.js';

test('well-known palettes have different colours', () => {
  for (const { name, colors } of palettes) {
    assert.equal(new Set(colors).size, colors.length, name);
    for (const color of colors) assert.match(color, /^#[0-9a-f]{6}$/, name);
  }
});
