import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latestMessage } from '../../src/PixelGpt.Studio/wwwroot/watched-pictures.js';

const drawn = { number: 2, file: '/art/hero.png', candidates: ['a', 'b'], error: null };
const failed = { number: 1, file: 'C:\\art\\bad.png', candidates: [], error: 'C:\\art\\bad.png: the file is damaged' };

test('an error is shown before a picture', () => {
  assert.deepEqual(latestMessage([drawn, failed], 0), { text: 'bad.png: the file is damaged', isError: true });
});

test('a picture is shown once', () => {
  assert.deepEqual(latestMessage([drawn, failed], 1), { text: 'hero.png has 2 new candidates in the folder “candidates”.', isError: false });
  assert.equal(latestMessage([drawn, failed], 2), null);
  assert.equal(latestMessage([], 0), null);
});
