// What the model thought of a pixel: the colour that stands there, how likely it was, what else it weighed.

const percent = p => p >= 0.0005 ? `${(100 * p).toFixed(1)} %` : '< 0.1 %';

/** The same in a few words, for who hears the page. */
export function thoughtInWords(thought, palette) {
  if (!thought) return '';
  const others = thought.alternatives.filter(([color]) => color !== thought.color).slice(0, 2).map(([color, p]) => `${palette[color]} ${percent(p)}`);
  return `; ${percent(thought.probability)} likely${others.length ? `, also weighed: ${others.join(', ')}` : ''}`;
}

export class ThoughtsView {
  constructor(element) {
    this.element = element;
    this.show(null);
  }

  show(thought, palette = [], width = 1) {
    if (!thought) {
      this.element.replaceChildren(line('hint', 'Point at a pixel that the model drew, or tap it with Pick, to see the colours it weighed.'));
      return;
    }
    const { position, color, probability, entropy, alternatives = [] } = thought;
    const head = line('where', `Row ${Math.floor(position / width) + 1}, column ${position % width + 1}: ${percent(probability)} for this colour, uncertainty ${entropy.toFixed(2)} nats`);
    const list = document.createElement('ul');
    const shown = alternatives.some(([c]) => c === color) ? alternatives : [...alternatives, [color, probability]];
    for (const [c, p] of shown) {
      const item = document.createElement('li'), swatch = document.createElement('i'), bar = document.createElement('b');
      swatch.style.backgroundColor = palette[c];
      bar.style.width = `${Math.max(1, 100 * p)}%`;
      const track = document.createElement('span');
      track.className = 'track';
      track.append(bar);
      item.classList.toggle('taken', c === color);
      item.append(swatch, line('name', palette[c] ?? ''), track, line('share', percent(p)));
      list.append(item);
    }
    this.element.replaceChildren(head, list);
  }
}

function line(name, text) {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  return span;
}
