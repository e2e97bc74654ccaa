import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { qualityOf } from '../../../../src-shared/domain/quality.ts';
import type { Format } from '../../../components/use-format.ts';
import type { ColumnId } from './columns.ts';

interface Figure {
  readonly value: number;
  /** A model with that figure: says what kind of quality it is. */
  readonly first: ModelRow;
  /** 0 when all are the same. */
  readonly deviation: number;
}

/** A figure of a column in words, and how far its members lie apart; null where they don't. */
export function figureText(format: Format, id: ColumnId, { value, first, deviation }: Figure): { text: string; spread: string | null } {
  const one = writer(format, id, first);
  return { text: one(value), spread: deviation === 0 ? null : one(deviation) };
}

function writer(format: Format, id: ColumnId, first: ModelRow): (value: number) => string {
  const whole = (value: number): string => format.count(Math.round(value));
  const isShare = qualityOf(first.output.summary.validation)?.name === 'accuracy';
  const writers: { readonly [Id in ColumnId]?: (value: number) => string } = {
    quality: isShare ? format.percent : format.number,
    loss: format.number,
    epochs: format.number,
    multiplyAdds: format.compact,
    bytes: format.bytes,
    compressedBytes: format.bytes,
    trainingTime: format.duration,
  };
  return writers[id] ?? whole;
}
