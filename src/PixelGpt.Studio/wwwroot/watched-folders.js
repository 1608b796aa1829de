// Shows what happens to the pictures of watched folders (studio --watch) as messages, while the page is visible.

import { showMessage } from './status.js';
import { latestMessage } from './watched-pictures.js';

const refreshSeconds = 3;

/** Starts to ask for news, if the studio watches folders. Pictures from before the page was opened are not shown. */
export async function mountWatchedFolders(api) {
  // In the background, a missing API key is no reason to ask for it.
  const read = () => api.get('/watched', { mayAsk: false }).catch(() => null);
  const first = await read();
  if (!first || first.folders.length === 0) return;
  let shown = first.pictures[0]?.number ?? 0;
  setInterval(async () => {
    if (document.hidden) return;
    const watched = await read();
    if (!watched) return;
    const message = latestMessage(watched.pictures, shown);
    shown = watched.pictures[0]?.number ?? 0;
    if (message) showMessage(message.text, { isError: message.isError });
  }, 1000 * refreshSeconds);
}
