// The number of pixels in the prompt, computed like SequenceViews.PromptLength of the library.

/** The prompt fraction that is used unless another one is given. */
const defaultPromptFraction = 0.6;

/** Rounds halves to even, as .NET does. Where the library rejects the fraction, the result is one pixel or all pixels but one. */
export function promptLength(area, promptFraction = defaultPromptFraction) {
  const exact = area * promptFraction, down = Math.floor(exact), rest = exact - down;
  const nearest = rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
  return Math.max(1, Math.min(nearest, area - 1));
}
