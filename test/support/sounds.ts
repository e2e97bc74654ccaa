/** A 16-bit WAV file of one channel. */
export function wavOf(samples: ArrayLike<number>, sampleRate = 8000): Uint8Array {
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => [...word].forEach((character, i) => view.setUint8(at + i, character.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, 2 * sampleRate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(44 + 2 * i, Math.round(32_767 * samples[i]!), true);
  return bytes;
}

/** A tone with a little of its own of every take. */
export function toneOf(hertz: number, take = 0, seconds = 0.1, sampleRate = 8000): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, i) => (0.3 + 0.02 * take) * Math.sin((2 * Math.PI * hertz * (1 + 0.01 * take) * i) / sampleRate + take),
  );
}
