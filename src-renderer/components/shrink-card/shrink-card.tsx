import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSmallerOnlyCompressed, type ShrinkCard } from '../../../src-shared/domain/shrink-card.ts';
import { Banner, Panel } from '../page.tsx';
import { Term } from '../term.tsx';
import { useFormat, type Format } from '../use-format.ts';
import { barsOf, groupsOf, verificationOf, type CardGroup, type CardRow } from './card-rows.ts';
import { Change } from './change.tsx';
import { QualityRow } from './quality-row.tsx';
import styles from './shrink-card.module.css';

interface ShrinkCardPanelProps {
  readonly card: ShrinkCard;
  /** Where to go on from here. */
  readonly next?: ReactNode;
}

/** What a step cost and bought: before → after, bars to scale, all measured from the exported files. */
export function ShrinkCardPanel({ card, next }: ShrinkCardPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t('card.title')}
      aside={
        <>
          <span className="faint small">{t('card.aside')}</span>
          {next}
        </>
      }
    >
      {isSmallerOnlyCompressed(card) && (
        <div className={styles.label}>
          <Banner tone="warn" title={t('card.onlyCompressed')}>
            {t('card.onlyCompressedWhy')}
          </Banner>
        </div>
      )}
      <div className={styles.groups}>
        {groupsOf(card).map(group => (
          <Group key={group.id} group={group} />
        ))}
      </div>
      <QualityRow card={card} />
      <Footer card={card} />
    </Panel>
  );
}

function Group({ group: { id, rows } }: { group: CardGroup }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className={styles.groupTitle}>{t(`card.${id}`)}</h3>
      <dl className={styles.rows}>
        {rows.map(row => (
          <Row key={row.id} row={row} />
        ))}
      </dl>
    </section>
  );
}

function Row({ row }: { row: CardRow }) {
  const format = useFormat();
  const show = useShow();
  const { text, help } = useRowTexts(row.id);
  const bars = barsOf(row);
  return (
    <div className={styles.row}>
      <dt className="soft">
        <Term text={text} help={help} />
      </dt>
      <dd className={styles.values}>
        <span className="faint" title={exact(row, row.before, format)}>
          {show(row, row.before)}
        </span>
        <span className={styles.arrow}> → </span>
        <b title={exact(row, row.after, format)}>{show(row, row.after)}</b> <Change verdict={row.verdict} change={row.change} />
      </dd>
      <dd className={styles.bar} aria-hidden="true">
        <i className={styles.before} style={{ width: `${bars.before * 100}%` }} />
        <i className={styles.after} data-verdict={row.verdict} style={{ width: `${bars.after * 100}%` }} />
      </dd>
    </div>
  );
}

function Footer({ card }: { card: ShrinkCard }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { holds, difference, tolerance } = verificationOf(card);
  const numbers = { difference: format.number(difference, 2), tolerance: format.number(tolerance, 2) };
  return (
    <div className={styles.footer}>
      <p className={holds ? 'better' : 'worse'}>
        <span aria-hidden="true">{holds ? '✓' : '✗'}</span> {t(holds ? 'card.verified' : 'card.notVerified', numbers)}
      </p>
      <p className="faint">
        {t('card.measuredOn', { runtime: card.runtime, threads: t('app.threads', { count: card.threads }) })}{' '}
        {t(`card.items.${card.split}`, { items: format.count(card.items) })}
      </p>
    </div>
  );
}

/** Counts of a structure have their names and explanations on all screens. */
function useRowTexts(id: CardRow['id']): { readonly text: string; readonly help: string } {
  const { t } = useTranslation();
  if (id === 'parameters' || id === 'nonZeros' || id === 'multiplyAdds') return { text: t(`figures.${id}`), help: t(`figures.${id}Help`) };
  return { text: t(`card.${id}`), help: t(`card.${id}Help`) };
}

function useShow(): (row: CardRow, value: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ unit, id }, value) => {
    if (unit === 'bytes') return format.bytes(value);
    if (unit === 'ms') return format.duration(value);
    if (unit === 'per-second') return t('card.perSecond', { count: value, replace: { count: format.compact(value) } });
    return id === 'multiplyAdds' ? format.compact(value) : format.count(value);
  };
}

function exact({ unit }: CardRow, value: number, format: Format): string | undefined {
  return unit === 'bytes' || unit === 'count' ? format.count(value) : undefined;
}
