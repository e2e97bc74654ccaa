import type { TableColumnEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { createRegistry, type Registry } from '../../../../../src-shared/lib/registry.ts';
import type { FeatureType, RegisteredEncoding } from '../column-encoding.ts';
import { dateParts } from './date-parts.column-encoding.ts';
import { hashing } from './hashing.column-encoding.ts';
import { oneHot } from './one-hot.column-encoding.ts';
import { ordinal } from './ordinal.column-encoding.ts';
import { quantile } from './quantile.column-encoding.ts';
import { standardise } from './standardise.column-encoding.ts';
import { target } from './target.column-encoding.ts';

/** In the order of the forms. */
export const columnEncodings = createRegistry<RegisteredEncoding>([standardise, quantile, oneHot, ordinal, hashing, target, dateParts]);

const byStoredKind = new Map(columnEncodings.all.map(encoding => [encoding.storedAs, encoding]));

/** Those of one type of column, for forms that ask for no other. */
export function encodingsOf(type: FeatureType): Registry<RegisteredEncoding> {
  return createRegistry(columnEncodings.all.filter(encoding => encoding.takes === type));
}

/** The encoding that made a stored form. */
export function encodingOf({ kind }: TableColumnEncoding): RegisteredEncoding {
  const found = byStoredKind.get(kind);
  if (found === undefined) throw new Error(`No column encoding stores '${kind}'`);
  return found;
}

/** Whether a model's file has a whole stored form of a known kind. */
export function isStoredEncoding(raw: Readonly<Record<string, unknown>>): boolean {
  const encoding = byStoredKind.get(raw['kind'] as TableColumnEncoding['kind']);
  return typeof raw['column'] === 'string' && encoding !== undefined && encoding.isStored(raw);
}
