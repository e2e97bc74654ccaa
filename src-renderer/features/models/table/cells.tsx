import type { ReactNode } from 'react';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Bytes, Compact } from '../../../components/figures.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { type Format, useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { Tags } from '../tags.tsx';
import { ValidationFigure } from '../validation-figure.tsx';
import type { ColumnId } from './columns.ts';

interface CellProps {
  readonly row: ModelRow;
  readonly format: Format;
  readonly kindOf: (id: string) => string;
}

const size = (row: ModelRow) => row.output.summary.size;

const CELLS: { readonly [Id in Exclude<ColumnId, 'name'>]: (props: CellProps) => ReactNode } = {
  madeBy: ({ row, kindOf }) => <span className="soft">{kindOf(row.kind)}</span>,
  tags: ({ row }) => <Tags tags={row.tags} />,
  data: ({ row }) => <span className="soft">{row.dataName}</span>,
  run: ({ row }) => <span className="soft">{row.runName}</span>,
  quality: ({ row }) => <ValidationFigure validation={row.output.summary.validation} />,
  loss: ({ row, format }) => {
    const loss = row.output.summary.validation['loss'];
    return loss === undefined ? null : format.number(loss, 4);
  },
  parameters: ({ row, format }) => format.count(size(row).parameters),
  nonZeros: ({ row }) => <NonZeros size={size(row)} />,
  multiplyAdds: ({ row }) => <Compact value={size(row).multiplyAdds} />,
  bytes: ({ row }) => <Bytes value={size(row).bytes} />,
  compressedBytes: ({ row }) => <Bytes value={size(row).compressedBytes} />,
  epochs: ({ row, format }) => format.count(row.output.summary.epochs.run),
  trainingTime: ({ row, format }) => format.duration(row.output.summary.trainingMs),
  created: ({ row }) => (
    <span className="soft">
      <TimeAgo atMs={row.createdMs} />
    </span>
  ),
};

/** One figure or text of a model. */
export function ModelCell({ id, row }: { id: Exclude<ColumnId, 'name'>; row: ModelRow }) {
  const format = useFormat();
  const names = useNames();
  return CELLS[id]({ row, format, kindOf: names.kind });
}

function NonZeros({ size: { nonZeros, parameters } }: { size: ModelRow['output']['summary']['size'] }) {
  const format = useFormat();
  return (
    <>
      {format.count(nonZeros)} {nonZeros < parameters && <span className="faint small">{format.percent(nonZeros / parameters, 1)}</span>}
    </>
  );
}
