/** Completes pictures with a model that 'pixelgpt convert --onnx' wrote, in any version of onnxruntime-web from 1.21 on. */

import { readMetadata } from './metadata.js';
import { choose, randomNumbers } from './sampling.js';

const PAST = 'past_key_values.';
const PRESENT = 'present.';

/** The value of a pixel that is not known and will be drawn. */
export const UNKNOWN = -1;

export class PixelModel {
  #ort;
  #session;

  constructor(ort, session, metadata) {
    this.#ort = ort;
    this.#session = session;
    this.family = metadata.model_type;
    this.palette = metadata.palette?.split(' ') ?? [];
    this.anyOrder = metadata.pixel_order === 'any';
    this.maxPositions = Number(metadata.max_positions);
    this.maxSize = Number(metadata.max_image_size ?? 0);
    this.width = Number(metadata.image_width ?? 0);
    this.height = Number(metadata.image_height ?? 0);
  }

  /**
   * Loads a model.
   * @param {object} ort The module onnxruntime-web.
   * @param {Uint8Array} file The ONNX file.
   */
  static async load(ort, file) {
    const metadata = readMetadata(file);
    if (!metadata.palette) throw new Error('the file has no palette; write it with pixelgpt convert RUN --onnx');
    return new PixelModel(ort, await ort.InferenceSession.create(file, { executionProviders: ['wasm'] }), metadata);
  }

  /** Returns the order in which pixels are given and drawn: first the known ones, then the others, each in raster order. */
  order(pixels) {
    const indices = [...pixels.keys()];
    if (this.anyOrder) return [...indices.filter(i => pixels[i] !== UNKNOWN), ...indices.filter(i => pixels[i] === UNKNOWN)];
    return indices;
  }

  /** Returns the number of pixels that are given: without any order, those before the first unknown one. */
  given(pixels) {
    const first = pixels.indexOf(UNKNOWN);
    if (first < 0) return pixels.length;
    return this.anyOrder ? pixels.filter(color => color !== UNKNOWN).length : first;
  }

  /**
   * Draws the unknown pixels of a picture, and yields each one as { pixel, color }. At least one pixel must be known.
   * @param {number[]} pixels Palette indices in raster order, or UNKNOWN.
   * @param {{width: number, height: number, temperature?: number, topP?: number, seed?: number}} options
   */
  async *complete(pixels, { width, height, temperature = 0, topP = 1, seed = 0 }) {
    const order = this.order(pixels);
    const given = this.given(pixels);
    if (given === 0) throw new Error('at least one pixel must be known');
    const sampling = { temperature, topP, random: randomNumbers(seed) };
    let cache = this.#emptyCache();
    let rows = order.slice(0, given).map((pixel, i) => ({ color: pixels[pixel], pixel, next: order[i + 1] ?? order.length }));
    for (let position = given; position < order.length; position++) {
      const outputs = await this.#session.run(this.#inputs(rows, position, cache, width, height));
      const color = choose(this.#lastRow(outputs.logits), sampling);
      yield { pixel: order[position], color };
      cache = Object.fromEntries(this.#cacheNames().map(name => [name, outputs[PRESENT + name.slice(PAST.length)]]));
      rows = [{ color, pixel: order[position], next: order[position + 1] ?? order.length }];
    }
  }

  #cacheNames() {
    return this.#session.inputNames.filter(name => name.startsWith(PAST));
  }

  /** Returns caches without any position: the batch size is 1, and the other dimension without a fixed size is 0. */
  #emptyCache() {
    const caches = this.#session.inputMetadata.filter(input => input.name.startsWith(PAST));
    return Object.fromEntries(
      caches.map(({ name, type, shape }) => {
        const data = type === 'int64' ? new BigInt64Array(0) : new Float32Array(0);
        return [name, new this.#ort.Tensor(type, data, [1, ...shape.slice(1).map(size => (typeof size === 'number' ? size : 0))])];
      }),
    );
  }

  #inputs(rows, length, cache, width, height) {
    const integers = values => new this.#ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const inputs = {
      ...cache,
      input_ids: integers(rows.map(row => row.color)),
      attention_mask: integers(new Array(length).fill(1)),
      position_ids: integers(rows.map(row => row.pixel)),
      next_position_ids: integers(rows.map(row => row.next)),
      image_size: integers([width, height]),
    };
    return Object.fromEntries(this.#session.inputNames.map(name => [name, inputs[name]]));
  }

  /** Returns the logits of the palette's colours of the newest row. */
  #lastRow(logits) {
    const colors = logits.dims[2];
    const start = logits.data.length - colors;
    return logits.data.subarray(start, start + Math.min(colors, this.palette.length));
  }
}
