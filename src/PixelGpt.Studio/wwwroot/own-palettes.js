// The user's own palettes, in the storage of the browser, newest first.

import { browserStorage } from './storage.js';

const storageKey = 'pixelgpt-palettes';
const maxPalettes = 100;

const isPalette = it =>
  typeof it?.id === 'string' &&
  typeof it.name === 'string' &&
  Array.isArray(it.colors) &&
  it.colors.length > 0 &&
  it.colors.length < 256 &&
  it.colors.every(hex => /^#[0-9a-f]{6}$/i.test(hex));

/** Returns the saved palettes: `{ id, name, colors }`, without the background. Damaged ones are left out. */
export function list() {
  const saved = browserStorage.getJson(storageKey);
  return Array.isArray(saved) ? saved.filter(isPalette) : [];
}

/** Saves a palette. One of the same name is replaced. Returns a function that restores what was there before. */
export function save(name, colors) {
  const before = list(),
    others = before.filter(it => it.name !== name);
  if (others.length >= maxPalettes) throw new Error(`There are already ${maxPalettes} palettes. Delete some, or export them as files.`);
  store([{ id: crypto.randomUUID?.() ?? String(Date.now()), name, colors }, ...others]);
  return { wasReplaced: others.length < before.length, restore: () => store(before) };
}

/** Renames a palette. Returns a function that takes it back. */
export function rename(id, name) {
  const before = list();
  if (before.some(it => it.id !== id && it.name === name)) throw new Error(`There is already a palette named ${name}.`);
  store(before.map(it => (it.id === id ? { ...it, name } : it)));
  return () => store(before);
}

/** Deletes a palette. Returns a function that takes it back. */
export function remove(id) {
  const before = list();
  store(before.filter(it => it.id !== id));
  return () => store(before);
}

function store(palettes) {
  if (!browserStorage.trySet(storageKey, JSON.stringify(palettes)))
    throw new Error('The storage of the browser is full or blocked, so the palette was not saved. Export it as a file instead.');
}
