/** The bytes of an IDX file of unsigned bytes. */
export function idxBytes(shape: readonly number[], values: ArrayLike<number>, type = 0x08): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((n, axis) => view.setUint32(4 + 4 * axis, n));
  bytes.set(Uint8Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** Images of one value each: item i is all `values[i]`. */
export function idxImages(values: readonly number[], height = 2, width = 3): Uint8Array {
  return idxBytes(
    [values.length, height, width],
    values.flatMap(value => Array.from({ length: height * width }, () => value)),
  );
}

export function idxLabels(values: readonly number[]): Uint8Array {
  return idxBytes([values.length], values);
}
