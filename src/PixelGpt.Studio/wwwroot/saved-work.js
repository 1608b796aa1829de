// Saves the user's work, so that it survives a reload. Each tab has its own work; a new tab starts with the work saved last.

import { restorePicture } from './picture-format.js';
import { browserStorage, tabStorage } from './storage.js';

const workKey = 'pixelgpt-work';
const candidatesKey = 'pixelgpt-candidates';

/** Numbers of undo steps to save: fewer if the storage is full, so that at least the picture survives. */
const savedSteps = [20, 5, 0];

export function saveWork({ picture, ...work }) {
  const textWith = steps => JSON.stringify({ ...work, picture: picture.packed(steps) }),
    text = textWith(savedSteps[0]);
  for (const store of [tabStorage, browserStorage]) {
    if (store.trySet(workKey, text) || savedSteps.slice(1).some(steps => store.trySet(workKey, textWith(steps)))) continue;
    store.remove(workKey); // The old work must not be mistaken for the new one.
  }
}

/** Saves the candidates, for this tab only. */
export function saveCandidates(candidates) {
  tabStorage.set(candidatesKey, JSON.stringify(candidates));
}

export function loadCandidates() {
  return tabStorage.getJson(candidatesKey);
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
