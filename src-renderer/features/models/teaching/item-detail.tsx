import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaughtItem, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { PixelImage } from '../../../components/pixel-image.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { isAnswered, namesOf, nextTo, rowShare, softeningOf, type Softening } from './soften.ts';
import styles from './teaching.module.css';
import { useSayers, type NamedSayer } from './use-sayers.ts';

interface ItemDetailProps {
  readonly item: TaughtItem;
  readonly view: TeachingView;
  readonly row: ModelRow;
  readonly temperature: number;
}

const MOST_ROWS = 10;
/** Shares below have no bar: an outline would be wider than they are. */
const LEAST_DRAWN = 0.0005;
/** Pixels of a distribution at most: a lone one would be stretched beyond reading. */
const WIDEST = 420;
/** The column of names, by the longest of them. */
const NAMES = { least: 110, most: 230, letter: 7.5, mark: 36 } as const;

interface Said extends NamedSayer {
  readonly shares: readonly number[];
}

/** One item in full: itself, and the three distributions side by side. */
export function ItemDetail({ item, view, row, temperature }: ItemDetailProps) {
  const { t } = useTranslation();
  const sayers = useSayers(row);
  const softening = softeningOf(view.task);
  const said = useMemo((): readonly Said[] => {
    const unknown = new Set(view.unknown);
    return sayers.flatMap(sayer => {
      const logits = item[sayer.who];
      if (logits === null) return [];
      return [{ ...sayer, shares: softening.shares(logits, temperature, sayer.who === 'teacher' ? unknown : undefined) }];
    });
  }, [sayers, item, temperature, view.unknown, softening]);
  const { label } = item;
  const name = namesOf(view.classes, label);
  const several = (row.output.summary.distillation?.teachers.length ?? 1) > 1;
  return (
    <section className={styles.detail} aria-label={t('teaching.itemLabel', { number: item.item, label: name })}>
      <div className={styles.itself}>
        {item.pixels !== null && view.shape !== null && (
          <div className={styles.large}>
            <PixelImage pixels={item.pixels} shape={view.shape} label={t('teaching.itemLabel', { number: item.item, label: name })} />
          </div>
        )}
        <p>
          <b>{t('teaching.labelIs', { label: name })}</b>
          <br />
          <span className="faint small">{t('teaching.item', { number: item.item })}</span>
        </p>
        {item.cells.length > 0 && <Cells item={item} columns={view.columns} />}
      </div>
      <div className={styles.said}>
        <Distributions said={said} classes={view.classes} label={label} softening={softening} />
        <Words said={said} classes={view.classes} label={label} softening={softening} />
        {several && <p className="faint small">{t('teaching.severalHelp')}</p>}
        {item.student === null && <p className="faint small">{t('teaching.noStudent')}</p>}
      </div>
    </section>
  );
}

function Cells({ item: { cells }, columns }: { item: TaughtItem; columns: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.cells} tabIndex={0} role="group" aria-label={t('teaching.inputs')}>
      <table className="table">
        <tbody>
          {cells.map((cell, i) => (
            <tr key={i}>
              <th scope="row" className="text">
                {columns[i]}
              </th>
              <td>{typeof cell === 'number' ? format.number(cell, 6) : cell}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SaidProps {
  readonly said: readonly Said[];
  readonly classes: readonly string[];
  readonly label: readonly number[];
  readonly softening: Softening;
}

function Distributions({ said, classes, label, softening }: SaidProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = softening.rows(
    said.map(({ shares }) => shares),
    classes.length,
    MOST_ROWS,
  );
  const isLabel = (number: number | null): boolean => number !== null && label.includes(number);
  const longest = Math.max(0, ...rows.map(number => (number === null ? 0 : (classes[number]?.length ?? 0))));
  const first = Math.min(NAMES.most, Math.max(NAMES.least, NAMES.mark + longest * NAMES.letter));
  return (
    <table className={styles.distributions} style={{ maxWidth: first + said.length * WIDEST }}>
      <thead>
        <tr>
          <th scope="col" style={{ width: first }}>
            <span className="visually-hidden">{t('teaching.classAxis')}</span>
          </th>
          {said.map(({ who, name, shares }) => {
            const answers = softening.answers(shares);
            const isRight = isAnswered(answers, label);
            return (
              <th key={who} scope="col">
                {name}{' '}
                <span className={isRight ? 'better' : 'worse'}>
                  {isRight ? '✓' : '✗'} {namesOf(classes, answers)}
                </span>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map(number => (
          <tr key={number ?? 'others'} data-label={isLabel(number) || undefined}>
            <th scope="row" title={number === null ? undefined : classes[number]}>
              {isLabel(number) && <span className={styles.labelMark} aria-hidden="true" />}
              {number === null ? t('teaching.others') : classes[number]}
              {isLabel(number) && <span className="visually-hidden"> ({t('teaching.isLabel')})</span>}
            </th>
            {said.map(({ who, colour, shares }) => {
              const share = rowShare(shares, number, rows);
              return (
                <td key={who}>
                  <span className={styles.saidBar}>
                    <i
                      data-who={who}
                      data-none={share < LEAST_DRAWN || undefined}
                      style={{ width: `${share * 100}%`, color: colour }}
                      aria-hidden="true"
                    />
                  </span>
                  <span className={styles.saidNumber}>{format.percent(share, 1)}</span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The nearest confusions, and how far the students are from the teacher, in words. */
function Words({ said, classes, label, softening }: SaidProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const sharesOf = (who: Said['who']): readonly number[] | undefined => said.find(each => each.who === who)?.shares;
  const [teacher, student, alone] = [sharesOf('teacher') ?? [], sharesOf('student'), sharesOf('alone')];
  const [only = -1] = softening.hasRivals ? label : [];
  const others = (only < 0 ? [] : nextTo(teacher, only)).map(c => `${classes[c] ?? ''} (${format.percent(teacher[c] ?? 0, 1)})`);
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(others);
  const apart = (q: readonly number[]): string => format.number(softening.divergence(teacher, q), 2);
  return (
    <p className="small soft">
      {others.length > 0 && `${t('teaching.nextTo', { label: classes[only] ?? '', others: list })} `}
      {student !== undefined &&
        (alone === undefined
          ? t('teaching.apartOnly', { student: apart(student) })
          : t('teaching.apart', { student: apart(student), alone: apart(alone) }))}
    </p>
  );
}
