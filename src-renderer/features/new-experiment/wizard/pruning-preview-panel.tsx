import { useTranslation } from 'react-i18next';
import type { PruningPreview, StructureFigures } from '../../../../src-shared/domain/pruning-preview.ts';
import { Panel } from '../../../components/page.tsx';
import { Term } from '../../../components/term.tsx';
import { useFormat } from '../../../components/use-format.ts';
import styles from './pruning-preview.module.css';
import type { PreviewState } from './use-pruning-preview.ts';

const ROWS = ['parameters', 'nonZeros', 'multiplyAdds', 'bytes'] as const;
type RowName = (typeof ROWS)[number];

/** What the pruning would leave, to scale, and how far each budget reaches. */
export function PruningPreviewPanel({ state: { preview, isStale } }: { state: PreviewState }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('new.preview.title')} className={styles.panel ?? ''}>
      {preview === null ? (
        <p className="soft">{t('new.preview.later')}</p>
      ) : (
        <div className={styles.rows} data-stale={isStale || undefined} aria-live="polite" aria-busy={isStale}>
          {ROWS.map(name => (
            <Row key={name} name={name} preview={preview} />
          ))}
          <p className={`small ${styles.verdict} ${preview.refusal === null ? 'soft' : 'worse'}`}>
            {preview.refusal === null ? t(`new.preview.${preview.certainty}`) : `▼ ${t('new.preview.refused')}`}
          </p>
        </div>
      )}
    </Panel>
  );
}

function Row({ name, preview: { before, after, ranges } }: { name: RowName; preview: PruningPreview }) {
  const { t } = useTranslation();
  const show = useShow();
  const reach = ranges.find(range => range.name === name);
  const file = { text: t('new.preview.bytes'), help: t('new.preview.bytesHelp') };
  const share = (value: number): string => `${(100 * value) / Math.max(1, before[name])}%`;
  return (
    <div className={styles.row}>
      <span className="soft">
        <Term {...(name === 'bytes' ? file : { text: t(`figures.${name}`), help: t(`figures.${name}Help`) })} />
      </span>
      <span className={styles.values}>
        <span className={after === null ? '' : 'faint'}>{show(name, before[name])}</span>
        {after !== null && <After name={name} before={before} after={after} />}
      </span>
      <span className={styles.bar} aria-hidden="true">
        {after !== null && <i className={styles.after} style={{ width: share(after[name]) }} />}
        {reach !== undefined && <i className={styles.least} style={{ left: share(reach.least) }} />}
      </span>
      {reach !== undefined && (
        <span className={`faint small ${styles.reach}`}>{t('new.preview.least', { least: show(name, reach.least) })}</span>
      )}
    </div>
  );
}

function After({ name, before, after }: { name: RowName; before: StructureFigures; after: StructureFigures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const show = useShow();
  const [from, to] = [before[name], after[name]];
  return (
    <>
      <span className="faint"> → </span>
      <b>{show(name, to)}</b>{' '}
      <span className="small soft">
        {to === from ? t('card.same') : `−${format.percent(1 - to / Math.max(1, from), to / from > 0.9 ? 1 : 0)}`}
      </span>
    </>
  );
}

function useShow(): (name: RowName, value: number) => string {
  const format = useFormat();
  return (name, value) => {
    if (name === 'bytes') return format.bytes(value);
    return name === 'multiplyAdds' ? format.compact(value) : format.count(Math.ceil(value));
  };
}
