// The user's saved pictures, in the storage of the browser, newest first.

import { restorePicture } from './picture-format.js';
import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-pictures';
const maxPictures = 200;

/** Returns the saved pictures: `{ id, name, picture }`, where `picture` is what `restorePicture` reads. Damaged ones are left out. */
export function list() {
  const saved = browserStorage.getJson(storageKey);
  return Array.isArray(saved) ? saved.filter(it => typeof it?.name === 'string' && restorePicture(it.picture)) : [];
}

/** Saves a picture under a name. Throws an error if the storage is full; nothing is lost then. */
export function add(name, picture) {
  const pictures = list();
  if (pictures.length >= maxPictures) throw new Error(`There are already ${maxPictures} saved pictures. Delete some, or save a project file.`);
  store([{ id: crypto.randomUUID?.() ?? String(Date.now()), name, picture: picture.packed(0) }, ...pictures]);
}

/** Deletes a picture and returns a function that restores it. */
export function remove(id) {
  const pictures = list(),
    index = pictures.findIndex(it => it.id === id),
    removed = pictures[index];
  store(pictures.filter(it => it.id !== id));
  return () => store(list().toSpliced(index, 0, removed));
}

function store(pictures) {
  if (!browserStorage.trySet(storageKey, JSON.stringify(pictures)))
    throw new Error('The storage of the browser is full or blocked, so the picture was not saved. Delete some pictures, or save a project file.');
}

const projectFormat = 'pixelgpt-picture';

/** Returns a project file: the picture with its undo steps. */
export const toProject = picture => new Blob([JSON.stringify({ format: projectFormat, version: 1, picture })], { type: 'application/json' });

/** Reads a project file. Throws an error that says what is wrong. */
export function parseProject(text, name) {
  let project = null;
  try {
    project = JSON.parse(text);
  } catch {
    /* Reported below. */
  }
  const picture = project?.format === projectFormat ? restorePicture(project.picture) : null;
  if (!picture) throw new Error(`${name} is not a project file of PixelGpt. Pictures are opened with Import.`);
  return picture;
}
