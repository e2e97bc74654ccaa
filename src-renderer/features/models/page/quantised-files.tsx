import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { FileRow, ModelUses } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { FileQuantisation } from '../../../../src-shared/domain/step-output.ts';
import type { ShrinkQuality } from '../../../../src-shared/domain/shrink-card.ts';
import { Bytes } from '../../../components/figures.tsx';
import { Panel } from '../../../components/page.tsx';
import { PrecisionMap } from '../../../components/quantisation-result/precision-map.tsx';
import { QuantisationResult } from '../../../components/quantisation-result/quantisation-result.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { wizardPath } from '../../../ipc/draft.ts';
import styles from '../models.module.css';

type QuantisedRow = FileRow & { readonly quantisation: FileQuantisation };

/** How the model was quantised, where it was, and what its quantised files are worth beside it. */
export function QuantisedFiles({ row, uses }: { row: ModelRow; uses: ModelUses }) {
  const { t } = useTranslation();
  const { quantisation } = row.output.summary;
  const files = uses.files.filter((file): file is QuantisedRow => file.quantisation !== undefined);
  return (
    <>
      <QuantisationResult report={quantisation} />
      {quantisation === undefined && (
        <Panel
          title={t('handover.quantised')}
          aside={
            <Button variant="default" component={Link} href={wizardPath('quantise', `model:${row.id}`)}>
              {t('handover.quantise')}
            </Button>
          }
        >
          {files.length === 0 ? <p className="soft">{t('handover.quantisedNone')}</p> : <QuantisedTable files={files} uses={uses} />}
        </Panel>
      )}
    </>
  );
}

function QuantisedTable({ files, uses }: { files: readonly QuantisedRow[]; uses: ModelUses }) {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('handover.quantised')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('handover.format')}</th>
              <th>{t('handover.layersKept')}</th>
              <th>{t('handover.sizeBefore')}</th>
              <th>{t('figures.file')}</th>
              <th>{t('handover.errorFloat')}</th>
              <th>{t('handover.error')}</th>
            </tr>
          </thead>
          <tbody>
            {files.map(file => (
              <QuantisedLine key={`${file.jobId} ${file.path}`} file={file} before={wholeOf(uses, file)} />
            ))}
          </tbody>
        </table>
      </div>
      {files[0] !== undefined && <PrecisionMap layers={files[0].quantisation.layers} />}
    </div>
  );
}

/** The same format without a precision, the newest. */
function wholeOf({ files }: ModelUses, { format }: FileRow): FileRow | null {
  return files.find(file => file.format === format && file.quantisation === undefined) ?? null;
}

function QuantisedLine({ file, before }: { file: QuantisedRow; before: FileRow | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { layers, precision, quality } = file.quantisation;
  const small = layers.filter(({ reason }) => reason === null).length;
  const share = before === null ? '' : ` (${format.percent(file.bytes / Math.max(1, before.bytes), 1)})`;
  return (
    <tr>
      <th scope="row" className="text">
        <Link href={`/runs/${file.runId}`}>{`${file.format} · ${precision}`}</Link>
      </th>
      <td>{t('handover.layersOf', { small: format.count(small), all: format.count(layers.length) })}</td>
      <td>{before === null ? t('common.none') : <Bytes value={before.bytes} />}</td>
      <td>
        <Bytes value={file.bytes} />
        {share}
      </td>
      <td>
        <Quality quality={quality?.model ?? null} />
      </td>
      <td>
        <Quality quality={quality?.file ?? null} />
      </td>
    </tr>
  );
}

function Quality({ quality }: { quality: ShrinkQuality | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  if (quality === null) return <>{t('common.none')}</>;
  const { value, low, high } = quality.estimate;
  const isShare = quality.metric !== 'rmse';
  return (
    <span title={names.figure(quality.metric)}>
      {isShare ? format.percent(value, 2) : format.number(value, 4)}{' '}
      <span className="faint small">{isShare ? format.interval(low, high, 2) : `${format.number(low, 4)}–${format.number(high, 4)}`}</span>
    </span>
  );
}
