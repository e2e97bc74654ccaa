import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisagreementItem, DisagreementPage } from '../../../src-shared/contracts/compare.contract.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Loaded } from '../../components/loading.tsx';
import { PixelImage } from '../../components/pixel-image.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useDisagreements } from '../../ipc/compare-queries.ts';
import styles from './compare.module.css';
import { pairOf } from './report-figures.ts';
import type { ChosenPair, Subject } from './subjects.ts';

interface DisagreementPanelProps {
  readonly jobId: string;
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly pair: ChosenPair;
}

type Which = 'onlyB' | 'onlyA' | 'neither';
const PAGE = 16;

/** The items two models disagree on, shown: the surest mistakes first. */
export function DisagreementPanel({ jobId, report, subjects, pair }: DisagreementPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [which, setWhich] = useState<Which>('onlyB');
  const [offset, setOffset] = useState(0);
  const task = report.models[0]?.evaluation.task ?? 'classes';
  const isValues = task === 'values';
  const limit = PAGE;
  const query = useDisagreements({ jobId, ...pair, which, offset, limit });
  const tested = pairOf(report, pair.a, pair.b);
  const count = (side: 'onlyA' | 'onlyB'): string => (tested === null ? '' : ` ${format.count(tested[side])}`);
  const [nameA, nameB] = [subjects[pair.a]?.label ?? '', subjects[pair.b]?.label ?? ''];
  const key = ({ values: 'closer', labels: 'fewer', classes: 'right', binary: 'right' } as const)[task];
  return (
    <>
      <SegmentedControl
        aria-label={t('compare.which')}
        value={which}
        className={styles.which ?? ''}
        onChange={value => {
          setWhich(value as Which);
          setOffset(0);
        }}
        data={[
          { value: 'onlyB', label: `${t(`compare.only.${key}`, { name: nameB })}${count('onlyB')}` },
          { value: 'onlyA', label: `${t(`compare.only.${key}`, { name: nameA })}${count('onlyA')}` },
          ...(isValues ? [] : [{ value: 'neither', label: t(task === 'labels' ? 'compare.neitherLabels' : 'compare.neither') }]),
        ]}
      />
      <Loaded query={query} heights={[120]}>
        {page =>
          page === null ? (
            <p className="soft">{t('compare.noAnswers')}</p>
          ) : (
            <>
              <Items page={page} names={[nameA, nameB]} />
              {page.shape !== null && page.total > 0 && <p className="faint small">{t('compare.pictureHelp', { a: nameA, b: nameB })}</p>}
              <Pager total={page.total} offset={offset} limit={limit} onOffset={setOffset} order={t(`compare.order.${key}`)} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Items({ page, names }: { page: DisagreementPage; names: readonly [string, string] }) {
  const { t } = useTranslation();
  if (page.items.length === 0) return <p className={`soft ${styles.hint}`}>{t('compare.noItems')}</p>;
  const { shape } = page;
  if (shape === null) return <ItemRows page={page} names={names} />;
  return (
    <ul className={styles.pictures}>
      {page.items.map(item => (
        <Picture key={item.item} item={item} shape={shape} names={names} />
      ))}
    </ul>
  );
}

function Picture({ item, shape, names }: { item: DisagreementItem; shape: readonly number[]; names: readonly [string, string] }) {
  const { t } = useTranslation();
  const words = useAnswerWords(item, names);
  return (
    <li title={words.join('\n')}>
      {item.pixels !== null && (
        <PixelImage pixels={item.pixels} shape={shape} label={t('compare.pictureOf', { number: item.item, target: item.target })} />
      )}
      <span className="small">{item.target}</span>
      <span className="small nowrap">
        {item.answers.map(({ answer }, i) => (
          <span key={i} className={answer === item.target ? 'better' : 'worse'}>
            {i > 0 && <span className="faint"> / </span>}
            <span aria-hidden="true">{answer === item.target ? '✓' : '✗'}</span>
            {answer}
          </span>
        ))}
      </span>
      <span className="visually-hidden">{words.join('; ')}</span>
    </li>
  );
}

/** `lean: 7, 93 % sure`, for each of the two. */
function useAnswerWords({ item, target, answers }: DisagreementItem, names: readonly string[]): readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    t('compare.pictureOf', { number: item, target }),
    ...answers.map(({ answer, confidence }, i) =>
      confidence === null
        ? `${names[i] ?? ''}: ${answer}`
        : t('compare.answered', { name: names[i] ?? '', answer, confidence: format.percent(confidence, 0) }),
    ),
  ];
}

function ItemRows({ page, names }: { page: DisagreementPage; names: readonly [string, string] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.items')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('compare.item')}</th>
            <th className="text">{t('compare.target')}</th>
            {names.map(name => (
              <th key={name} className="text">
                {name}
              </th>
            ))}
            {page.columns.map(column => (
              <th key={column}>{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.items.map(({ item, target, answers, cells }) => (
            <tr key={item}>
              <th scope="row" className="text">
                {format.count(item)}
              </th>
              <td className="text">{target}</td>
              {answers.map(({ answer, confidence }, i) => (
                <td key={i} className="text">
                  {confidence === null ? answer : <Answer answer={answer} isRight={answer === target} confidence={confidence} />}
                </td>
              ))}
              {cells.map((cell, i) => (
                <td key={i}>{typeof cell === 'number' ? format.number(cell, 6) : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ answer, isRight, confidence }: { answer: string; isRight: boolean; confidence: number }) {
  const format = useFormat();
  return (
    <>
      <span className={isRight ? 'better' : 'worse'}>
        {isRight ? '✓' : '✗'} {answer}
      </span>{' '}
      <span className="faint small">{format.percent(confidence, 0)}</span>
    </>
  );
}

interface PagerProps {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly onOffset: (offset: number) => void;
  /** In which order they come. */
  readonly order: string;
}

function Pager({ total, offset, limit, onOffset, order }: PagerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (total <= limit) return null;
  const end = Math.min(total, offset + limit);
  return (
    <div className={styles.pager}>
      <Button variant="default" size="compact-xs" disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - limit))}>
        {t('compare.before')}
      </Button>
      <Button variant="default" size="compact-xs" disabled={end >= total} onClick={() => onOffset(offset + limit)}>
        {t('compare.next')}
      </Button>
      <span className="soft small" aria-live="polite">
        {t('compare.range', { from: format.count(offset + 1), to: format.count(end), total: format.count(total), order })}
      </span>
    </div>
  );
}
