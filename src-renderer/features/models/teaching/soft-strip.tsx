import { useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaughtItem, TaughtItemPage, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { PixelImage } from '../../../components/pixel-image.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { isAnswered, namesOf, rowShare, softeningOf } from './soften.ts';
import styles from './teaching.module.css';
import { useSayers } from './use-sayers.ts';

interface SoftStripProps {
  readonly page: TaughtItemPage;
  readonly view: TeachingView;
  readonly row: ModelRow;
  readonly temperature: number;
  /** Number of the item that is shown below in full. */
  readonly current: number;
  readonly onChoose: (item: number) => void;
}

const MOST_ROWS = 12;
/** Shares below are left without a number. */
const LEAST_WRITTEN = 0.005;

/** Items side by side, a row for each class: what the teacher sees in them. */
export function SoftStrip({ page, view, row, temperature, current, onChoose }: SoftStripProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const unknown = useMemo(() => new Set(view.unknown), [view.unknown]);
  const softening = softeningOf(view.task);
  const shares = page.items.map(item => softening.shares(item.teacher, temperature, unknown));
  const rows = softening.rows(shares, view.classes.length, MOST_ROWS);
  return (
    <div className={`scroll-x ${styles.stripBox ?? ''}`}>
      <table className={styles.strip} onKeyDown={event => goSideways(event, page.items, { current, onChoose })}>
        <caption className="visually-hidden">{t('teaching.strip', { temperature: format.number(temperature, 2) })}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              <span className="visually-hidden">{t('teaching.classAxis')}</span>
            </th>
            {page.items.map(item => (
              <ItemHead key={item.item} item={item} view={view} isCurrent={item.item === current} onChoose={onChoose} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(number => (
            <tr key={number ?? 'others'}>
              <th scope="row">{number === null ? t('teaching.others') : view.classes[number]}</th>
              {page.items.map((item, i) => (
                <Share
                  key={item.item}
                  share={rowShare(shares[i] ?? [], number, rows)}
                  isLabel={number !== null && item.label.includes(number)}
                  isCurrent={item.item === current}
                />
              ))}
            </tr>
          ))}
        </tbody>
        <Sayings page={page} view={view} row={row} current={current} />
      </table>
    </div>
  );
}

function goSideways(
  event: KeyboardEvent<HTMLElement>,
  items: readonly TaughtItem[],
  { current, onChoose }: Pick<SoftStripProps, 'current' | 'onChoose'>,
): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const next = items[items.findIndex(({ item }) => item === current) + by];
  if (by === 0 || next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  onChoose(next.item);
  event.currentTarget.querySelector<HTMLElement>(`[data-item="${next.item}"]`)?.focus();
}

interface ItemHeadProps {
  readonly item: TaughtItem;
  readonly view: TeachingView;
  readonly isCurrent: boolean;
  readonly onChoose: (item: number) => void;
}

function ItemHead({ item: { item, label, pixels }, view, isCurrent, onChoose }: ItemHeadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = namesOf(view.classes, label);
  return (
    <th scope="col" data-current={isCurrent || undefined}>
      <button
        type="button"
        data-item={item}
        aria-pressed={isCurrent}
        aria-label={t('teaching.showItem', { number: item, label: name })}
        onClick={() => onChoose(item)}
      >
        {pixels !== null && view.shape !== null ? (
          <PixelImage pixels={pixels} shape={view.shape} label={t('teaching.itemLabel', { number: item, label: name })} />
        ) : (
          <span className="small">{format.count(item)}</span>
        )}
        <span className={styles.itemLabel} title={name}>
          {name}
        </span>
      </button>
    </th>
  );
}

function Share({ share, isLabel, isCurrent }: { share: number; isLabel: boolean; isCurrent: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <td data-current={isCurrent || undefined} data-label={isLabel || undefined}>
      <i style={{ width: `${share * 100}%` }} aria-hidden="true" />
      <span className={styles.shareNumber} data-faint={share < 0.1 || undefined}>
        {share < LEAST_WRITTEN ? '' : format.percent(share, 0)}
        {isLabel && (
          <>
            <span className={styles.labelMark} aria-hidden="true" />
            <span className="visually-hidden">{t('teaching.isLabel')}</span>
          </>
        )}
      </span>
    </td>
  );
}

/** Below the strip: what each of the three answers, right or wrong. */
function Sayings({ page, view, row, current }: Pick<SoftStripProps, 'page' | 'view' | 'row' | 'current'>) {
  const { t } = useTranslation();
  const softening = softeningOf(view.task);
  const sayers = useSayers(row).filter(({ who }) => page.items.some(item => item[who] !== null));
  return (
    <tfoot>
      {sayers.map(({ who, name }) => (
        <tr key={who}>
          <th scope="row">
            <span className="visually-hidden">{t('teaching.answerOf', { who: name })}</span>
            <span aria-hidden="true">{name}</span>
          </th>
          {page.items.map(item => {
            const logits = item[who];
            const answers = logits === null ? [] : softening.answers(softening.shares(logits, 1));
            const isRight = isAnswered(answers, item.label);
            const names = logits === null ? '' : namesOf(view.classes, answers);
            return (
              <td key={item.item} data-current={item.item === current || undefined}>
                <span className={`${styles.answer ?? ''} ${isRight ? 'better' : 'worse'}`} title={names}>
                  {isRight ? '✓' : '✗'} {names}
                </span>
              </td>
            );
          })}
        </tr>
      ))}
    </tfoot>
  );
}
