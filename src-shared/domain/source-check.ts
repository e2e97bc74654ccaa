import type { Balance, DuplicateReport } from './data-report.ts';
import type { DataSummary } from './dataset.ts';

/** What an import of a source would make of it, and what of that is to be looked at before a model is trained. */
export interface SourceCheck {
  /** Its `warnings` are those of the import: classes out of proportion, columns that tell the answer, files left out. */
  readonly summary: DataSummary;
  readonly balance: Balance;
  readonly duplicates: DuplicateReport;
}
