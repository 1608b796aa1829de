// What the server offers: model families, presets, picture formats and limits. They are loaded once, before the tabs are built.

/** The response of `/info`; empty until it is loaded, or if the server did not answer. */
export const info = { families: [], presets: [], default_preset: '', formats: [], limits: {} };

/** Loads what the server offers. */
export async function loadInfo(api) {
  Object.assign(info, await api.get('/info'));
}

/** Returns the value of `accept` for a file field: the extensions of the pictures that the server reads, and others. */
export function acceptedFiles(...others) {
  return [...info.formats, ...others].join(',');
}
