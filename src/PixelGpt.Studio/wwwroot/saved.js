// The work survives a reload: each tab keeps its own, and a new tab begins with what was painted last.

import { ofAll, ofTab } from './storage.js';

const name = 'pixelgpt-work', waysName = 'pixelgpt-ways';

function read(store, key) {
  try {
    return JSON.parse(store.get(key));
  } catch {
    return null;
  }
}

export function save(work) {
  const text = JSON.stringify(work);
  for (const store of [ofTab, ofAll]) store.set(name, text);
}

/** The ways in which the picture was finished are this tab's alone. */
export function saveWays(ways) { ofTab.set(waysName, JSON.stringify(ways)); }

export function loadWays() { return read(ofTab, waysName); }

/** Whether it can be shown: what is stored may be of an older version, or damaged. */
function isPicture(it) {
  return typeof it?.model === 'string' && Array.isArray(it.palette) && it.palette.every(hex => /^#[0-9a-f]{6}$/i.test(hex))
    && Array.isArray(it.pixels) && it.pixels.length > 0 && it.pixels.length === it.width * it.height
    && it.pixels.every(color => Number.isInteger(color) && color >= 0 && color < it.palette.length)
    && it.prompt >= 1 && it.prompt <= it.pixels.length && Array.isArray(it.locked);
}

export function load() {
  for (const store of [ofTab, ofAll]) {
    const work = read(store, name);
    if (!isPicture(work?.picture)) continue;
    const sound = steps => Array.isArray(steps) ? steps.filter(isPicture) : [];
    return { ...work, picture: { ...work.picture, past: sound(work.picture.past), future: sound(work.picture.future) } };
  }
  return null;
}
