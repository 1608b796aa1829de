// The browser's storage for this tab and for all tabs. If the storage is full or blocked, the page works without saving.

function guardedStorage(name) {
  const attempt = work => {
    try {
      return work(window[name]);
    } catch {
      return null;
    }
  };
  const trySet = (key, text) =>
    attempt(store => {
      store.setItem(key, text);
      return true;
    }) ?? false;
  return {
    get: key => attempt(store => store.getItem(key)),
    /** Returns a stored JSON value; null if there is none or it is damaged. */
    getJson: key => attempt(store => JSON.parse(store.getItem(key))),
    remove: key => attempt(store => store.removeItem(key)),
    /** Stores a value and returns whether that succeeded. If not, the old value stays. */
    trySet,
    /** Stores a value. If that fails, the old value is removed, so that it is not mistaken for the new one. */
    set: (key, text) => {
      if (!trySet(key, text)) attempt(store => store.removeItem(key));
    },
  };
}

export const tabStorage = guardedStorage('sessionStorage');
export const browserStorage = guardedStorage('localStorage');
