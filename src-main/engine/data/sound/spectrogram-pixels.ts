/** From black for the least value of the item to white for the greatest; `[frames, bands]` turned, so that low bands lie at the bottom. */
export function spectrogramPixels(values: Float32Array, bands: number): Uint8Array {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const scale = greatest > least ? 255 / (greatest - least) : 0;
  const frames = values.length / bands;
  const pixels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const row = bands - 1 - (i % bands);
    pixels[row * frames + Math.floor(i / bands)] = Math.round((values[i]! - least) * scale);
  }
  return pixels;
}
