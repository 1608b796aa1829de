import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMetadata } from '../../samples/browser/metadata.js';
import { choose, randomNumbers } from '../../samples/browser/sampling.js';

const logits = Float32Array.from([0, 2, 1, -3]);

test('temperature 0 takes the most probable colour', () => {
  assert.equal(choose(logits, { temperature: 0, topP: 1, random: () => 0.99 }), 1);
});

test('colours are drawn as often as they are probable', () => {
  const random = randomNumbers(7);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20000; i++) counts[choose(logits, { temperature: 1, topP: 1, random })]++;
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  logits.forEach((logit, color) => {
    assert.ok(Math.abs(counts[color] / 20000 - Math.exp(logit) / total) < 0.02, `colour ${color}: ${counts[color]}`);
  });
});

test('top-p leaves only the most probable colours', () => {
  const random = randomNumbers(7);
  const drawn = new Set(Array.from({ length: 1000 }, () => choose(logits, { temperature: 1, topP: 0.8, random })));
  assert.deepEqual([...drawn].sort(), [1, 2]);
});

test('the seed determines the random numbers', () => {
  const take = seed => Array.from({ length: 5 }, randomNumbers(seed));
  assert.deepEqual(take(3), take(3));
  assert.notDeepEqual(take(3), take(4));
});

test('metadata are read, and other fields are skipped', () => {
  const string = (field, text) => [field * 8 + 2, text.length, ...new TextEncoder().encode(text)];
  const entry = [...string(1, 'pixel_order'), ...string(2, 'any')];
  const file = Uint8Array.from([8, 8, ...string(2, 'PixelGpt'), 7 * 8 + 2, 3, 1, 2, 3, 14 * 8 + 2, entry.length, ...entry]);
  assert.deepEqual(readMetadata(file), { pixel_order: 'any' });
  assert.deepEqual(readMetadata(new Uint8Array()), {});
  assert.throws(() => readMetadata(Uint8Array.from([8])), /not an ONNX file/);
});
