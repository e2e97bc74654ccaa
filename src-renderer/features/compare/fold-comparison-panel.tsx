import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useTranslation } from 'react-i18next';
import type { ComparedFolds, FoldComparison, FoldPair } from '../../../src-shared/domain/cross-validation.ts';
import { Swatch } from '../../components/swatch.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import styles from './compare.module.css';
import type { Subject } from './subjects.ts';

interface FoldComparisonProps {
  readonly folds: FoldComparison;
  readonly subjects: readonly Subject[];
}

/** Cross-validations side by side: means over folds, tests where the folds are the same, and what one standard error chooses. */
export function FoldComparisonPanel({ folds, subjects }: FoldComparisonProps) {
  const { t } = useTranslation();
  const show = useFigure(folds.figure);
  const { choice } = folds;
  const label = (model: number): string => subjects[model]?.label ?? '';
  return (
    <div className={styles.folds}>
      {choice !== null && (
        <p>
          {t(choice.best === choice.chosen ? 'folds.choiceBest' : 'folds.choice', {
            best: label(choice.best),
            chosen: label(choice.chosen),
            limit: show(choice.limit),
          })}
        </p>
      )}
      <SpreadTable folds={folds} subjects={subjects} />
      {folds.pairs.length > 0 && <PairsTable folds={folds} subjects={subjects} />}
    </div>
  );
}

function useFigure(figure: string): (value: number) => string {
  const format = useFormat();
  return value => (isShareFigure(figure) ? format.percent(value) : format.number(value, 4));
}

function SpreadTable({ folds, subjects }: FoldComparisonProps) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('folds.title')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('folds.comparedBy', { figure: names.figure(folds.figure) })}</th>
            <th>{t('folds.mean')}</th>
            <th>
              <Term text={t('folds.standardError')} help={t('folds.standardErrorHelp')} />
            </th>
            <th>{t('figures.parameters')}</th>
          </tr>
        </thead>
        <tbody>
          {folds.subjects.map(subject => (
            <SpreadRow key={subject.model} subject={subject} figure={folds.figure} label={subjects[subject.model]} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SpreadRow({ subject, figure, label }: { subject: ComparedFolds; figure: string; label: Subject | undefined }) {
  const format = useFormat();
  const show = useFigure(figure);
  return (
    <tr>
      <th scope="row" className="text">
        <Swatch colour={label?.colour ?? ''} /> {label?.label}
      </th>
      <td className="strong">{show(subject.mean)}</td>
      <td>± {show(subject.standardError)}</td>
      <td>{format.count(subject.parameters)}</td>
    </tr>
  );
}

function PairsTable({ folds, subjects }: FoldComparisonProps) {
  const { t } = useTranslation();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('compare.pairs')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('compare.pair')}</th>
            <th>{t('folds.difference')}</th>
            <th>
              <Term text={t('folds.p')} help={t('folds.testHelp')} />
            </th>
            <th className="text">{t('folds.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {folds.pairs.map(pair => (
            <PairRow key={`${pair.a} ${pair.b}`} pair={pair} figure={folds.figure} subjects={subjects} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const MARKS = { better: '▲', worse: '▼', 'no-difference-seen': '≈' } as const;
const TONES = { better: 'better', worse: 'worse', 'no-difference-seen': 'soft' } as const;

function PairRow({ pair: { a, b, test }, figure, subjects }: { pair: FoldPair; figure: string; subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = isShareFigure(figure);
  const points = (value: number): string => (share ? format.signed(value * 100, 2) : format.signed(value, 3));
  return (
    <tr>
      <th scope="row" className="text">
        {t('folds.against', { a: subjects[a]?.label ?? '', b: subjects[b]?.label ?? '' })}
      </th>
      {test === null ? (
        <td colSpan={3} className="text soft">
          <Term text={t('folds.otherFolds')} help={t('folds.otherFoldsHelp')} />
        </td>
      ) : (
        <>
          <td>
            {share ? t('compare.points', { value: points(test.difference) }) : points(test.difference)}{' '}
            <span className="faint small">
              {points(test.low)} … {points(test.high)}
            </span>
          </td>
          <td>{format.number(test.adjustedP, 3)}</td>
          <td className={`text ${TONES[test.verdict]}`}>
            <span aria-hidden="true">{MARKS[test.verdict]}</span> {t(`compare.verdicts.${test.verdict}`)}
          </td>
        </>
      )}
    </tr>
  );
}
