import { useTranslation } from 'react-i18next';
import type { ExportBudget, BudgetVerdict } from '../../../src-shared/domain/export-budget.ts';
import type { ExportPreview } from '../../../src-shared/domain/export-preview.ts';
import { Panel } from '../page.tsx';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import { ArchiveContents } from './archive-contents.tsx';
import { BudgetLines } from './budget-lines.tsx';
import styles from './export-preview.module.css';

interface ExportPreviewPanelProps {
  /** Null while none is known. */
  readonly previews: readonly ExportPreview[] | null;
  readonly isStale: boolean;
  readonly budget: ExportBudget;
}

/** What each format of an export would write, and whether that keeps the budget. */
export function ExportPreviewPanel({ previews, isStale, budget }: ExportPreviewPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel title={t('handover.preview')} className={styles.panel}>
      {previews === null ? (
        <p className="soft">{t('handover.previewLater')}</p>
      ) : (
        <ul className={styles.rows} data-stale={isStale || undefined} aria-live="polite" aria-busy={isStale}>
          {previews.map((preview, i) => (
            <li key={i}>
              <Row preview={preview} budget={budget} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Row({ preview, budget }: { preview: ExportPreview; budget: ExportBudget }) {
  const { t } = useTranslation();
  const inWords = useMessage();
  const { format: id, params, written, refusal } = preview;
  const { precision = 'as-is' } = params as { readonly precision?: string };
  return (
    <>
      <div className={styles.head}>
        <b>{precision === 'as-is' ? id : `${id} · ${precision}`}</b>
        {written !== null && <PreviewedBytes {...written} />}
      </div>
      {refusal !== null && (
        <p className="small worse">
          <span aria-hidden="true">▼</span> {t('handover.refused')}: {inWords(refusal.message)}{' '}
          {refusal.hint !== null && <span className="soft">{inWords(refusal.hint)}</span>}
        </p>
      )}
      {written !== null && <BudgetLines verdicts={verdictsOf(preview, budget)} before />}
      {written !== null && written.contents.length > 0 && <ArchiveContents name={id} written={written} />}
    </>
  );
}

/** Exact, or about. */
export function PreviewedBytes({ bytes, isExact }: { bytes: number; isExact: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <span>{isExact ? format.bytes(bytes) : t('handover.about', { bytes: format.bytes(bytes) })}</span>;
}

function verdictsOf({ written, latency }: ExportPreview, { bytes, latencyMs }: ExportBudget): readonly BudgetVerdict[] {
  const size: readonly BudgetVerdict[] = bytes === undefined ? [] : [{ measure: 'bytes', bound: bytes, found: written?.bytes ?? null }];
  if (latencyMs === undefined) return size;
  const interval = latency === null ? {} : { interval: [latency.low, latency.high] as const };
  return [...size, { measure: 'latencyMs', bound: latencyMs, found: latency?.p50Ms ?? null, ...interval }];
}
