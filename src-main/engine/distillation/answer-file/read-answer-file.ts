import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { AnswerFileSettings, AnswerFileWorld, AnswerTable } from './answer-table.ts';
import { numpyAnswers } from './numpy-answers.ts';
import { tableAnswers } from './table-answers.ts';

const ARRAYS = /\.np[yz]$/i;
const TABLES = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$|\.parquet$/i;

/** Soft labels that another program wrote, or `predict`. Throws `invalid-input`. */
export function readAnswerFile(settings: AnswerFileSettings, world: AnswerFileWorld): Promise<AnswerTable> {
  const { source } = settings;
  if (ARRAYS.test(source)) return numpyAnswers(settings, world);
  if (TABLES.test(source)) return tableAnswers(settings, world);
  throw invalidInput(`A file of soft labels is required: .npz, .npy, .csv, .tsv, .jsonl or .parquet; got '${source}'`, { path: 'source' });
}
