// Line charts as SVG, drawn anew each time: small series, no library, no inline style.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 280;
const EDGE = { left: 44, right: 92, top: 14, bottom: 36 };
let charts = 0;

function svg(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes ?? {})) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** A figure as a person reads it: four digits at most, a dash where there is none. */
export function figure(value, digits = 3) {
  return Number.isFinite(value) ? value.toFixed(digits) : "–";
}

/** Round numbers between two bounds, about `count` of them. */
export function ticks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999);
  const out = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) out.push(Number(value.toPrecision(10)));
  return out;
}

function bounds(series) {
  const points = series.flatMap((line) => line.points);
  const xs = points.map((point) => point.x), ys = points.map((point) => point.y);
  let low = Math.min(...ys), high = Math.max(...ys);
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  low = Math.max(0, low - room);
  high += room;
  return { left: Math.min(...xs), right: Math.max(...xs, Math.min(...xs) + 1), low, high };
}

// Two labels at the ends of two close lines would lie on each other: the lower one is pushed down.
function spread(labels) {
  labels.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + 15);
  const over = labels.length ? labels.at(-1).y - (HEIGHT - EDGE.bottom) : 0;
  if (over > 0) for (const label of labels) label.y -= over;
}

function axes(root, at, box, width, labels) {
  const right = width - EDGE.right, bottom = HEIGHT - EDGE.bottom;
  const steps = ticks(box.low, box.high, 6);
  const digits = steps.length > 1 && steps[1] - steps[0] < 0.1 ? (steps[1] - steps[0] < 0.01 ? 3 : 2) : 1;
  for (const y of steps) {
    root.append(svg("line", { class: "chart-grid", x1: EDGE.left, x2: right, y1: at.y(y), y2: at.y(y) }));
    root.append(svg("text", { class: "chart-tick", x: EDGE.left - 8, y: at.y(y) + 4, "text-anchor": "end" }, y.toFixed(digits)));
  }
  for (const x of ticks(box.left, box.right, width > 500 ? 10 : 5).filter(Number.isInteger)) {
    root.append(svg("text", { class: "chart-tick", x: at.x(x), y: bottom + 17, "text-anchor": "middle" }, String(x)));
  }
  root.append(svg("line", { class: "chart-axis", x1: EDGE.left, x2: right, y1: bottom, y2: bottom }));
  root.append(svg("text", { class: "chart-tick", x: (EDGE.left + right) / 2, y: HEIGHT - 3, "text-anchor": "middle" }, labels.x));
}

/**
 * A chart of lines over a common axis.
 * @param {{title: string, description: string, xLabel: string, series: {name: string, key: string, points: {x: number, y: number}[]}[]}} chart
 */
export function lineChart({ title, description, xLabel, series }) {
  const id = `chart-${++charts}`;
  // Letters keep their size on a narrow page: the drawing gets narrower, not smaller.
  const width = matchMedia("(max-width: 599px)").matches ? 360 : 760;
  const root = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": `${id}-title ${id}-desc` });
  root.append(svg("title", { id: `${id}-title` }, title), svg("desc", { id: `${id}-desc` }, description));
  const drawn = series.map((line) => ({ ...line, points: line.points.filter((point) => Number.isFinite(point.y)) })).filter((line) => line.points.length > 0);
  if (drawn.length === 0) return root;

  const box = bounds(drawn);
  const at = {
    x: (x) => EDGE.left + ((x - box.left) / (box.right - box.left)) * (width - EDGE.left - EDGE.right),
    y: (y) => EDGE.top + ((box.high - y) / (box.high - box.low)) * (HEIGHT - EDGE.top - EDGE.bottom),
  };
  axes(root, at, box, width, { x: xLabel });
  const labels = [];
  for (const line of drawn) {
    const path = line.points.map((point) => `${at.x(point.x).toFixed(1)},${at.y(point.y).toFixed(1)}`);
    root.append(svg("polyline", { class: `chart-line chart-${line.key}`, points: path.join(" ") }));
    const last = line.points.at(-1);
    const dot = svg("circle", { class: `chart-dot chart-${line.key}`, cx: at.x(last.x), cy: at.y(last.y), r: 4 });
    root.append(dot);
    labels.push({ x: at.x(last.x) + 9, y: at.y(last.y) + 4, key: line.key, text: `${line.name} ${figure(last.y)}` });
  }
  spread(labels);
  for (const label of labels) root.append(svg("text", { class: `chart-label chart-${label.key}`, x: label.x, y: label.y }, label.text));
  return root;
}

/** The lines of metrics.jsonl as the loss chart. */
export function lossChart(metrics) {
  const points = (key) => metrics.map((line) => ({ x: line.epoch, y: line[key] }));
  const last = metrics.at(-1);
  const best = metrics.filter((line) => Number.isFinite(line.dev_loss)).reduce((a, b) => (a && a.dev_loss <= b.dev_loss ? a : b), null);
  const description = last
    ? `After epoch ${last.epoch} the loss in training is ${figure(last.loss)} and on dev ${figure(last.dev_loss)}.`
      + (best ? ` The lowest on dev was ${figure(best.dev_loss)}, at epoch ${best.epoch}.` : "")
    : "No epoch is finished yet.";
  return lineChart({
    title: "Loss by epoch", description, xLabel: "epoch",
    series: [{ name: "train", key: "train", points: points("loss") }, { name: "dev", key: "dev", points: points("dev_loss") }],
  });
}
