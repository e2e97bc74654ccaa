/** Windows and bands that every feature begins with. */
export const melParams = {
  windowMs: {
    kind: 'number',
    label: 'Window',
    help: 'What one row of numbers is made of.',
    unit: 'ms',
    default: 32,
    min: 1,
    max: 1000,
    source: 'Speech is taken for steady over 20 to 40 ms (Rabiner & Schafer 1978)',
  },
  hopMs: { kind: 'number', label: 'Hop', help: 'From one window to the next.', unit: 'ms', default: 16, min: 1, max: 1000 },
  bands: { kind: 'number', label: 'Mel bands', default: 40, min: 4, max: 256, integer: true },
  low: { kind: 'number', label: 'Lowest frequency', unit: 'Hz', default: 20, min: 0, max: 96_000 },
  high: {
    kind: 'number',
    label: 'Highest frequency',
    help: 'Left out: half the sample rate.',
    unit: 'Hz',
    min: 1,
    max: 96_000,
    optional: true,
  },
} as const;

/** How far below the loudest place of a recording its numbers go. */
export const rangeParam = {
  kind: 'number',
  label: 'Dynamic range',
  help: 'What is quieter than the loudest place by more than this counts as this quiet.',
  unit: 'dB',
  default: 80,
  min: 1,
  max: 300,
} as const;
