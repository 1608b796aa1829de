import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeName, suggestName } from '../../src/PixelGpt.Studio/wwwroot/upload.js';
import { summaryOf } from '../../src/PixelGpt.Studio/wwwroot/upload-preview.js';

test('names of models are made of what an artist types', () => {
  assert.equal(safeName('Meine Ritter für 2026!'), 'Meine-Ritter-fur-2026');
  assert.equal(safeName('../..'), 'my-style');
  assert.equal(safeName('-x.'), 'x');
  assert.equal(safeName(''), 'my-style');
});

test('what is learned is named after the folder or the only file', () => {
  assert.equal(suggestName(['knights/a.png', 'knights/more/b.png']), 'knights');
  assert.equal(suggestName(['hero sheet.png']), 'hero-sheet');
  assert.equal(suggestName(['a.png', 'b.png']), 'my-style');
});

test('the summary says how many pictures there are, how large, and how many colours they have', () => {
  assert.equal(summaryOf({ sprites: 1, smallest: [16, 16], largest: [16, 16], palette: ['#ffffff'] }), '1 picture · 16×16 pixels · 1 colour');
  assert.equal(
    summaryOf({ sprites: 3, smallest: [8, 9], largest: [16, 20], palette: ['#ffffff', '#000000'] }),
    '3 pictures · 8×9 to 16×20 pixels · 2 colours',
  );
});
