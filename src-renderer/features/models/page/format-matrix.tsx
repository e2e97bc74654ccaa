import { Button, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { FileRow, ModelUses } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { CatalogEntry } from '../../../../src-shared/domain/params/param-spec.ts';
import type { ExportPreview } from '../../../../src-shared/domain/export-preview.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { PreviewedBytes } from '../../../components/export-preview/export-preview-panel.tsx';
import { Bytes } from '../../../components/figures.tsx';
import { Panel } from '../../../components/page.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useMessage } from '../../../components/use-message.ts';
import { useOptionText, useSpecText } from '../../../components/use-spec-text.ts';
import { useCatalog, useExportPreviewOf } from '../../../ipc/experiment-queries.ts';
import { useStartRun } from '../../../ipc/queries.ts';
import { FLOATING } from '../floating.ts';
import styles from '../models.module.css';
import { precisionsOf, recipeOfExport, rowFor, EXPORT_STEP } from './model-recipes.ts';

/** Every format for this model: whether it can be written, what it would be, what there is already, and a button that writes it. */
export function FormatMatrix({ row, uses }: { row: ModelRow; uses: ModelUses }) {
  const { t } = useTranslation();
  const formats = useCatalog().data?.algorithms['format'] ?? [];
  return (
    <Panel title={t('handover.matrix')}>
      <p className="soft small">{t('handover.matrixHelp')}</p>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('handover.matrix')}>
        <table className={`table ${styles.matrix}`}>
          <thead>
            <tr>
              <th className="text">{t('handover.format')}</th>
              <th className="text">{t('handover.precision')}</th>
              <th className="text">{t('handover.writes')}</th>
              <th className="text">{t('handover.written')}</th>
              <th>{t('handover.proven')}</th>
              <th>{t('handover.latency')}</th>
              <th>
                <span className="visually-hidden">{t('handover.export')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {formats.map(format => (
              <FormatLine key={format.id} format={format} row={row} files={uses.files} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface FormatLineProps {
  readonly format: CatalogEntry;
  readonly row: ModelRow;
  readonly files: readonly FileRow[];
}

function FormatLine({ format: entry, row, files }: FormatLineProps) {
  const { t } = useTranslation();
  const text = useSpecText();
  const option = useOptionText();
  const precisions = precisionsOf(entry);
  const [precision, setPrecision] = useState(precisions[0] ?? null);
  const recipe = useMemo(() => recipeOfExport(row, entry.id, precision), [row, entry.id, precision]);
  const preview = useExportPreviewOf(recipe, EXPORT_STEP);
  const found = preview.isPlaceholderData ? undefined : preview.data?.[0];
  const title = text(entry.title);
  return (
    <tr>
      <th scope="row" className="text" title={text(entry.help ?? '')}>
        {title}
      </th>
      <td className="text">
        {precision === null ? (
          t('common.none')
        ) : (
          <Select
            aria-label={t('handover.precisionOf', { format: title })}
            size="xs"
            allowDeselect={false}
            value={precision}
            onChange={value => setPrecision(value ?? precision)}
            data={precisions.map(value => ({ value, label: value === 'as-is' ? t('handover.asIs') : option(value) }))}
            comboboxProps={{ portalProps: FLOATING }}
          />
        )}
      </td>
      <td className="text wrap">{preview.error === null ? <WouldWrite preview={found} /> : <FailureNote failure={preview.error} />}</td>
      <WrittenCells file={rowFor(files, entry.id, precision)} />
      <td>
        <Time preview={found} />
      </td>
      <td>
        <ExportButton title={title} recipe={recipe} disabled={found === undefined || found.written === null} />
      </td>
    </tr>
  );
}

function WouldWrite({ preview }: { preview: ExportPreview | undefined }) {
  const { t } = useTranslation();
  const inWords = useMessage();
  if (preview === undefined) return <span className="faint">{t('handover.looking')}</span>;
  if (preview.written !== null) return <PreviewedBytes {...preview.written} />;
  return (
    <>
      <span className="worse">
        <span aria-hidden="true">▼</span> {t('handover.refused')}
      </span>{' '}
      <span className="small soft">{inWords(preview.refusal?.message ?? '')}</span>
    </>
  );
}

/** What there is already, and how near its answers are. */
function WrittenCells({ file }: { file: { readonly bytes: number; readonly newest: FileRow } | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const inWords = useMessage();
  if (file === null) {
    return (
      <>
        <td className="text faint">{t('handover.notWritten')}</td>
        <td>{t('common.none')}</td>
      </>
    );
  }
  const { newest, bytes } = file;
  const { maxDifference, items, runtime } = newest.verification;
  return (
    <>
      <td className="text">
        <Link href={`/runs/${newest.runId}`}>
          <Bytes value={bytes} />
        </Link>{' '}
        <span className="faint small">
          <TimeAgo atMs={newest.atMs} />
        </span>
      </td>
      <td title={t('handover.provenOn', { items: format.count(items), runtime: inWords(runtime) })}>{format.number(maxDifference, 2)}</td>
    </>
  );
}

function Time({ preview }: { preview: ExportPreview | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const latency = preview?.latency ?? null;
  if (latency === null) return <span className="faint">{t('handover.notTimed')}</span>;
  return (
    <>
      {t('handover.milliseconds', { value: format.number(latency.p50Ms, 3) })}{' '}
      <span className="faint small">
        {format.number(latency.low, 3)}–{format.number(latency.high, 3)}
      </span>
    </>
  );
}

function ExportButton({ title, recipe, disabled }: { title: string; recipe: string; disabled: boolean }) {
  const { t } = useTranslation();
  const start = useStartRun();
  if (start.data !== undefined) return <Link href={`/runs/${start.data.runId}`}>{t('handover.exporting')}</Link>;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={t('handover.exportOf', { format: title })}
        disabled={disabled}
        loading={start.isPending}
        onClick={() => start.mutate(recipe)}
      >
        {t('handover.export')}
      </Button>
      {start.error !== null && <FailureNote failure={start.error} />}
    </>
  );
}
