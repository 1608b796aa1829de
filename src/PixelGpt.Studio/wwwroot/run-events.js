// Reads the event stream of a training run.

/** The longest pause between two attempts to connect, in seconds. */
export const maxPauseSeconds = 15;

/** Waits; returns early when the signal is aborted. */
export function pause(seconds, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/**
 * Reads a run's events until the run ends. Reconnects after a lost connection, with growing pauses.
 * @param {{event: (name: string, data: object) => void, connected: () => void, lost: (seconds: number) => void}} handlers
 *   `connected` is called before the first event of each connection, `lost` with the seconds until the next attempt
 * @param {AbortSignal} signal ends the reading
 */
export async function followRun(api, id, handlers, signal) {
  for (let seconds = 1; !signal.aborted; ) {
    let isFirst = true,
      hasEnded = false;
    try {
      await api.stream(
        `/runs/${encodeURIComponent(id)}/events`,
        null,
        (name, data) => {
          if (signal.aborted) return;
          if (isFirst) handlers.connected();
          isFirst = false;
          seconds = 1;
          if (name === 'end') hasEnded = true;
          else handlers.event(name, data);
        },
        { signal },
      );
      if (hasEnded) return;
    } catch (error) {
      if (signal.aborted) return;
      // A request that the server rejects would be rejected again, except when the server is busy (429).
      if (error?.status >= 400 && error.status < 500 && error.status !== 429) throw error;
    }
    if (!signal.aborted) handlers.lost(seconds);
    await pause(seconds, signal);
    seconds = Math.min(maxPauseSeconds, seconds * 2);
  }
}
