// The pixels of lines, rectangles, ellipses, polygons and brushes. All functions take and return positions in raster order.

/** Returns the column and the row of a position. */
export const point = (index, width) => [index % width, Math.floor(index / width)];

/** Returns the pixels on the straight line between two pixels, including both. */
export const line = (from, to, width) => linePoints(point(from, width), point(to, width)).map(([x, y]) => y * width + x);

/** Returns the points on the straight line between two points, including both (Bresenham's algorithm). */
export function linePoints([fromX, fromY], [x2, y2]) {
  let [x, y] = [fromX, fromY];
  const dx = Math.abs(x2 - x),
    dy = -Math.abs(y2 - y),
    points = [];
  for (let error = dx + dy; ; ) {
    points.push([x, y]);
    if (x === x2 && y === y2) return points;
    const twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x += x < x2 ? 1 : -1;
    }
    if (twice <= dx) {
      error += dx;
      y += y < y2 ? 1 : -1;
    }
  }
}

function bounds(from, to, width) {
  const [[x1, y1], [x2, y2]] = [point(from, width), point(to, width)];
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) };
}

/** Returns the pixels of the rectangle with two opposite corners: all of them, or its outline. */
export function rectangle(from, to, width, isFilled) {
  const { left, right, top, bottom } = bounds(from, to, width),
    positions = [];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) if (isFilled || x === left || x === right || y === top || y === bottom) positions.push(y * width + x);
  }
  return positions;
}

/** Returns the outline of the ellipse in a rectangle with two opposite corners: the pixels of each row and column that the curve crosses. */
export function ellipse(from, to, width) {
  const { left, right, top, bottom } = bounds(from, to, width),
    [centerX, centerY] = [(left + right) / 2, (top + bottom) / 2];
  const [radiusX, radiusY] = [(right - left + 1) / 2, (bottom - top + 1) / 2],
    positions = new Set();
  for (let x = left; x <= right; x++) {
    const reach = radiusY * Math.sqrt(1 - ((x - centerX) / radiusX) ** 2);
    for (const y of [Math.ceil(centerY - reach), Math.floor(centerY + reach)]) positions.add(Math.min(bottom, Math.max(top, y)) * width + x);
  }
  for (let y = top; y <= bottom; y++) {
    const reach = radiusX * Math.sqrt(1 - ((y - centerY) / radiusY) ** 2);
    for (const x of [Math.ceil(centerX - reach), Math.floor(centerX + reach)]) positions.add(y * width + Math.min(right, Math.max(left, x)));
  }
  return [...positions];
}

/** Returns the pixels inside and on a closed path through pixels. */
export function polygon(path, width) {
  const outline = path.flatMap((at, i) => line(at, path[(i + 1) % path.length], width)),
    corners = path.map(at => point(at, width));
  const [xs, ys] = [corners.map(c => c[0]), corners.map(c => c[1])],
    positions = new Set(outline);
  for (let y = Math.min(...ys); y <= Math.max(...ys); y++) {
    for (let x = Math.min(...xs); x <= Math.max(...xs); x++) if (isInside(x, y, corners)) positions.add(y * width + x);
  }
  return [...positions];
}

/** Returns whether a point is inside a polygon (even-odd rule). */
function isInside(x, y, corners) {
  let inside = false;
  corners.forEach(([x1, y1], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

/** Returns a path of single pixels without the corners of its steps, as pixel-perfect strokes have. */
export function withoutCorners(path, width) {
  const kept = [];
  for (const at of path) {
    if (kept.length >= 2 && isCorner(kept.at(-2), kept.at(-1), at, width)) kept.pop();
    kept.push(at);
  }
  return kept;
}

/** Returns whether the pixel in the middle touches both others, which touch each other diagonally. */
function isCorner(...positions) {
  const width = positions.pop(),
    [[x1, y1], [x2, y2], [x3, y3]] = positions.map(at => point(at, width));
  return Math.abs(x3 - x1) === 1 && Math.abs(y3 - y1) === 1 && ((x2 === x1 && y2 === y3) || (x2 === x3 && y2 === y1));
}

/** Returns pixels widened to a square brush. */
export function widen(positions, size, width, height) {
  if (size === 1) return positions;
  const before = Math.floor((size - 1) / 2),
    wide = new Set();
  for (const at of positions) {
    const [x, y] = point(at, width);
    for (let dy = 0; dy < size; dy++) {
      for (let dx = 0; dx < size; dx++) {
        const [wx, wy] = [x - before + dx, y - before + dy];
        if (wx >= 0 && wx < width && wy >= 0 && wy < height) wide.add(wy * width + wx);
      }
    }
  }
  return [...wide];
}
