/** Which part of a longer recording is kept, and where a shorter one stands. */
export type Place = 'start' | 'centre' | 'loudest';

/** Exactly `length` samples: silence is added, or what is outside the chosen part left out. Always a fresh array. */
export function fixedLength(samples: Float32Array, length: number, place: Place): Float32Array {
  const fixed = new Float32Array(length);
  if (samples.length <= length) {
    fixed.set(samples, place === 'start' ? 0 : (length - samples.length) >> 1);
    return fixed;
  }
  const from = place === 'start' ? 0 : place === 'centre' ? (samples.length - length) >> 1 : loudestStart(samples, length);
  fixed.set(samples.subarray(from, from + length));
  return fixed;
}

/** Where the part with the greatest energy begins, the first of equal ones. */
function loudestStart(samples: Float32Array, length: number): number {
  let energy = 0;
  for (let i = 0; i < length; i++) energy += samples[i]! ** 2;
  let [greatest, best] = [energy, 0];
  for (let from = 1; from + length <= samples.length; from++) {
    energy += samples[from + length - 1]! ** 2 - samples[from - 1]! ** 2;
    if (energy > greatest * (1 + 1e-9)) [greatest, best] = [energy, from];
  }
  return best;
}
