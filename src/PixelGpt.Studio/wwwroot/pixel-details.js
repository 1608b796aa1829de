// The token statistics of one pixel: the probability of its colour, the entropy, and the most probable colours.

const formatProbability = p => (p >= 0.0005 ? `${(100 * p).toFixed(1)} %` : '< 0.1 %');

/** Returns the statistics in a few words, for screen readers. */
export function describeStatistics(statistics, palette) {
  if (!statistics) return '';
  const others = statistics.alternatives
    .filter(([color]) => color !== statistics.color)
    .slice(0, 2)
    .map(([color, p]) => `${palette[color]} ${formatProbability(p)}`);
  return `; probability ${formatProbability(statistics.probability)}${others.length ? `, alternatives: ${others.join(', ')}` : ''}`;
}

export class PixelDetailsView {
  constructor(element) {
    this.element = element;
    this.show(null);
  }

  show(statistics, palette = [], width = 1) {
    if (!statistics) {
      this.element.replaceChildren(span('hint', 'Point at a generated pixel, or tap it with Pick, to see the most probable colours.'));
      return;
    }
    const { position, color, probability, entropy, alternatives = [] } = statistics;
    const head = span(
      'where',
      `Row ${Math.floor(position / width) + 1}, column ${(position % width) + 1}: probability ${formatProbability(probability)}, entropy ${entropy.toFixed(2)} nats`,
    );
    const list = document.createElement('ul');
    const shown = alternatives.some(([c]) => c === color) ? alternatives : [...alternatives, [color, probability]];
    for (const [c, p] of shown) {
      const item = document.createElement('li'),
        swatch = document.createElement('i'),
        bar = document.createElement('b');
      swatch.style.backgroundColor = palette[c];
      bar.style.width = `${Math.max(1, 100 * p)}%`;
      const track = document.createElement('span');
      track.className = 'track';
      track.append(bar);
      item.classList.toggle('current', c === color);
      item.append(swatch, span('name', palette[c] ?? ''), track, span('probability', formatProbability(p)));
      list.append(item);
    }
    this.element.replaceChildren(head, list);
  }
}

function span(name, text) {
  const node = document.createElement('span');
  node.className = name;
  node.textContent = text;
  return node;
}
