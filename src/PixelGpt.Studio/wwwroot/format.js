// Formats numbers as text.

const counts = new Intl.NumberFormat('en');

/** Formats a figure such as a loss; a dash if there is none. */
export function formatFigure(value, digits = 3) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

/** Formats a fraction as a percentage; a dash if there is none. */
export function formatPercent(fraction) {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(1)} %` : '–';
}

/** Formats a whole number with thousands separators. */
export function formatCount(value) {
  return counts.format(Math.round(value));
}

/** Formats a number of things, such as "1 colour" or "3 colours". */
export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** Formats seconds as, for example, "3 min 20 s". */
export function formatDuration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
