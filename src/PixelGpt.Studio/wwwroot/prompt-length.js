// The number of pixels in the prompt.

/** The prompt fraction that is used unless another one is given. */
const defaultPromptFraction = 0.6;

/**
 * Returns the prompt length like SequenceViews.PromptLength of the library. Rounds halves to even, as .NET does.
 * Where the library rejects the fraction, the result is one pixel or all pixels but one.
 */
export function promptLength(area, promptFraction = defaultPromptFraction) {
  const exact = area * promptFraction,
    down = Math.floor(exact),
    rest = exact - down;
  const nearest = rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
  return Math.max(1, Math.min(nearest, area - 1));
}

/** Returns the prompt length in whole rows: at least one row is given, and at least one is left. A picture of one row is split within it. */
export function promptRows(width, height, promptFraction = defaultPromptFraction) {
  if (height === 1) return promptLength(width, promptFraction);
  return width * Math.max(1, Math.min(height - 1, Math.round(height * promptFraction)));
}
