import type { ReactNode } from 'react';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { qualityOf } from '../../../../src-shared/domain/quality.ts';
import { wilson95 } from '../../../../src-shared/lib/wilson.ts';
import { Tags } from '../tags.tsx';
import type { ColumnId } from './columns.ts';
import type { LineTools } from './line-tools.ts';

type CellOf = (row: ModelRow, tools: LineTools) => ReactNode;

const size = (row: ModelRow) => row.output.summary.size;
const soft = (text: string | null): ReactNode => <span className="soft">{text}</span>;

/** Decimal, with the exact count on hover. */
const bytes = (value: number, { format, t }: LineTools): ReactNode => (
  <span title={t('common.exactBytes', { count: value, replace: { count: format.count(value) } })}>{format.bytes(value)}</span>
);

const CELLS: { readonly [Id in Exclude<ColumnId, 'name'>]: CellOf } = {
  madeBy: (row, { names }) => soft(names.kind(row.kind)),
  tags: row => <Tags tags={row.tags} />,
  data: row => soft(row.dataName),
  run: row => soft(row.runName),
  quality: ({ output: { summary, data } }, { t, format, names, judgedItemsOf }) => {
    const quality = qualityOf(summary.validation);
    if (quality === null) return null;
    const { name, value } = quality;
    const items = name === 'accuracy' ? judgedItemsOf(data) : 0;
    const interval =
      items === 0
        ? undefined
        : `${t('common.interval95')}: ${format.interval(...wilson95(value, items))} · ${t('data.itemsCount', { items: format.count(items) })}`;
    return (
      <span title={interval}>
        {name === 'accuracy' ? format.percent(value) : format.number(value)} <span className="faint small">{names.figure(name)}</span>
      </span>
    );
  },
  loss: (row, { format }) => {
    const loss = row.output.summary.validation['loss'];
    return loss === undefined ? null : format.number(loss, 4);
  },
  parameters: (row, { format }) => format.count(size(row).parameters),
  nonZeros: (row, { format }) => {
    const { nonZeros, parameters } = size(row);
    return (
      <>
        {format.count(nonZeros)} {nonZeros < parameters && <span className="faint small">{format.percent(nonZeros / parameters, 1)}</span>}
      </>
    );
  },
  multiplyAdds: (row, { format }) => <span title={format.count(size(row).multiplyAdds)}>{format.compact(size(row).multiplyAdds)}</span>,
  bytes: (row, tools) => bytes(size(row).bytes, tools),
  compressedBytes: (row, tools) => bytes(size(row).compressedBytes, tools),
  epochs: (row, { format }) => format.count(row.output.summary.epochs.run),
  trainingTime: (row, { format }) => format.duration(row.output.summary.trainingMs),
  created: ({ createdMs }, { format, nowMs }) => (
    <time className="soft" dateTime={new Date(createdMs).toISOString()} title={format.dateTime(createdMs)}>
      {format.relativeTime(createdMs, Math.max(nowMs, createdMs), 'short')}
    </time>
  ),
};

/** One figure or text of a model. */
export function ModelCell({ id, row, tools }: { id: Exclude<ColumnId, 'name'>; row: ModelRow; tools: LineTools }) {
  return CELLS[id](row, tools);
}
