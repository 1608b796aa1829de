// Files that are too large for a request are reduced by the browser, if it knows their format.

/** A request has at most 4 MiB, of which base64 takes four bytes for three. */
const maxBytes = 3_000_000;
const maxSide = 768;

/** Returns a file that can be sent, and a note if it is not the original one. */
export async function sendable(file) {
  if (file.size <= maxBytes) return { file, note: '' };
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) throw new Error(`${file.name || 'The file'} has ${(file.size / 1e6).toFixed(1)} MB; the studio reads files of at most 3 MB.`);
  const scale = Math.min(1, maxSide / Math.max(image.width, image.height)),
    canvas = new OffscreenCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))),
    context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return {
    file: await canvas.convertToBlob({ type: 'image/png' }),
    note: `The file has more than 3 MB, so its ${image.width}×${image.height} pixels were reduced first.`,
  };
}
