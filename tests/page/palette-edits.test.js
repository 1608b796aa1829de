import assert from 'node:assert/strict';
import { test } from 'node:test';
import { info } from '../../src/PixelGpt.Studio/wwwroot/info.js';
import * as edits from '../../src/PixelGpt.Studio/wwwroot/palette-edits.js';
import { palettes } from '../../src/PixelGpt.Studio/wwwroot/palettes.js';

info.limits = { max_colors: 256 };

const palette = ['#ffffff', '#ff0000', '#0000ff', '#fe0000', '#ffffff'];
const used = [10, 5, 3, 1, 2];
const colorsOf = ({ palette: colors, map }) => map.map(index => colors[index]);

test('a colour is added behind another one, and pixels keep their colours', () => {
  const change = edits.added(palette, '#00ff00', 1);
  assert.equal(change.palette[2], '#00ff00');
  assert.deepEqual(colorsOf(change), palette);
  assert.throws(() => edits.added(new Array(256).fill('#000000'), '#ffffff'), /at most 256/);
});

test('an edited colour changes at its place', () => {
  assert.deepEqual(colorsOf(edits.edited(palette, 2, '#00ff00')), ['#ffffff', '#ff0000', '#00ff00', '#fe0000', '#ffffff']);
});

test('the pixels of a removed colour get the nearest drawn colour, never the background', () => {
  const change = edits.removed(palette, 1);
  assert.deepEqual(change.palette, ['#ffffff', '#0000ff', '#fe0000', '#ffffff']);
  assert.deepEqual(change.map, [0, 2, 1, 2, 3]);
  assert.deepEqual(edits.removed(['#ffffff', '#fffffe', '#000000'], 1).map, [0, 1, 1]);
  assert.throws(() => edits.removed(palette, 0), /background/);
  assert.throws(() => edits.removed(['#ffffff', '#000000'], 1), /at least one colour/);
});

test('duplicates are merged, but not with the background', () => {
  const change = edits.withoutDuplicates(['#ffffff', '#ff0000', '#ffffff', '#ff0000', '#ffffff']);
  assert.deepEqual(change.palette, ['#ffffff', '#ff0000', '#ffffff']);
  assert.deepEqual(change.map, [0, 1, 2, 1, 2]);
});

test('reducing merges unused and similar colours first and keeps the more frequent one', () => {
  const change = edits.reduced(palette, used, 3);
  assert.deepEqual(change.palette, ['#ffffff', '#ff0000', '#0000ff', '#ffffff']);
  assert.equal(change.map[3], 1);
  assert.deepEqual(edits.changesOf(palette, used, change), { colors: 1, pixels: 1 });

  const unused = edits.reduced(['#ffffff', '#000000', '#111111', '#00ff00'], [0, 4, 4, 0], 2);
  assert.deepEqual(unused.palette, ['#ffffff', '#000000', '#111111']);
  assert.equal(edits.reduced(palette, used, 1).palette.length, 2);
});

test('a large palette is reduced quickly, and every old colour has a new one', () => {
  const colors = Array.from({ length: 256 }, (_, i) => `#${(i * 65793 * 7).toString(16).slice(-6).padStart(6, '0')}`);
  const change = edits.reduced(
    colors,
    colors.map((_, i) => i % 17),
    16,
  );
  assert.equal(change.palette.length, 17);
  for (const index of change.map.slice(1)) assert.ok(index >= 1 && index <= 16);
});

test('sorting and moving keep the colours of all pixels and the background in front', () => {
  const pico = ['#ffffff', ...palettes[0].colors],
    counts = pico.map((_, i) => (i * 7) % 11);
  for (const by of ['hue', 'lightness', 'use']) {
    const change = edits.sorted(pico, counts, by);
    assert.deepEqual(colorsOf(change), pico, by);
    assert.equal(change.map[0], 0);
    assert.deepEqual([...change.palette].sort(), [...pico].sort());
  }
  assert.equal(edits.sorted(pico, counts, 'lightness').palette.at(-1), '#000000');
  const byUse = edits.sorted(pico, counts, 'use');
  assert.equal(counts[byUse.map.indexOf(1)], Math.max(...counts.slice(1)));
  assert.deepEqual(edits.moved(['a', 'b', 'c', 'd'], 1, 1).palette, ['a', 'c', 'b', 'd']);
  assert.deepEqual(edits.moved(['a', 'b', 'c', 'd'], 1, -1).palette, ['a', 'b', 'c', 'd']);
  assert.deepEqual(edits.moved(['a', 'b', 'c', 'd'], 3, 9).palette, ['a', 'b', 'c', 'd']);
});

test('another palette keeps the background, and no drawn pixel becomes background', () => {
  const change = edits.replaced(['#ffffff', '#fefefe', '#ff0000'], ['#111111', '#ff0000', '#eeeeee']);
  assert.deepEqual(change.palette, ['#ffffff', '#111111', '#ff0000', '#eeeeee']);
  assert.deepEqual(change.map, [0, 3, 2]);
});

test('hexadecimal colours are read with and without #, in three or six digits', () => {
  assert.equal(edits.parseHex('F80'), '#ff8800');
  assert.equal(edits.parseHex(' #00FF0a '), '#00ff0a');
  for (const text of ['', '#12345', 'red', '#gg0000']) assert.equal(edits.parseHex(text), null);
});
