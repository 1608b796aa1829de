// The data of the heat map: token statistics of the picture's pixels, recorded while they were generated or requested afterwards.

export class HeatMap {
  constructor(api) {
    this.api = api;
    this.requestCount = 0;
    this.clear();
  }

  clear() {
    this.requestCount++; // A pending response is then ignored.
    this.statistics = new Map();
    this.pixels = null;
    this.isComplete = false;
  }

  /** Uses the statistics of a candidate. They do not cover the prompt, which was not generated. */
  useCandidate(statistics, pixels) {
    this.clear();
    this.statistics = new Map(statistics);
    this.pixels = [...pixels];
  }

  /** Returns whether the statistics are those of the picture as it is now. */
  matches(picture) {
    return this.pixels !== null && picture.hasPixels(this.pixels);
  }

  /**
   * Returns the entropy of each pixel as a fraction of a common maximum; null where there are no statistics.
   * The maximum is the greatest entropy that occurs, but between 0.5 nats and that of a uniform distribution.
   */
  intensities(area, colorCount) {
    const greatest = Math.max(0.5, ...[...this.statistics.values()].map(s => s.entropy)),
      limit = Math.min(greatest, Math.log(colorCount));
    return Array.from({ length: area }, (_, i) => (this.statistics.has(i) ? this.statistics.get(i).entropy / limit : null));
  }

  /** Requests the statistics of all pixels of the picture after the first. Only the response to the last request is used. */
  async request(model, picture) {
    const requestNumber = ++this.requestCount,
      pixels = [...picture.pixels];
    const response = await this.api.post('/probabilities', {
      model,
      width: picture.width,
      height: picture.height,
      pixels,
      palette: picture.palette,
      alternatives: 5,
    });
    if (requestNumber !== this.requestCount) return;
    this.pixels = pixels;
    this.isComplete = true;
    this.statistics = new Map(
      response.probability.map((probability, i) => [
        i + 1,
        { position: i + 1, color: pixels[i + 1], probability, entropy: response.entropy[i], alternatives: response.alternatives[i] },
      ]),
    );
  }
}
