import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inListOrder, modelLabel } from '../../src/PixelGpt.Studio/wwwroot/model-label.js';
import { bestFirst, datasetName, learnedShare, qualityWords, trainedOn } from '../../src/PixelGpt.Studio/wwwroot/quality.js';

test('the share that a model has learned is relative to a guess by colour frequencies', () => {
  assert.equal(learnedShare({ dev_loss: 2, frequency_loss: 2 }), 0);
  assert.equal(learnedShare({ dev_loss: 1, best_dev_loss: 0.5, frequency_loss: 2 }), 0.75);
  assert.equal(learnedShare({ dev_loss: 1 }), null);
  assert.equal(learnedShare({ frequency_loss: 2 }), null);
});

test('quality is named in words, by accuracy if there is nothing to compare with', () => {
  assert.equal(qualityWords({ dev_loss: 0.1, frequency_loss: 2 }), 'very sure of its colours');
  assert.equal(qualityWords({ dev_loss: 1.9, frequency_loss: 2 }), 'still learning');
  assert.equal(qualityWords({ dev_loss: 5, frequency_loss: 2 }), 'still learning');
  assert.equal(qualityWords({ accuracy: 0.9 }), 'sure of its colours');
  assert.equal(qualityWords({}), null);
});

test('the best models come first, and those without figures last', () => {
  const models = [
    { id: 'b' },
    { id: 'a' },
    { id: 'good', dev_loss: 0.5, frequency_loss: 2 },
    { id: 'old', accuracy: 0.8 },
    { id: 'better', dev_loss: 0.2, frequency_loss: 2 },
  ];
  assert.deepEqual(
    bestFirst(models).map(model => model.id),
    ['better', 'good', 'old', 'a', 'b'],
  );
});

test('the list has the user’s models, then the built-in one, then those that cannot be used', () => {
  const models = [
    { id: 'built-in', state: 'ready' },
    { id: 'new', state: 'training' },
    { id: 'mine', state: 'ready' },
  ];
  assert.deepEqual(
    inListOrder(models).map(model => model.id),
    ['mine', 'built-in', 'new'],
  );
});

test('models are labelled by quality and data', () => {
  assert.equal(
    modelLabel({ id: 'mine', state: 'ready', dev_loss: 0.1, frequency_loss: 2, dataset: '/a/b/knights' }),
    'mine – very sure of its colours, knights',
  );
  assert.equal(modelLabel({ id: 'knights', state: 'ready', dataset: 'knights' }), 'knights');
  assert.equal(modelLabel({ id: 'new', state: 'training' }), 'new (no pictures yet)');
  assert.equal(modelLabel({ id: 'built-in', state: 'ready', min_size: 16, max_size: 32 }), 'built-in – any colours, 16 to 32 pixels');
});

test('data is named without its folders', () => {
  assert.equal(datasetName('C:\\art\\knights\\'), 'knights');
  assert.equal(trainedOn({ dataset: '/art/knights', sprites: 1, from: 'built-in' }), 'learned from knights (1 picture), started from built-in');
  assert.equal(trainedOn({}), null);
});
