import { shrinkCardTable } from '../../../src-shared/domain/shrink-card-table.ts';
import { isSmallerOnlyCompressed, isVerified, type ShrinkCard } from '../../../src-shared/domain/shrink-card.ts';
import { formatCount, formatNumber } from '../../../src-shared/lib/units.ts';
import { tableLines } from './output.ts';

/** A card as a table: before, after, and what the one is of the other. */
export function shrinkCardLines(card: ShrinkCard): readonly string[] {
  const { runtime, threads, split, items } = card;
  const { header, rows } = shrinkCardTable(card);
  return [
    `Both as ONNX, read back by ${runtime} on ${threads === 1 ? 'one thread' : `${threads} threads`}; ${formatCount(items, 'en')} items of the ${split} split`,
    ...tableLines(header, rows),
    ...(isSmallerOnlyCompressed(card) ? ['! Smaller only when compressed, same speed'] : []),
    verifiedLine(card),
  ];
}

function verifiedLine(card: ShrinkCard): string {
  const { maxDifference, tolerance } = card.after.verification;
  const difference = `greatest difference ${maxDifference.toExponential(1)}, allowed ${formatNumber(tolerance, 'en', 2)}`;
  return isVerified(card)
    ? `Both files answer like their models (${difference})`
    : `! A file does not answer like its model (${difference}; before: ${card.before.verification.maxDifference.toExponential(1)})`;
}
