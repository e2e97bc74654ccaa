import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { useTranslation } from 'react-i18next';
import type { CrossValidationReport, FoldFigures } from '../../../src-shared/domain/cross-validation.ts';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';
import styles from './folds.module.css';
import { shownFigures } from './main-figures.ts';

/** A line for each fold. */
export function FoldTable({ report }: { report: CrossValidationReport }) {
  const { t } = useTranslation();
  const names = useNames();
  const figures = shownFigures(report);
  const [main] = figures;
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('folds.fold')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('folds.fold')}</th>
            <th>{t('folds.heldOut')}</th>
            <th>{t('folds.trained')}</th>
            {figures.map(name => (
              <th key={name}>{names.figure(name)}</th>
            ))}
            {main !== undefined && (
              <th className="text">
                <Term text={t('folds.place')} help={t('folds.placeHelp')} />
              </th>
            )}
            <th>{t('models.epochs')}</th>
          </tr>
        </thead>
        <tbody>
          {report.members.map(member => (
            <FoldRow key={`${member.repeat}-${member.fold}`} member={member} report={report} figures={figures} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FoldRowProps {
  readonly member: FoldFigures;
  readonly report: CrossValidationReport;
  readonly figures: readonly string[];
}

function FoldRow({ member, report, figures }: FoldRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [main] = figures;
  const show = (name: string): string => {
    const value = member.metrics[name];
    if (value === undefined) return t('common.none');
    return isShareFigure(name) ? format.percent(value) : format.number(value, 4);
  };
  const number = format.count(member.fold + 1);
  const title = report.folds.repeats === 1 ? number : t('folds.round', { round: format.count(member.repeat + 1), fold: number });
  return (
    <tr>
      <th scope="row" className="text">
        {member.label === null ? title : `${title} · ${member.label}`}
      </th>
      <td>{format.count(member.heldOut)}</td>
      <td>{format.count(member.trained)}</td>
      {figures.map((name, i) => (
        <td key={name} className={i === 0 ? 'strong' : undefined}>
          {show(name)}
        </td>
      ))}
      {main !== undefined && (
        <td>
          <Place value={member.metrics[main]} all={report.members.map(each => each.metrics[main])} mean={report.metrics[main]?.mean} />
        </td>
      )}
      <td>{t('models.epochsKept', { run: format.count(member.epochs.run), kept: format.count(member.epochs.kept) })}</td>
    </tr>
  );
}

interface PlaceProps {
  readonly value: number | undefined;
  readonly all: readonly (number | undefined)[];
  readonly mean: number | undefined;
}

/** A dot between the least and the greatest. What it says stands as a figure beside it. */
function Place({ value, all, mean }: PlaceProps) {
  const known = all.filter(each => each !== undefined);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (value === undefined || mean === undefined || !(high > low)) return null;
  const at = (figure: number): string => `${((figure - low) / (high - low)) * 100}%`;
  return (
    <span className={styles.place} aria-hidden="true">
      <span className={styles.mean} style={{ left: at(mean) }} />
      <span className={styles.dot} style={{ left: at(value) }} />
    </span>
  );
}
