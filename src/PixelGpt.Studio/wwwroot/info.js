// What the server offers: model families, presets, picture formats and limits. They are loaded once, before the tabs are built.

/** The response of `/info`; empty until it is loaded, or if the server did not answer. */
export const info = { families: [], presets: [], default_preset: '', formats: [], limits: {} };

/**
 * Loads what the server offers, unless it is loaded already. Does not ask for an API key, because the paint tab does, and a failure
 * is not an error: it is loaded when it is needed.
 */
export async function loadInfo(api) {
  if (info.formats.length > 0) return;
  const loaded = await api.get('/info', { mayAsk: false }).catch(() => null);
  if (loaded) Object.assign(info, loaded);
}

/** Returns a limit of `/info`, such as `max_colors`; none while it is not loaded. */
export const limit = name => info.limits[name] ?? Infinity;

/** Returns the value of `accept` for a file field: the extensions of the pictures that the server reads, and others. */
export function acceptedFiles(...others) {
  return [...info.formats, ...others].join(',');
}
