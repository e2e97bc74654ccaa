import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconChartLine, IconCheck, IconCopy, IconPhotoDown, IconTable, IconVector } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { saveText, saveUrl } from '../components/save-file.ts';
import { useFormat } from '../components/use-format.ts';
import styles from './charts.module.css';
import { tsvOf, type LineTable } from './lines.ts';

interface ChartFrameProps {
  readonly title: string;
  readonly controls?: ReactNode;
  readonly legend?: ReactNode;
  /** Built only when asked for. */
  readonly table: () => LineTable;
  /** The picture as it is now, as a data URL. */
  readonly picture?: () => string | null;
  /** The same as SVG. */
  readonly vector?: () => string | null;
  readonly children: ReactNode;
}

/** Around every chart: its title, its switches, its numbers as a table, copy and save. */
export function ChartFrame({ title, controls, legend, table, picture, vector, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const latest = useRef<Contents>({ table });
  useEffect(() => {
    latest.current = { table, ...(picture && { picture }), ...(vector && { vector }) };
  });
  return (
    <section className={styles.frame}>
      <div className={styles.header}>
        <h2 className="grow ellipsis">{title}</h2>
        {controls}
        <Tools {...{ title, asTable, latest }} onTable={setAsTable} hasPicture={picture !== undefined} hasVector={vector !== undefined} />
      </div>
      {asTable ? <NumberTable title={title} table={table()} /> : children}
      {!asTable && legend}
    </section>
  );
}

type Contents = Pick<ChartFrameProps, 'table' | 'picture' | 'vector'>;

interface ToolsProps {
  readonly title: string;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
  readonly hasPicture: boolean;
  readonly hasVector: boolean;
  /** What is on the chart when a tool is used. */
  readonly latest: RefObject<Contents>;
}

/** Not rendered again with every point of a live chart: their hints cost more than its lines. */
const Tools = memo(function Tools({ title, asTable, onTable, hasPicture, hasVector, latest }: ToolsProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard();
  return (
    <>
      <Tool label={t(asTable ? 'common.showChart' : 'common.showTable')} onClick={() => onTable(!asTable)}>
        {asTable ? <IconChartLine size={15} /> : <IconTable size={15} />}
      </Tool>
      <Tool
        label={clipboard.copied ? t('common.copied') : t('common.copyData')}
        onClick={() => clipboard.copy(tsvOf(latest.current.table()))}
      >
        {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </Tool>
      {hasPicture && (
        <Tool label={t('common.savePng')} onClick={() => savePicture(latest.current.picture?.() ?? null, title)}>
          <IconPhotoDown size={15} />
        </Tool>
      )}
      {hasVector && (
        <Tool label={t('common.saveSvg')} onClick={() => saveVector(latest.current.vector?.() ?? null, title)}>
          <IconVector size={15} />
        </Tool>
      )}
    </>
  );
});

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function NumberTable({ title, table }: { title: string; table: LineTable }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.numbers} tabIndex={0} role="group" aria-label={title}>
      <table className="table">
        <thead>
          <tr>
            {table.header.map((name, i) => (
              <th key={i}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell === null ? t('common.none') : format.number(cell, 5)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function savePicture(url: string | null, title: string): void {
  if (url !== null) saveUrl(url, `${title}.png`);
}

function saveVector(svg: string | null, title: string): void {
  if (svg !== null) saveText(svg, `${title}.svg`, 'image/svg+xml');
}
