// Line charts as SVG. The series are short, so charts are redrawn completely each time.

import { formatFigure } from './format.js';

const svgNamespace = 'http://www.w3.org/2000/svg';
const height = 280;
const margin = { left: 44, right: 92, top: 14, bottom: 36 };
let chartCount = 0;

/** Creates an SVG element. */
function svg(name, attributes, text) {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes ?? {})) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Returns about `count` round numbers between two bounds. */
function ticks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999);
  const out = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + step * 1e-6; value += step) out.push(Number(value.toPrecision(10)));
  return out;
}

function bounds(series) {
  const points = series.flatMap(line => line.points);
  const xs = points.map(point => point.x),
    ys = points.map(point => point.y);
  let low = Math.min(...ys),
    high = Math.max(...ys);
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  low = Math.max(0, low - room);
  high += room;
  return { left: Math.min(...xs), right: Math.max(...xs, Math.min(...xs) + 1), low, high };
}

/** Moves labels of close lines apart, so that they do not overlap. */
function spreadLabels(labels) {
  labels.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + 15);
  const over = labels.length ? labels.at(-1).y - (height - margin.bottom) : 0;
  if (over > 0) for (const label of labels) label.y -= over;
}

function axes(root, at, box, width, labels) {
  const right = width - margin.right,
    bottom = height - margin.bottom;
  const steps = ticks(box.low, box.high, 6);
  const digits = steps.length > 1 && steps[1] - steps[0] < 0.1 ? (steps[1] - steps[0] < 0.01 ? 3 : 2) : 1;
  for (const y of steps) {
    root.append(svg('line', { class: 'chart-grid', x1: margin.left, x2: right, y1: at.y(y), y2: at.y(y) }));
    root.append(svg('text', { class: 'chart-tick', x: margin.left - 8, y: at.y(y) + 4, 'text-anchor': 'end' }, y.toFixed(digits)));
  }
  for (const x of ticks(box.left, box.right, width > 500 ? 10 : 5).filter(Number.isInteger)) {
    root.append(svg('text', { class: 'chart-tick', x: at.x(x), y: bottom + 17, 'text-anchor': 'middle' }, String(x)));
  }
  root.append(svg('line', { class: 'chart-axis', x1: margin.left, x2: right, y1: bottom, y2: bottom }));
  root.append(svg('text', { class: 'chart-tick', x: (margin.left + right) / 2, y: height - 3, 'text-anchor': 'middle' }, labels.x));
}

/**
 * Creates a line chart.
 * @param {{title: string, description: string, xLabel: string, series: {name: string, key: string, points: {x: number, y: number}[]}[]}} chart
 */
function lineChart({ title, description, xLabel, series }) {
  const id = `chart-${++chartCount}`;
  // On a narrow page the chart is drawn narrower instead of scaled down, so that its text stays readable.
  const width = matchMedia('(max-width: 599px)').matches ? 360 : 760;
  const root = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-desc` });
  root.append(svg('title', { id: `${id}-title` }, title), svg('desc', { id: `${id}-desc` }, description));
  const shown = series
    .map(line => ({ ...line, points: line.points.filter(point => Number.isFinite(point.y)) }))
    .filter(line => line.points.length > 0);
  if (shown.length === 0) return root;

  const box = bounds(shown);
  const at = {
    x: x => margin.left + ((x - box.left) / (box.right - box.left)) * (width - margin.left - margin.right),
    y: y => margin.top + ((box.high - y) / (box.high - box.low)) * (height - margin.top - margin.bottom),
  };
  axes(root, at, box, width, { x: xLabel });
  const labels = [];
  for (const line of shown) {
    const path = line.points.map(point => `${at.x(point.x).toFixed(1)},${at.y(point.y).toFixed(1)}`);
    root.append(svg('polyline', { class: `chart-line chart-${line.key}`, points: path.join(' ') }));
    const last = line.points.at(-1);
    const dot = svg('circle', { class: `chart-dot chart-${line.key}`, cx: at.x(last.x), cy: at.y(last.y), r: 4 });
    root.append(dot);
    labels.push({ x: at.x(last.x) + 9, y: at.y(last.y) + 4, key: line.key, text: `${line.name} ${formatFigure(last.y)}` });
  }
  spreadLabels(labels);
  for (const label of labels) root.append(svg('text', { class: `chart-label chart-${label.key}`, x: label.x, y: label.y }, label.text));
  return root;
}

/** Creates the loss chart from the metrics of each epoch. */
export function lossChart(metrics) {
  const points = key => metrics.map(line => ({ x: line.epoch, y: line[key] }));
  const last = metrics.at(-1);
  const best = metrics.filter(line => Number.isFinite(line.dev_loss)).reduce((a, b) => (a && a.dev_loss <= b.dev_loss ? a : b), null);
  const description = last
    ? `After epoch ${last.epoch} the training loss is ${formatFigure(last.loss)} and the dev loss ${formatFigure(last.dev_loss)}.` +
      (best ? ` The lowest dev loss was ${formatFigure(best.dev_loss)}, at epoch ${best.epoch}.` : '')
    : 'No epoch has been completed yet.';
  return lineChart({
    title: 'How surprised the model is by a pixel, after each round through all pictures; lower is better',
    description,
    xLabel: 'rounds through all pictures',
    series: [
      { name: 'seen', key: 'train', points: points('loss') },
      { name: 'new', key: 'dev', points: points('dev_loss') },
    ],
  });
}
