import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { qualityOf } from '../../../../src-shared/domain/quality.ts';

interface ColumnOf<Id extends string> {
  readonly id: Id;
  /** What it is sorted by; a figure is averaged over a group. */
  readonly value: (row: ModelRow) => string | number | undefined;
  /** Figures stand right, and are sorted from the greatest at first. */
  readonly figure: boolean;
  /** Pixels. */
  readonly width: number;
  /** Without being asked for. */
  readonly shown: boolean;
}

const text = <Id extends string>(id: Id, width: number, value: (row: ModelRow) => string | undefined): ColumnOf<Id> => ({
  ...{ id, width, value, figure: false, shown: true },
});
const figure = <Id extends string>(id: Id, width: number, value: (row: ModelRow) => number | undefined): ColumnOf<Id> => ({
  ...{ id, width, value, figure: true, shown: true },
});
const hidden = <Id extends string>(column: ColumnOf<Id>): ColumnOf<Id> => ({ ...column, shown: false });

const size = (row: ModelRow) => row.output.summary.size;

/** In the order in which they stand. Those shown unasked fit into a window of 1,280 pixels, with checkbox, star and scroll bar. */
export const COLUMNS = [
  text('name', 180, row => row.name),
  text('madeBy', 118, row => row.kind),
  text('tags', 60, row => (row.tags.length === 0 ? undefined : row.tags.join(', '))),
  hidden(text('data', 110, row => row.dataName ?? undefined)),
  hidden(text('run', 130, row => row.runName)),
  figure('quality', 136, row => qualityOf(row.output.summary.validation)?.value),
  hidden(figure('loss', 100, row => row.output.summary.validation['loss'])),
  figure('parameters', 96, row => size(row).parameters),
  figure('nonZeros', 118, row => size(row).nonZeros),
  figure('multiplyAdds', 108, row => size(row).multiplyAdds),
  figure('bytes', 76, row => size(row).bytes),
  figure('compressedBytes', 104, row => size(row).compressedBytes),
  hidden(figure('epochs', 80, row => row.output.summary.epochs.run)),
  hidden(figure('trainingTime', 120, row => row.output.summary.trainingMs)),
  figure('created', 96, row => row.createdMs),
] as const;

export type ColumnId = (typeof COLUMNS)[number]['id'];
export type Column = ColumnOf<ColumnId>;

export function isColumn(id: unknown): id is ColumnId {
  return COLUMNS.some(column => column.id === id);
}
