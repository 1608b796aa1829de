import assert from 'node:assert/strict';
import { test } from 'node:test';
import { palettes, parsePalette } from '../../src/PixelGpt.Studio/wwwroot/palettes.js';

test('well-known palettes have different colours', () => {
  for (const { name, colors } of palettes) {
    assert.equal(new Set(colors).size, colors.length, name);
    for (const color of colors) assert.match(color, /^#[0-9a-f]{6}$/, name);
  }
});

test('palette files of several editors are read', () => {
  assert.deepEqual(parsePalette('ff0000\n#00FF00\n', 'a.hex'), ['#ff0000', '#00ff00']);
  assert.deepEqual(parsePalette('GIMP Palette\nName: x\n255 0 16\tred\n', 'a.gpl'), ['#ff0010']);
  assert.deepEqual(parsePalette('; paint.net\nFF0000FF\n', 'a.txt'), ['#0000ff']);
});

test('files without colours are refused with their name', () => {
  assert.throws(() => parsePalette('hello', 'a.txt'), /a\.txt has no colours/);
});
