import type { ShrinkCard, ShrinkFigures } from '../../../../src-shared/domain/shrink-card.ts';
import { escaped } from '../../../../src-shared/lib/report-html.ts';
import { formatPercent } from '../../../../src-shared/lib/units.ts';

const FONT = 'font-family="system-ui, sans-serif" font-size="12"';
const GREEN = '#2a7549';

const BARS: readonly (readonly [title: string, value: (side: ShrinkFigures) => number])[] = [
  ['file', side => side.bytes],
  ['file, deflated', side => side.compressedBytes],
  ['non-zeros', side => side.nonZeros],
  ['multiply-adds', side => side.multiplyAdds],
  ['latency p50', side => side.latency.p50Ms],
];

/** What is left of each figure, as bars; the line is what there was. */
export function barsSvg({ before, after }: ShrinkCard): string {
  const [left, width, row, top] = [120, 420, 26, 26];
  const shares = BARS.map(([what, value]) => [what, value(after) / Math.max(value(before), Number.MIN_VALUE)] as const);
  const most = Math.max(1, ...shares.map(([, share]) => share));
  const bars = shares.map(([what, share], i) => {
    const y = top + i * row + 6;
    return (
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end" fill="#566053">${what}</text>` +
      `<rect x="${left}" y="${y}" width="${round((share / most) * width)}" height="18" fill="${GREEN}"/>` +
      `<text x="${round(left + (share / most) * width) + 6}" y="${y + 13}" fill="#1d231c">${formatPercent(share, 'en', 1)}</text>`
    );
  });
  const at = round(left + width / most);
  const height = top + shares.length * row + 10;
  return svg(left + width + 70, height, [
    ...bars,
    `<line x1="${at}" x2="${at}" y1="${top}" y2="${height - 4}" stroke="#566053" stroke-dasharray="3 3"/>`,
  ]);
}

/** Rows: the true class; columns: the answer. The darker, the larger its share of the row. */
export function confusionSvg(confusion: readonly (readonly number[])[], classes: readonly string[]): string {
  const [left, top, cell] = [110, 50, 44];
  const name = (i: number): string => escaped((classes[i] ?? String(i)).slice(0, 14));
  const cells = confusion.flatMap((row, truth) => {
    const sum = row.reduce((total, count) => total + count, 0) || 1;
    const label = `<text x="${left - 8}" y="${top + truth * cell + 27}" text-anchor="end" fill="#566053">${name(truth)}</text>`;
    const boxes = row.map((count, answer) => {
      const share = count / sum;
      const [x, y] = [left + answer * cell, top + truth * cell];
      const ink = share > 0.5 ? '#ffffff' : '#1d231c';
      return (
        `<rect x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" fill="${truth === answer ? GREEN : '#b3402a'}" fill-opacity="${round(0.06 + 0.94 * share)}"/>` +
        `<text x="${x + cell / 2 - 1}" y="${y + 26}" text-anchor="middle" fill="${ink}">${count}</text>`
      );
    });
    return [label, ...boxes];
  });
  const heads = confusion.map(
    (_, answer) =>
      `<text x="${left + answer * cell + cell / 2 - 1}" y="${top - 8}" text-anchor="middle" fill="#566053">${name(answer).slice(0, 6)}</text>`,
  );
  return svg(left + confusion.length * cell + 10, top + confusion.length * cell + 6, [
    title('Rows: the true class; columns: the answer'),
    ...heads,
    ...cells,
  ]);
}

function title(text: string): string {
  return `<text x="0" y="15" fill="#1d231c" font-weight="600">${text}</text>`;
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${FONT}>${parts.join('')}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
