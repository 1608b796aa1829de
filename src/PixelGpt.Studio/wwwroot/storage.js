// What the browser keeps for the page, of this tab and of all. A full or forbidden store costs the memory of things, not the things.

function guarded(name) {
  const attempt = work => {
    try {
      return work(window[name]);
    } catch {
      return null;
    }
  };
  return {
    get: key => attempt(store => store.getItem(key)),
    remove: key => attempt(store => store.removeItem(key)),
    /** Of what was kept before nothing is left to be taken for the new where that cannot be kept. */
    set: (key, text) => attempt(store => (store.setItem(key, text), true)) ?? attempt(store => store.removeItem(key)),
  };
}

export const ofTab = guarded('sessionStorage'), ofAll = guarded('localStorage');
