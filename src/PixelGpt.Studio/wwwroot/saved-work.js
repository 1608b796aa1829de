// Saves the user's work, so that it survives a reload. Each tab has its own work; a new tab starts with the work saved last.

import { range } from './picture.js';
import { browserStorage, tabStorage } from './storage.js';

const workKey = 'pixelgpt-work';
const candidatesKey = 'pixelgpt-candidates';

export function saveWork(work) {
  const text = JSON.stringify(work);
  for (const store of [tabStorage, browserStorage]) store.set(workKey, text);
}

/** Saves the candidates, for this tab only. */
export function saveCandidates(candidates) {
  tabStorage.set(candidatesKey, JSON.stringify(candidates));
}

export function loadCandidates() {
  return tabStorage.getJson(candidatesKey);
}

/** Returns whether a value is a valid picture: the stored value may be damaged or written by an older version. */
export function isPicture(it) {
  return (
    typeof it?.model === 'string' &&
    Array.isArray(it.palette) &&
    it.palette.every(hex => /^#[0-9a-f]{6}$/i.test(hex)) &&
    Array.isArray(it.pixels) &&
    it.pixels.length > 0 &&
    it.pixels.length === it.width * it.height &&
    it.pixels.every(color => Number.isInteger(color) && color >= 0 && color < it.palette.length) &&
    it.line >= 0 &&
    it.line <= it.pixels.length &&
    Array.isArray(it.open) &&
    it.open.every(at => Number.isInteger(at) && at >= 0 && at < it.pixels.length)
  );
}

/** Converts a picture of an earlier version, which had a prompt length and locked pixels instead of the model's region. */
function upgraded(it) {
  if (!Array.isArray(it?.locked) || !Array.isArray(it.pixels) || !Number.isInteger(it.prompt)) return it;
  const locked = new Set(it.locked),
    { prompt, locked: _, ...rest } = it;
  return { ...rest, line: prompt, open: range(prompt, it.pixels.length).filter(at => !locked.has(at)), isFilled: false };
}

/** Returns a saved picture with its valid undo steps, converted from earlier versions; null if it is not a valid picture. */
export function restorePicture(saved) {
  const picture = upgraded(saved);
  if (!isPicture(picture)) return null;
  const validSteps = steps => (Array.isArray(steps) ? steps.map(upgraded).filter(isPicture) : []);
  return { ...picture, past: validSteps(picture.past), future: validSteps(picture.future) };
}

/** Returns the saved work of this tab, or else the work that was saved last; null if there is none. */
export function loadWork() {
  for (const store of [tabStorage, browserStorage]) {
    const work = store.getJson(workKey),
      picture = restorePicture(work?.picture);
    if (picture) return { ...work, picture };
  }
  return null;
}
