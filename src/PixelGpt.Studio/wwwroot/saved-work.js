// Saves the user's work, so that it survives a reload. Each tab has its own work; a new tab starts with the work saved last.

import { browserStorage, tabStorage } from './storage.js';

const workKey = 'pixelgpt-work';
const candidatesKey = 'pixelgpt-candidates';

function read(store, key) {
  try {
    return JSON.parse(store.get(key));
  } catch {
    return null;
  }
}

export function saveWork(work) {
  const text = JSON.stringify(work);
  for (const store of [tabStorage, browserStorage]) store.set(workKey, text);
}

/** Saves the candidates, for this tab only. */
export function saveCandidates(candidates) { tabStorage.set(candidatesKey, JSON.stringify(candidates)); }

export function loadCandidates() { return read(tabStorage, candidatesKey); }

/** Returns whether a value is a valid picture: the stored value may be damaged or written by an older version. */
function isPicture(it) {
  return typeof it?.model === 'string' && Array.isArray(it.palette) && it.palette.every(hex => /^#[0-9a-f]{6}$/i.test(hex))
    && Array.isArray(it.pixels) && it.pixels.length > 0 && it.pixels.length === it.width * it.height
    && it.pixels.every(color => Number.isInteger(color) && color >= 0 && color < it.palette.length)
    && it.prompt >= 1 && it.prompt <= it.pixels.length && Array.isArray(it.locked);
}

/** Returns the saved work of this tab, or else the work that was saved last; null if there is none. */
export function loadWork() {
  for (const store of [tabStorage, browserStorage]) {
    const work = read(store, workKey);
    if (!isPicture(work?.picture)) continue;
    const validSteps = steps => Array.isArray(steps) ? steps.filter(isPicture) : [];
    return { ...work, picture: { ...work.picture, past: validSteps(work.picture.past), future: validSteps(work.picture.future) } };
  }
  return null;
}
