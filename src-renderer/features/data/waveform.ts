/** 16-bit samples, little-endian, in base64, as numbers from −1 to 1. */
export function samplesOf(base64: string): Float32Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i, true) / 32_768);
}

/** An SVG path: for every unit of the width a stroke from the least to the greatest sample, the loudest reaching the edge. */
export function waveformPath(samples: ArrayLike<number>, width: number, height: number): string {
  const columns = Math.min(width, samples.length);
  const strokes = Array.from({ length: columns }, (_, column) => {
    let [least, greatest] = [0, 0];
    for (let i = Math.floor((column * samples.length) / columns); i < Math.floor(((column + 1) * samples.length) / columns); i++) {
      least = Math.min(least, samples[i]!);
      greatest = Math.max(greatest, samples[i]!);
    }
    return { least, greatest };
  });
  const most = strokes.reduce((sum, { least, greatest }) => Math.max(sum, -least, greatest), 1e-9);
  const y = (value: number): string => ((height / 2) * (1 - value / most)).toFixed(1);
  return strokes.map(({ least, greatest }, i) => `M${((i + 0.5) * (width / columns)).toFixed(1)} ${y(greatest)}V${y(least)}`).join('');
}
