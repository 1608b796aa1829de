// What the paint tab tells about itself, for tests and for the browser console.

/** Returns functions that tell the state of the page. */
export function pageState({ picture, completionPanel, models }) {
  return {
    pixels: () => [...picture.pixels],
    colors: () => picture.pixels.map(color => picture.palette[color]),
    palette: () => [...picture.palette],
    width: () => picture.width,
    height: () => picture.height,
    line: () => picture.line,
    open: () => [...picture.open].sort((a, b) => a - b),
    frames: () => picture.frames.map(frame => [...frame.pixels]),
    durations: () => picture.frames.map(frame => frame.duration),
    frame: () => picture.current,
    sketch: () => [...picture.sketch],
    candidates: () => completionPanel.candidates.all.map(c => [...c.pixels]),
    ranking: () => [...completionPanel.candidates.ranking],
    model: () => models.current?.id ?? null,
    isLocked: () => picture.isPaletteLocked,
  };
}
