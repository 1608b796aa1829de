// The work survives a reload: each tab keeps its own, and a new tab begins with what was painted last.

const name = 'pixelgpt-work';

export function save(work) {
  const text = JSON.stringify(work);
  for (const store of [sessionStorage, localStorage]) {
    try {
      store.setItem(name, text);
    } catch { /* a full or forbidden store costs the memory of the work, not the work */ }
  }
}

/** Whether it can be shown: what is stored may be of an older version, or damaged. */
function isPicture(it) {
  return Array.isArray(it?.pixels) && it.pixels.length === it.width * it.height && it.pixels.every(color => Number.isInteger(color) && color >= 0)
    && it.prompt >= 1 && it.prompt <= it.pixels.length && Array.isArray(it.locked);
}

export function load() {
  for (const store of [sessionStorage, localStorage]) {
    try {
      const work = JSON.parse(store.getItem(name));
      if (!isPicture(work?.picture)) continue;
      const past = Array.isArray(work.picture.past) ? work.picture.past.filter(isPicture) : [];
      return { ...work, picture: { ...work.picture, past } };
    } catch { /* damaged: as if there were none */ }
  }
  return null;
}
