// The sentence above the Finish button: what can be done next.

/** Returns the sentence for a picture. */
export function sentenceOf({ open, area, isFilled, isSketching }) {
  if (isSketching) return 'You are sketching: the model does not see it.';
  if (open.size === 0) return 'Every pixel is yours. Mark what the model is to draw.';
  if (isFilled) return 'Paint over it, or mark what to draw again.';
  return open.size === area ? 'Paint anything, anywhere; the model draws the rest.' : 'The model draws the stripes: press Finish.';
}
