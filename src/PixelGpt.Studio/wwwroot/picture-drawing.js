// Draws pictures on a 2D context, and as a PNG.

/**
 * Draws a picture.
 * @param {CanvasRenderingContext2D|OffscreenCanvasRenderingContext2D} context
 * @param {{width: number, palette: string[], pixels: number[]}} picture
 * @param {{left?: number, top?: number, scale?: number, isTransparent?: boolean}} options the position in pixels of the picture, the width
 *   and height of a pixel, and whether the background is left out
 */
export function drawPicture(context, { width, palette, pixels }, { left = 0, top = 0, scale = 1, isTransparent = true } = {}) {
  pixels.forEach((color, at) => {
    if (color === 0 && isTransparent) return;
    context.fillStyle = palette[color];
    context.fillRect((left + (at % width)) * scale, (top + Math.floor(at / width)) * scale, scale, scale);
  });
}

/** Returns whether the browser reads a file as a picture of a size; it does not know all formats that the studio reads. */
export async function hasSize(blob, { width, height }) {
  try {
    const image = await createImageBitmap(blob);
    return image.width === width && image.height === height;
  } catch {
    return false;
  }
}

/**
 * Returns the picture as a PNG.
 * @param {{width: number, height: number, palette: string[], pixels: number[]}} picture
 * @param {number} scale the width and height of a pixel
 * @param {boolean} isTransparent whether the background is transparent
 * @returns {Promise<Blob>}
 */
export async function toPng(picture, scale, isTransparent) {
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale);
  drawPicture(canvas.getContext('2d'), picture, { scale, isTransparent });
  return canvas.convertToBlob({ type: 'image/png' });
}
