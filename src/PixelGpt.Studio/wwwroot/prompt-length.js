// How many pixels of a picture a prompt keeps: the same numbers as SequenceViews.PromptLength of the library.

/** The share that a prompt keeps unless told otherwise. */
export const defaultKeep = 0.6;

/** Rounds as .NET does, a half to the even number. Where the library refuses a share, one pixel or all but one are kept. */
export function promptLength(area, keep = defaultKeep) {
  const exact = area * keep, down = Math.floor(exact), rest = exact - down;
  const nearest = rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
  return Math.max(1, Math.min(nearest, area - 1));
}
