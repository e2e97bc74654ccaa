const WRITE: Readonly<Record<string, (view: DataView, at: number, value: number, little: boolean) => void>> = {
  u1: (view, at, value) => view.setUint8(at, value),
  b1: (view, at, value) => view.setUint8(at, value),
  i2: (view, at, value, little) => view.setInt16(at, value, little),
  i8: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little),
  f4: (view, at, value, little) => view.setFloat32(at, value, little),
  f8: (view, at, value, little) => view.setFloat64(at, value, little),
};

/** A `.npy` file of version 1 with these numbers as they lie in it; `descr` as NumPy writes it, such as `<f4`. */
export function npyOf(descr: string, shape: readonly number[], values: readonly number[], fortran = false): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${sizes}), }`;
  const header = `${dictionary.padEnd(64 * Math.ceil((dictionary.length + 11) / 64) - 11)}\n`;
  const width = Number(descr.slice(2)) || 1;
  const bytes = new Uint8Array(10 + header.length + values.length * width);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => WRITE[descr.slice(1)]?.(view, 10 + header.length + i * width, value, descr[0] !== '>'));
  return bytes;
}
