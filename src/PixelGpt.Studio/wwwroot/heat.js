// Where the model is unsure: its entropy at each pixel, from what it told while drawing, or asked for of a painted picture.

export class Heat {
  constructor(api) {
    this.api = api;
    this.asked = 0;
    this.clear();
  }

  clear() {
    this.asked++;
    this.thoughts = new Map();
    this.pixels = null;
    this.isWhole = false;
  }

  /** What the model thought while it drew these pixels: of the prompt's it told nothing. */
  take(thoughts, pixels) {
    this.clear();
    this.thoughts = new Map(thoughts);
    this.pixels = [...pixels];
  }

  /** Whether it is about the picture as it is: after a stroke it is not. */
  isOf(picture) { return this.pixels !== null && picture.isSame(this.pixels); }

  /** Shares of the greatest possible uncertainty that make differences visible, a number a pixel. */
  shares(area, colors) {
    const greatest = Math.max(0.5, ...[...this.thoughts.values()].map(t => t.entropy)), limit = Math.min(greatest, Math.log(colors));
    return Array.from({ length: area }, (_, i) => this.thoughts.has(i) ? this.thoughts.get(i).entropy / limit : null);
  }

  /** Asks what the model thinks of the picture as it is. The newest question wins. */
  async ask(model, picture) {
    const mine = ++this.asked, pixels = [...picture.pixels];
    const answer = await this.api.post('/probabilities', { model, width: picture.width, height: picture.height, pixels, alternatives: 5 });
    if (mine !== this.asked) return;
    this.pixels = pixels;
    this.isWhole = true;
    this.thoughts = new Map(answer.probability.map((probability, i) => [i + 1, { position: i + 1, color: pixels[i + 1], probability, entropy: answer.entropy[i], alternatives: answer.alternatives[i] }]));
  }
}
