import { useTranslation } from 'react-i18next';
import type { ConfirmedTrial, NoGainState, StudyObjective } from '../../../src-shared/domain/study-report.ts';
import { Panel } from '../../components/page.tsx';
import { Term } from '../../components/term.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { firstValue, isShare, rankedTrials, writeFigure } from './study-figures.ts';
import type { StudySide } from './study-side.ts';
import styles from './studies.module.css';

/** The best so far, what fresh seeds make of it, and random search beside it: never a bare winner. */
export function ResultPanel({ study, onChoose }: StudySide) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const first: StudyObjective = study.objectives[0] ?? { metric: '', direction: 1 };
  const [best] = rankedTrials(study);
  const write = (value: number): string => writeFigure(format, first.metric, value);
  const [confirmed] = study.confirmed;
  const apart = (difference: number): string =>
    isShare(first.metric) ? t('fusion.points', { value: format.points(difference) }) : write(difference);
  const signed = (difference: number): string => (difference < 0 ? '−' : '+') + apart(Math.abs(difference));
  const control = study.control?.at(-1);
  const byLot = study.confirmed.find(({ role }) => role === 'control');
  const value = best === undefined ? null : firstValue(best);
  return (
    <Panel title={names.figure(first.metric.replace('validation.', ''))} aside={<JudgedOn folds={study.folds} />}>
      <ScoreNote metric={first.metric} />
      <dl className={styles.figures}>
        <Figure term={t('studies.bestSeen')} help={t('studies.bestSeenHelp')}>
          {best === undefined || value === null ? (
            <span className="faint">{t('common.none')}</span>
          ) : (
            <>
              {write(value)} {best.standardError !== null && <span className="faint small">± {apart(best.standardError)}</span>}{' '}
              <button type="button" className={styles.trialLink} onClick={() => onChoose(best.number)}>
                {t('studies.trial', { number: best.number })}
              </button>
            </>
          )}
        </Figure>
        <Figure term={t('studies.confirmed')} help={t('studies.confirmedHelp')}>
          {confirmed === undefined ? (
            <span className="faint">{t('common.none')}</span>
          ) : (
            <Confirmed confirmed={confirmed} write={write} apart={apart} onChoose={onChoose} />
          )}
        </Figure>
        <Figure term={t('studies.optimism')} help={t('studies.optimismHelp')}>
          {confirmed === undefined ? (
            <span className="faint">{t('common.none')}</span>
          ) : (
            signed(optimismOf(study.confirmed, first.direction))
          )}
        </Figure>
        <Figure term={t('studies.control')} help={t('studies.controlHelp')}>
          {control === undefined ? <span className="faint">{t('studies.noControl')}</span> : write(control.value)}{' '}
          {byLot !== undefined && <span className="faint small">{t('studies.withFreshSeeds', { value: write(byLot.mean) })}</span>}
        </Figure>
        <ExpectedGain state={study.noGain} write={write} />
        <SpentEnergy study={study} />
      </dl>
    </Panel>
  );
}

function JudgedOn({ folds }: { folds: number | null }) {
  const { t } = useTranslation();
  return <span className="soft small">{folds === null ? t('studies.onValidation') : t('studies.onFolds', { count: folds })}</span>;
}

function Figure({ term, help, children }: { term: string; help: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="soft small">
        <Term text={term} help={help} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

interface ConfirmedProps {
  readonly confirmed: ConfirmedTrial;
  readonly write: (value: number) => string;
  /** A difference of two of them. */
  readonly apart: (difference: number) => string;
  readonly onChoose: (trial: number) => void;
}

function Confirmed({ confirmed, write, apart, onChoose }: ConfirmedProps) {
  const { t } = useTranslation();
  const { trial, mean, deviation, values } = confirmed;
  return (
    <>
      {write(mean)}{' '}
      <span className="faint small">
        {deviation === null ? '' : `± ${apart(deviation)} · `}
        {t('studies.seeds', { count: values.length })}
      </span>{' '}
      <button type="button" className={styles.trialLink} onClick={() => onChoose(trial)}>
        {t('studies.trial', { number: trial })}
      </button>
    </>
  );
}

/** What the score of a study of plans means: beside it stands only a number. */
function ScoreNote({ metric }: { metric: string | undefined }) {
  const { t } = useTranslation();
  return metric === 'fitScore' && <p className="soft small">{t('studies.fitScoreHelp')}</p>;
}

function ExpectedGain({ state, write }: { state: NoGainState | null; write: (value: number) => string }) {
  const { t } = useTranslation();
  if (state === null) return null;
  const { latest, inARow, trials, expected } = state;
  return (
    <Figure term={t('studies.expectedGain')} help={t('studies.expectedGainHelp', { least: write(expected) })}>
      {latest === null ? <span className="faint">{t('common.none')}</span> : write(latest)}{' '}
      <span className="faint small">
        {inARow >= trials ? t('studies.stoppedNoGain') : t('studies.belowInARow', { count: inARow, trials })}
      </span>
    </Figure>
  );
}

function SpentEnergy({ study: { energy, energyLimit } }: Pick<StudySide, 'study'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (energy === null) return null;
  const limit = energyLimit === null ? [] : [t('studies.energyLimit', { most: format.energy(energyLimit) })];
  return (
    <Figure term={t('figures.energy')} help={t(`studies.energyHelp.${energy.source}`)}>
      {format.energy(energy.joules)}{' '}
      <span className="faint small">{[t(`studies.energySources.${energy.source}`), ...limit].join(' · ')}</span>
    </Figure>
  );
}

/** How much better the chosen looked than they were, on the mean. */
function optimismOf(confirmed: readonly ConfirmedTrial[], direction: number): number {
  return confirmed.reduce((sum, { searched, mean }) => sum + direction * (searched - mean), 0) / confirmed.length;
}
