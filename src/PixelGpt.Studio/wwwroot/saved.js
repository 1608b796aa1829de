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

export function load() {
  for (const store of [sessionStorage, localStorage]) {
    try {
      const work = JSON.parse(store.getItem(name));
      if (work?.picture?.pixels?.length === work.picture.width * work.picture.height) return work;
    } catch { /* damaged: as if there were none */ }
  }
  return null;
}
