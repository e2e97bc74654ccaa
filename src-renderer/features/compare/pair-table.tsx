import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport, PairInComparison } from '../../../src-shared/domain/report.ts';
import { Swatch } from '../../components/swatch.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';
import { primaryOf } from './report-figures.ts';
import type { ChosenPair, Subject } from './subjects.ts';

interface PairTableProps {
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly pair: ChosenPair;
  readonly onPair: (pair: ChosenPair) => void;
}

/** Every pair that was tested; a click makes it the one the screen is about. */
export function PairTable({ report, subjects, pair: chosen, onPair }: PairTableProps) {
  const { t } = useTranslation();
  const isShare = primaryOf(report).isShare;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.pairs')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('compare.pair')}</th>
            <th>{t('compare.onlyOne')}</th>
            <th>{t('compare.difference')}</th>
            <th>
              <Term text={t('compare.p')} help={t('compare.pHelp')} />
            </th>
            <th>
              <Term text={t('compare.adjustedP')} help={t('compare.holmHelp')} />
            </th>
            <th className="text">{t('compare.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {report.pairs.map(pair => (
            <PairRow
              key={`${pair.a} ${pair.b}`}
              pair={pair}
              subjects={subjects}
              isShare={isShare}
              isChosen={pair.a === chosen.a && pair.b === chosen.b}
              onChoose={() => onPair(pair)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PairRowProps {
  readonly pair: PairInComparison;
  readonly subjects: readonly Subject[];
  readonly isShare: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function PairRow({ pair, subjects, isShare, isChosen, onChoose }: PairRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [a, b] = [subjects[pair.a]?.label ?? '', subjects[pair.b]?.label ?? ''];
  return (
    <tr data-link data-selected={isChosen || undefined} onClick={onChoose}>
      <th scope="row" className="text">
        <Swatch colour={subjects[pair.b]?.colour ?? ''} />
        <UnstyledButton aria-pressed={isChosen} fz={13}>
          {t('compare.against', { a, b })}
        </UnstyledButton>
      </th>
      <td>
        <span title={b}>{format.count(pair.onlyB)}</span> <span className="faint">/</span> <span title={a}>{format.count(pair.onlyA)}</span>
      </td>
      <td>
        <Difference pair={pair} isShare={isShare} />
      </td>
      <td>{format.p(pair.p)}</td>
      <td>{format.p(pair.adjustedP)}</td>
      <td className="text">
        <Verdict pair={pair} />
      </td>
    </tr>
  );
}

function Difference({ pair: { difference }, isShare }: { pair: PairInComparison; isShare: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const points = (value: number): string => (isShare ? format.signed(value * 100, 2) : format.signed(value, 3));
  return (
    <>
      {isShare ? t('compare.points', { value: points(difference.value) }) : points(difference.value)}{' '}
      <span className="faint small">
        {points(difference.low)} … {points(difference.high)}
      </span>
    </>
  );
}

const MARKS = { better: '▲', worse: '▼', 'no-difference-seen': '≈' } as const;
const TONES = { better: 'better', worse: 'worse', 'no-difference-seen': 'soft' } as const;

function Verdict({ pair }: { pair: PairInComparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <span className={TONES[pair.verdict]}>
        <span aria-hidden="true">{MARKS[pair.verdict]}</span> {t(`compare.verdicts.${pair.verdict}`)}
      </span>
      {pair.itemsNeeded !== null && pair.verdict === 'no-difference-seen' && (
        <span className="faint small">
          {' · '}
          {t('compare.itemsNeeded', { count: pair.itemsNeeded, replace: { count: format.count(pair.itemsNeeded) } })}
        </span>
      )}
    </>
  );
}
