import { DATE_PARTS } from '../../../../src-shared/domain/dataset.ts';
import type { ChosenEncoding, InferOptions } from './infer-column.ts';
import { columnEncodings } from './encodings/index.ts';

type Block = Readonly<Record<string, unknown>>;

/** The encodings that a reader's parsed parameters name. */
export function chosenEncodings(config: {
  readonly numbers: Block;
  readonly texts: Block;
  readonly columns: Readonly<Record<string, unknown>>;
}): Pick<InferOptions, 'usual' | 'own'> {
  const dates: ChosenEncoding = { of: columnEncodings.require('date-parts'), config: { parts: DATE_PARTS } };
  return {
    usual: { number: choose(config.numbers), category: choose(config.texts), date: dates },
    own: new Map(Object.entries(config.columns).map(([name, block]) => [name, choose(block as Block)])),
  };
}

function choose({ kind, ...config }: Block): ChosenEncoding {
  return { of: columnEncodings.require(String(kind)), config };
}
