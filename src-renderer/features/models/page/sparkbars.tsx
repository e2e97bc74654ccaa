const WIDTH = 160;
const HEIGHT = 22;

/** A histogram as small as a word; the table beside it and the chart above have its numbers. */
export function Sparkbars({ counts, colour }: { counts: readonly number[]; colour: string }) {
  const greatest = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const bars = counts.map((count, i) => {
    const height = (count / greatest) * HEIGHT;
    return `M${(i * step).toFixed(2)} ${HEIGHT}v${(-height).toFixed(2)}h${step.toFixed(2)}v${height.toFixed(2)}z`;
  });
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" style={{ verticalAlign: 'middle' }}>
      <path d={bars.join('')} fill={colour} />
    </svg>
  );
}
