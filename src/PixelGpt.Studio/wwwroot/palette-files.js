// Palette files: the text of those that are written here, and reading of any format by the server.

import { toBase64 } from './base64.js';
import { sendable } from './large-files.js';

/** Returns a GIMP palette. */
export function toGpl(name, colors) {
  const rows = colors.map(hex => {
    const channels = [1, 3, 5].map(at => String(parseInt(hex.slice(at, at + 2), 16)).padStart(3));
    return `${channels.join(' ')}\t${hex}`;
  });
  return `GIMP Palette\nName: ${name.replaceAll(/\s+/g, ' ')}\nColumns: 16\n#\n${rows.join('\n')}\n`;
}

/** Returns a list of hexadecimal colours, as Lospec has them. */
export const toHexList = colors => colors.map(hex => `${hex.slice(1)}\n`).join('');

const columns = 16;

/** Returns a picture of the colours with one pixel each, in rows of 16. Its background, which fills the last row, is transparent. */
export function toSwatches(colors) {
  const width = Math.min(columns, colors.length),
    height = Math.ceil(colors.length / columns);
  return {
    width,
    height,
    palette: ['#ffffff', ...colors],
    pixels: Array.from({ length: width * height }, (_, i) => (i < colors.length ? i + 1 : 0)),
  };
}

/** Reads the colours of a palette file or a picture: `{ colors, notes }`. */
export async function readPalette(api, original) {
  const { file } = await sendable(original);
  return api.post('/palettes/import', { name: original.name, file: await toBase64(file) });
}
