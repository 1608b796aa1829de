import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Picture } from '../../src/PixelGpt.Studio/wwwroot/picture.js';
import { loadWork, saveWork } from '../../src/PixelGpt.Studio/wwwroot/saved-work.js';

/** A storage of limited size, as that of a browser. */
class LimitedStorage {
  constructor(limit) {
    Object.assign(this, { limit, items: new Map() });
  }
  getItem(key) {
    return this.items.get(key) ?? null;
  }
  setItem(key, text) {
    if (text.length > this.limit) throw new Error('QuotaExceededError');
    this.items.set(key, text);
  }
  removeItem(key) {
    this.items.delete(key);
  }
}

function paintedPicture() {
  const picture = new Picture(16, 16);
  picture.apply({ model: 'm', palette: ['#ffffff', '#000000'] });
  for (let i = 0; i < 20; i++) {
    picture.beginStep();
    picture.paint([(7 * i) % 256], 1);
  }
  return picture;
}

test('if the storage is full, undo steps are left out before the picture is lost', () => {
  const picture = paintedPicture(),
    all = JSON.stringify({ picture: picture.packed() }).length;
  for (const [limit, steps] of [
    [all, 20],
    [all - 1, 5],
    [JSON.stringify({ picture: picture.packed(5) }).length - 1, 0],
  ]) {
    globalThis.window = { sessionStorage: new LimitedStorage(limit), localStorage: new LimitedStorage(limit) };
    saveWork({ picture });
    const work = loadWork();
    assert.equal(work.picture.past.length, steps);
    assert.deepEqual(work.picture.frames[0].pixels, picture.pixels);
  }
});

test('work that cannot be saved removes the older work, which would be mistaken for it', () => {
  globalThis.window = { sessionStorage: new LimitedStorage(1e6), localStorage: new LimitedStorage(1e6) };
  saveWork({ picture: paintedPicture() });
  for (const store of Object.values(globalThis.window)) store.limit = 10;
  saveWork({ picture: paintedPicture() });
  assert.equal(loadWork(), null);
});
