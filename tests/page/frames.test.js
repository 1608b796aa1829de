import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resized } from '../../src/PixelGpt.Studio/wwwroot/canvas-size.js';
import { exportRequest } from '../../src/PixelGpt.Studio/wwwroot/export-dialog.js';
import { moved, partToVary, pictures, validDuration } from '../../src/PixelGpt.Studio/wwwroot/frames.js';
import { info } from '../../src/PixelGpt.Studio/wwwroot/info.js';
import { nearestIndices } from '../../src/PixelGpt.Studio/wwwroot/palette-edits.js';
import { Picture } from '../../src/PixelGpt.Studio/wwwroot/picture.js';
import { restorePicture } from '../../src/PixelGpt.Studio/wwwroot/picture-format.js';
import { repaint } from '../../src/PixelGpt.Studio/wwwroot/picture-palette.js';

info.limits = { max_frames: 128 };

const palette = ['#ffffff', '#000000', '#ff0000', '#00ff00'];

/** Returns a picture of 4×3 pixels with a frame per list of painted positions. */
function animation(...painted) {
  const picture = new Picture(4, 3);
  picture.apply({ model: 'm', palette });
  painted.forEach((positions, i) => {
    if (i > 0) picture.addFrame(0);
    picture.beginStep();
    picture.paint(positions, i + 1);
  });
  return picture;
}

const paintedOf = ({ frames }) => frames.map(({ pixels }) => pixels.flatMap((color, at) => (color === 0 ? [] : [at])));

test('frames are added, copied, moved and deleted, and each of these can be undone and redone', () => {
  const picture = animation([0], [1]);
  assert.deepEqual(paintedOf(picture), [[0], [1]]);
  assert.equal(picture.current, 1);
  picture.duplicateFrame();
  assert.deepEqual(paintedOf(picture), [[0], [1], [1]]);
  picture.beginStep();
  picture.paint([5], 2);
  picture.moveFrame(2, 0);
  assert.deepEqual(paintedOf(picture), [[1, 5], [0], [1]]);
  picture.select(1);
  picture.deleteFrame();
  assert.deepEqual(paintedOf(picture), [[1, 5], [1]]);
  const all = [];
  while (picture.undo()) all.push(JSON.stringify(paintedOf(picture)));
  assert.deepEqual(all.slice(0, 4), ['[[1,5],[0],[1]]', '[[0],[1],[1,5]]', '[[0],[1],[1]]', '[[0],[1]]']);
  while (picture.redo());
  assert.deepEqual(paintedOf(picture), [[1, 5], [1]]);
});

test('undo and redo show the frame that they change', () => {
  const picture = animation([0], [1], [2]);
  picture.select(0);
  picture.beginStep();
  picture.paint([7], 3);
  picture.select(2);
  picture.undo();
  assert.equal(picture.current, 0);
  picture.select(1);
  picture.redo();
  assert.equal(picture.current, 0);
  assert.equal(picture.pixels[7], 3);
});

test('the only frame cannot be deleted, and there is a maximum number of frames', () => {
  const picture = animation([0]);
  picture.deleteFrame();
  assert.equal(picture.frames.length, 1);
  while (picture.frames.length < 128) picture.duplicateFrame();
  assert.throws(() => picture.addFrame(0), /at most 128 frames/);
  assert.equal(picture.past.length <= 200, true);
});

test('a stroke changes only its frame, and undo steps share the others', () => {
  const picture = animation([0], [1]);
  const [first] = picture.frames;
  picture.beginStep();
  picture.paint([3], 2);
  assert.equal(picture.frames[0], first);
  assert.equal(picture.past.at(-1).frames[0], first);
  assert.notEqual(picture.past.at(-1).frames[1], picture.frames[1]);
});

test('while sketching, painting changes the sketch and neither the pixels nor the part of the model', () => {
  const picture = animation([0]);
  const { pixels, open } = picture;
  picture.setSketching(true);
  picture.beginStep();
  picture.paint([0, 1], 2);
  assert.deepEqual(picture.sketch.slice(0, 3), [2, 2, 0]);
  assert.deepEqual(picture.areaOfColor(0), [0, 1]);
  picture.beginStep();
  picture.erase([1]);
  assert.deepEqual([picture.pixels, [...picture.open]], [pixels, [...open]]);
  assert.deepEqual(picture.sketch.slice(0, 3), [2, 0, 0]);
  picture.undo();
  picture.undo();
  assert.equal(picture.frame.sketch, null);
});

test('a new palette, another model and another size apply to all frames and sketches', () => {
  const picture = animation([0], [1]);
  picture.setSketching(true);
  picture.paint([2], 3);
  picture.beginStep();
  repaint(picture, { palette: ['#ffffff', '#00ff00', '#000000'], map: [0, 2, 0, 1] });
  assert.deepEqual(
    picture.frames.map(frame => frame.pixels.slice(0, 3)),
    [
      [2, 0, 0],
      [0, 0, 0],
    ],
  );
  assert.deepEqual(picture.sketch.slice(0, 3), [0, 0, 1]);
  picture.undo();
  // Changes of the shown frame only leave no invalid colours in the others.
  picture.beginStep();
  picture.apply({ palette: ['#ffffff', '#ff0000'], pixels: new Array(12).fill(1) });
  assert.deepEqual(picture.frames[0].pixels.slice(0, 2), [1, 0]);
  picture.undo();
  picture.apply(resized(picture, 6, 5, 'bottom'));
  assert.deepEqual(paintedOf(picture), [[13], [14]]);
  assert.equal(picture.sketch[15], 3);
  assert.equal(picture.open.has(0), true);
});

test('frames, sketches, durations and undo steps are stored and restored', () => {
  const picture = animation([0], [1, 5]);
  picture.setSketching(true);
  picture.paint([2], 3);
  picture.setDuration(40, picture.frame);
  picture.setLine(8);
  const stored = JSON.parse(JSON.stringify(picture)),
    copy = new Picture(1, 1);
  copy.load(restorePicture(stored));
  assert.deepEqual(copy.snapshot(), picture.snapshot());
  assert.deepEqual(copy.past, picture.past);
  assert.deepEqual(paintedOf(copy), paintedOf(picture));
  while (picture.undo()) assert.equal(copy.undo(), true);
  assert.deepEqual(copy.snapshot(), picture.snapshot());
  // Equal frames of several steps are stored once.
  assert.ok(stored.frames.length < stored.past.length + 4);
});

test('stored pictures that are damaged are refused', () => {
  const stored = () => JSON.parse(JSON.stringify(animation([0], [1])));
  const damages = [
    it => delete it.frames,
    it => it.frames[1].pixels.push(0, 1),
    it => (it.frames[1].pixels = [9, 12]),
    it => (it.frames[1].duration = 0),
    it => (it.shown.current = 5),
    it => (it.shown.frames = []),
    it => (it.palettes = [['red']]),
    it => (it.version = 3),
  ];
  for (const damage of damages) {
    const it = stored();
    damage(it);
    assert.equal(restorePicture(it), null, damage.toString());
  }
});

test('pictures saved by earlier versions still open, with their undo steps', () => {
  const pixels = [0, 1, 0, 0],
    old = { model: 'm', palette, width: 2, height: 2, pixels, line: 2, open: [2, 3], isFilled: true };
  const restored = restorePicture({ ...old, past: [old, { model: 'm' }], future: [] });
  assert.deepEqual(restored.frames[0].pixels, pixels);
  assert.deepEqual([...restored.frames[0].open], [2, 3]);
  assert.equal(restored.frames[0].isFilled, true);
  assert.equal(restored.past.length, 1);
  const oldest = restorePicture({ model: 'm', palette, width: 2, height: 2, pixels, prompt: 2, locked: [3] });
  assert.deepEqual([...oldest.frames[0].open], [2]);
  assert.equal(oldest.frames[0].line, 2);
  assert.equal(restorePicture({ ...old, pixels: [9, 9, 9, 9] }), null);
});

test('the varied part is the selection, the mark, what differs in the next frame, or what was drawn last', () => {
  const frame = (pixels, open, isFilled = false) => ({ pixels, open: new Set(open), isFilled }),
    none = new Set();
  const partOf = (...args) => {
    const { reason, positions, colors } = partToVary(...args);
    return [reason, positions, [...colors].sort()];
  };
  assert.deepEqual(partOf(frame([1, 1, 0], [2]), new Set([0]), null), ['selection', [0], [0, 1]]);
  assert.deepEqual(partOf(frame([1, 1, 0], [1]), none, frame([2, 2, 2], [])), ['mark', [1], [0, 1]]);
  assert.deepEqual(partOf(frame([1, 3, 0], [2]), none, frame([1, 2, 0], [])), ['between', [1], [2, 3]]);
  assert.deepEqual(partOf(frame([1, 1, 0], [1, 2], true), none, null), ['drawn', [1, 2], [0, 1]]);
  assert.deepEqual(partOf(frame([1, 1, 0], [2]), none, null), ['mark', [2], [0, 1]]);
  assert.equal(partToVary(frame([1, 1, 1], []), none, null).reason, 'none');
});

test('an export has all frames with their durations, and sketches only for Aseprite', () => {
  const picture = animation([0], [1]);
  picture.setSketching(true);
  picture.paint([2], 3);
  picture.setDuration(40, picture.frame);
  const options = { scale: 1, isTransparent: true, duration: null, name: 'x' };
  const gif = exportRequest(picture, { ...options, format: 'gif' });
  assert.deepEqual(
    gif.frames.map(({ duration, sketch }) => [duration, sketch]),
    [
      [125, undefined],
      [40, undefined],
    ],
  );
  assert.deepEqual(
    exportRequest(picture, { ...options, format: 'sheet', duration: 100 }).frames.map(({ duration }) => duration),
    [100, 100],
  );
  assert.equal(exportRequest(picture, { ...options, format: 'aseprite' }).frames[1].sketch[2], 3);
  const png = exportRequest(picture, { ...options, format: 'png' });
  assert.deepEqual([png.frames, png.pixels], [undefined, picture.pixels]);
});

test('small helpers', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 2), ['b', 'c', 'a']);
  assert.deepEqual(nearestIndices(palette, ['#ffffff', '#fe0000', '#010101']), [0, 2, 1, 1]);
  assert.deepEqual([validDuration(0), validDuration(undefined), validDuration(90), validDuration(1e9)], [125, 125, 90, 60000]);
  assert.equal(pictures(animation([0], [1])).length, 2);
});
