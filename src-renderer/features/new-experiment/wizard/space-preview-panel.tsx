import { useTranslation } from 'react-i18next';
import type { CostSpread, SpacePreview } from '../../../../src-shared/domain/space-preview.ts';
import { Panel } from '../../../components/page.tsx';
import { Term } from '../../../components/term.tsx';
import { useFormat } from '../../../components/use-format.ts';
import styles from './pruning-preview.module.css';
import spread from './space-preview.module.css';
import type { SpacePreviewState } from './use-space-preview.ts';

/** What networks of the space cost, drawn by lot, and how many of them the budget shuts out. */
export function SpacePreviewPanel({ state: { preview, isStale } }: { state: SpacePreviewState }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('new.space.title')} className={styles.panel ?? ''}>
      {preview === null ? (
        <p className="soft">{t('new.space.later')}</p>
      ) : (
        <div className={styles.rows} data-stale={isStale || undefined} aria-live="polite" aria-busy={isStale}>
          {preview.figures.map(figure => (
            <Spread key={figure.name} figure={figure} />
          ))}
          <Verdict preview={preview} />
        </div>
      )}
    </Panel>
  );
}

function Spread({ figure }: { figure: CostSpread }) {
  const { t } = useTranslation();
  const show = useShow(figure.name);
  const { name, least, median, greatest, counts, limit } = figure;
  const most = Math.max(...counts);
  const place = limit === null ? null : placeOf(figure, limit);
  const texts = { least: show(least), median: show(median), greatest: show(greatest) };
  return (
    <div className={styles.row}>
      <span className="soft">
        <Term
          {...(name === 'bytes'
            ? { text: t('new.preview.bytes'), help: t('new.space.bytesHelp') }
            : { text: t(`figures.${name}`), help: t(`figures.${name}Help`) })}
        />
      </span>
      <span className={styles.values}>
        {least === greatest ? show(least) : t('new.space.range', { least: show(least), greatest: show(greatest) })}
      </span>
      <span className={spread.bars} role="img" aria-label={t('new.space.spoken', { name: t(`figures.${name}`), ...texts })}>
        {counts.map((count, i) => (
          <i
            key={i}
            data-over={(place !== null && (i + 0.5) / counts.length > place) || undefined}
            style={{ height: `${(100 * count) / most}%` }}
          />
        ))}
        {place !== null && place > 0 && place < 1 && <b style={{ left: `${100 * place}%` }} />}
      </span>
      <span className={`faint small ${styles.reach}`}>
        {t('new.space.median', { median: show(median) })}
        {limit !== null && ` · ${t('new.space.limit', { limit: show(limit), over: figure.over })}`}
      </span>
    </div>
  );
}

function Verdict({ preview: { drawn, refused, unbuilt } }: { preview: SpacePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = format.percent(refused / Math.max(1, drawn), 0);
  return (
    <p className={`small ${styles.verdict} ${refused === drawn ? 'worse' : 'soft'}`}>
      {refused === 0 && t('new.space.allAllowed', { drawn })}
      {refused > 0 && refused < drawn && t('new.space.refused', { share, drawn })}
      {refused === drawn && `▼ ${t('new.space.allRefused', { drawn })}`}
      {unbuilt !== null && ` ${t('new.space.unbuilt', { count: unbuilt.count })} ${unbuilt.reason}`}
    </p>
  );
}

/** Where a limit stands on the bars' scale, in [0, 1]. */
function placeOf({ least, greatest }: CostSpread, limit: number): number {
  if (least === greatest) return limit >= least ? 1 : 0;
  const log = (value: number): number => Math.log(Math.max(1, value));
  return Math.min(1, Math.max(0, (log(limit) - log(least)) / (log(greatest) - log(least))));
}

function useShow(name: CostSpread['name']): (value: number) => string {
  const format = useFormat();
  return value => (name === 'bytes' ? format.bytes(value) : format.compact(value));
}
