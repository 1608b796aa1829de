/**
 * Reads what 'pixelgpt convert --onnx' writes into metadata_props of an ONNX file, which onnxruntime-web does not make available.
 * An ONNX file is a message of protocol buffers (ModelProto); all its other fields, weights included, are skipped.
 */

const METADATA_FIELD = 14;
const LENGTH_DELIMITED = 2;
const FIXED_SIZES = { 1: 8, 5: 4 };

/** Returns the fields of a message that have a length: their numbers and bytes. */
function* fields(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      if (at >= bytes.length) throw new Error('this is not an ONNX file, or it is truncated');
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const type = tag % 8;
    if (type === LENGTH_DELIMITED) {
      const length = varint();
      yield { number: Math.floor(tag / 8), bytes: bytes.subarray(at, at + length) };
      at += length;
    } else if (type in FIXED_SIZES) at += FIXED_SIZES[type];
    else if (type === 0) varint();
    else throw new Error('this is not an ONNX file');
  }
}

/**
 * Returns the entries of metadata_props.
 * @param {Uint8Array} file The ONNX file.
 * @returns {Record<string, string>}
 */
export function readMetadata(file) {
  const text = new TextDecoder();
  const entries = {};
  for (const field of fields(file)) {
    if (field.number !== METADATA_FIELD) continue;
    const [key, value] = [...fields(field.bytes)].map(part => text.decode(part.bytes));
    entries[key] = value ?? '';
  }
  return entries;
}
