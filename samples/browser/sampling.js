/** Selects the next colour from the logits of a model. */

/** Returns a generator of numbers in [0, 1) that a seed determines (sfc32 of PractRand). */
export function randomNumbers(seed) {
  let [a, b, c, counter] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b9, 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/**
 * Returns the index of a colour: the most probable one at temperature 0, otherwise one at random.
 * @param {Float32Array} logits The logits of all colours.
 * @param {{temperature: number, topP: number, random: () => number}} options
 */
export function choose(logits, { temperature, topP, random }) {
  let best = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
  if (temperature === 0) return best;
  const colors = Array.from(logits, (logit, index) => ({ index, weight: Math.exp((logit - logits[best]) / temperature) }));
  colors.sort((x, y) => y.weight - x.weight || x.index - y.index);
  const total = colors.reduce((sum, color) => sum + color.weight, 0);
  let kept = 0;
  let count = 0;
  while (count < colors.length && (count === 0 || kept < topP * total)) kept += colors[count++].weight;
  let left = random() * kept;
  for (const color of colors.slice(0, count)) {
    left -= color.weight;
    if (left < 0) return color.index;
  }
  return colors[count - 1].index;
}
