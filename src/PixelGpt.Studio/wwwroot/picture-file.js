// Draws a picture as a PNG in the browser.

/**
 * Returns the picture as a PNG.
 * @param {Picture} picture
 * @param {number} scale the width and height of a pixel
 * @param {boolean} isTransparent whether the background is transparent
 * @returns {Promise<Blob>}
 */
export async function toPng(picture, scale, isTransparent) {
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale), context = canvas.getContext('2d');
  picture.pixels.forEach((color, at) => {
    if (color === 0 && isTransparent) return;
    context.fillStyle = picture.palette[color];
    context.fillRect(at % picture.width * scale, Math.floor(at / picture.width) * scale, scale, scale);
  });
  return canvas.convertToBlob({ type: 'image/png' });
}
