/**
 * Wilson's 95 % interval of a share that was counted on `items`.
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference", doi:10.1080/01621459.1927.10502953.
 */
export function wilson95(share: number, items: number): readonly [number, number] {
  const z = 1.959963984540054;
  const spread = z * Math.sqrt((share * (1 - share)) / items + (z * z) / (4 * items * items));
  const middle = share + (z * z) / (2 * items);
  const scale = 1 + (z * z) / items;
  // Of none and of all an end is 0 and 1, which rounding would miss.
  return [share === 0 ? 0 : (middle - spread) / scale, share === 1 ? 1 : (middle + spread) / scale];
}
