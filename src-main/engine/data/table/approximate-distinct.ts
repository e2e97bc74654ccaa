/** Registers, as a power of two: the standard error is 1.04 / √4096, 1.6 %. */
const BITS = 12;
const REGISTERS = 1 << BITS;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

/**
 * About how many different numbers there are, NaN apart. Source: HyperLogLog with linear counting of few values, Flajolet, Fusy,
 * Gandouet, Meunier 2007.
 */
export function approximateDistinct(numbers: Float64Array): number {
  const halves = new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
  const registers = new Uint8Array(REGISTERS);
  for (let i = 0; i < numbers.length; i++) {
    if (Number.isNaN(numbers[i]!)) continue;
    // −0 is 0.
    const isZero = numbers[i] === 0;
    const low = isZero ? 0 : mixed(halves[2 * i]!);
    const hash = mixed(low ^ (isZero ? 0 : halves[2 * i + 1]!));
    const rank = 1 + Math.clz32((hash << BITS) | (REGISTERS - 1));
    const place = hash >>> (32 - BITS);
    if (rank > registers[place]!) registers[place] = rank;
  }
  return estimate(registers);
}

function estimate(registers: Uint8Array): number {
  let [sum, empty] = [0, 0];
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const raw = (ALPHA * REGISTERS ** 2) / sum;
  if (raw <= 2.5 * REGISTERS && empty > 0) return Math.round(REGISTERS * Math.log(REGISTERS / empty));
  // Of 2³² hashes, some are taken twice.
  return Math.round(raw <= 2 ** 32 / 30 ? raw : -(2 ** 32) * Math.log(1 - raw / 2 ** 32));
}

/** The finaliser of MurmurHash3 (Appleby 2011), from another start: the hash of 0 is not 0. */
function mixed(bits: number): number {
  let hash = (bits ^ 0x9e3779b9) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
