// Shows the heat map on the canvas, and the details of the pixel under the pointer. Requests token statistics that are missing.

import { describeColor } from './color-names.js';
import { HeatMap } from './heat-map.js';
import { describeStatistics, PixelDetailsView } from './pixel-details.js';

/** Delay between the last change of the picture and the request, in milliseconds. */
const requestDelay = 400;

export class HeatMapPanel {
  /**
   * @param {{toggle: HTMLInputElement, details: HTMLElement}} elements the checkbox, and the element for the pixel details
   * @param {{hasModel: () => boolean, isBusy: () => boolean, attempt: (work: () => Promise<void>) => Promise<boolean>}} callbacks
   *   `isBusy` returns whether a completion is being generated; `attempt` runs a request and shows its error
   */
  constructor(api, picture, view, { toggle, details }, { hasModel, isBusy, attempt }) {
    Object.assign(this, { picture, view, toggle, hasModel, isBusy, attempt });
    this.heatMap = new HeatMap(api);
    this.details = new PixelDetailsView(details);
    this.hoveredIndex = null;
    this.timer = 0;
  }

  get isOn() {
    return this.toggle.checked;
  }

  show() {
    this.view.heatMap = this.isOn ? this.heatMap.intensities(this.picture.area, this.picture.palette.length) : null;
    this.view.redraw();
    if (this.hoveredIndex !== null) this.showDetails(this.hoveredIndex);
  }

  showDetails(index) {
    this.hoveredIndex = index;
    this.details.show(this.heatMap.statistics.get(index), this.picture.palette, this.picture.width);
  }

  /** Describes a pixel for screen readers. */
  describe(index) {
    const { picture, heatMap } = this;
    const position = `Row ${Math.floor(index / picture.width) + 1}, column ${(index % picture.width) + 1}`;
    const statistics = heatMap.matches(picture) ? describeStatistics(heatMap.statistics.get(index), picture.palette) : '';
    const sketch = picture.sketch[index] === 0 ? '' : `, sketch: ${describeColor(picture.palette, picture.sketch[index])}`;
    return `${position}: ${describeColor(picture.palette, picture.pixels[index])}${picture.open.has(index) ? ', drawn by the model' : ''}${statistics}${sketch}`;
  }

  clear() {
    this.heatMap.clear();
    this.update();
  }

  useCandidate(candidate) {
    this.heatMap.useCandidate(candidate.statistics, candidate.pixels);
  }

  /** Removes the heat map at once if the picture has changed, and requests a new one after a pause in painting. */
  update() {
    const { heatMap, picture } = this;
    clearTimeout(this.timer);
    if (this.isBusy() || (heatMap.matches(picture) && (heatMap.isComplete || !this.isOn))) return;
    if (!heatMap.matches(picture) && heatMap.statistics.size > 0) heatMap.clear();
    this.show();
    if (this.isOn && this.hasModel()) this.timer = setTimeout(() => this.attempt(() => this.request()), requestDelay);
  }

  async request() {
    const { heatMap, picture } = this;
    if (!(heatMap.matches(picture) && heatMap.isComplete) && !this.isBusy()) await heatMap.request(picture.model, picture);
    this.show();
  }
}
