// Where the model is unsure: its entropy at each pixel, from what it told while drawing, or asked for of a painted picture.

export class Heat {
  constructor(api) {
    this.api = api;
    this.thoughts = new Map();
    this.asked = 0;
  }

  clear() { this.thoughts = new Map(); }

  /** Shares of the greatest possible uncertainty that make differences visible, a number a pixel. */
  shares(area, colors) {
    const greatest = Math.max(0.5, ...[...this.thoughts.values()].map(t => t.entropy)), limit = Math.min(greatest, Math.log(colors));
    return Array.from({ length: area }, (_, i) => this.thoughts.has(i) ? this.thoughts.get(i).entropy / limit : null);
  }

  /** Asks what the model thinks of the picture as it is. The newest question wins. */
  async ask(model, picture) {
    const mine = ++this.asked;
    const answer = await this.api.post('/probabilities', { model, width: picture.width, height: picture.height, pixels: picture.pixels, alternatives: 5 });
    if (mine !== this.asked) return false;
    this.thoughts = new Map(answer.probability.map((probability, i) => [i + 1, { position: i + 1, color: picture.pixels[i + 1], probability, entropy: answer.entropy[i], alternatives: answer.alternatives[i] }]));
    return true;
  }
}
