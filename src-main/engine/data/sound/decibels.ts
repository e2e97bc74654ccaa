/** Powers below this are silence: 16-bit recordings can't hold them. */
const SILENCE = 1e-10;

/** `10·log10` in place, nothing more than `range` dB below the greatest value. As librosa's `power_to_db` against 1. */
export function toDecibels(powers: Float32Array, range: number): Float32Array {
  let greatest = -Infinity;
  for (let i = 0; i < powers.length; i++) {
    const value = 10 * Math.log10(Math.max(SILENCE, powers[i]!));
    powers[i] = value;
    greatest = Math.max(greatest, value);
  }
  for (let i = 0; i < powers.length; i++) powers[i] = Math.max(powers[i]!, greatest - range);
  return powers;
}
