import { useTranslation } from 'react-i18next';
import type { ComparisonReport, PairInComparison } from '../../../src-shared/domain/report.ts';
import { Panel } from '../../components/page.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';
import { primaryOf } from './report-figures.ts';
import type { Shown } from './shown.ts';

export function PairTable({ report, shown }: { report: ComparisonReport; shown: Shown }) {
  const { t } = useTranslation();
  const isShare = primaryOf(report).isShare;
  return (
    <Panel title={t('compare.pairs')} flush>
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
              <PairRow key={`${pair.a} ${pair.b}`} pair={pair} shown={shown} isShare={isShare} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function PairRow({ pair, shown, isShare }: { pair: PairInComparison; shown: Shown; isShare: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [a, b] = [shown.labels[pair.a] ?? '', shown.labels[pair.b] ?? ''];
  return (
    <tr>
      <th scope="row" className="text">
        <Swatch colour={shown.colours[pair.b] ?? ''} />
        {t('compare.against', { a, b })}
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
