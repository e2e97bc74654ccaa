import { useTranslation } from 'react-i18next';
import type { ComparisonReport, GroupInComparison } from '../../../src-shared/domain/report.ts';
import { ErrorShare } from '../../components/figures.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import styles from './compare.module.css';
import { primaryEstimate, primaryOf, type Primary } from './report-figures.ts';
import type { Subject } from './subjects.ts';

/** Replicates read as one: the mean, its interval over seeds, and every member. */
export function GroupPanel({ report, subjects }: { report: ComparisonReport; subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const primary = primaryOf(report);
  const groups = report.groups.filter(group => group.members.length > 1);
  const scale = scaleOf(report, groups, primary);
  return (
    <>
      <p className={`faint small ${styles.hint}`}>{t('compare.groupsHelp')}</p>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('compare.group')}</th>
            <th>{primary.isShare ? t('compare.mean') : names.figure(primary.name)}</th>
            <th className="text">{t('compare.members')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(group => (
            <GroupRow key={group.name} group={group} report={report} subjects={subjects} scale={scale} />
          ))}
        </tbody>
      </table>
    </>
  );
}

type Scale = (value: number) => number;

/** One scale for all strips: value → x in [0, 1]. */
function scaleOf(report: ComparisonReport, groups: readonly GroupInComparison[], primary: Primary): Scale {
  const values = groups.flatMap(group => {
    const mean = primaryEstimate(group.metrics, primary);
    return [...membersOf(group, report, primary), ...(mean === null ? [] : [mean.low, mean.high])];
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return value => (high === low ? 0.5 : (value - low) / (high - low));
}

function membersOf(group: GroupInComparison, report: ComparisonReport, primary: Primary): readonly number[] {
  return group.members.flatMap(index => {
    const estimate = primaryEstimate(report.models[index]?.evaluation.metrics ?? {}, primary);
    return estimate === null ? [] : [estimate.value];
  });
}

interface GroupRowProps {
  readonly group: GroupInComparison;
  readonly report: ComparisonReport;
  readonly subjects: readonly Subject[];
  readonly scale: Scale;
}

const WIDTH = 320;

function GroupRow({ group, report, subjects, scale }: GroupRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const primary = primaryOf(report);
  const mean = primaryEstimate(group.metrics, primary);
  const colour = subjects[group.members[0] ?? 0]?.colour ?? '';
  const members = membersOf(group, report, primary);
  const x = (value: number): number => 8 + scale(value) * (WIDTH - 16);
  const text = (value: number): string => (primary.isShare ? format.percent(value) : format.number(value, 4));
  return (
    <tr>
      <th scope="row" className="text">
        <Swatch colour={colour} />
        {group.name} <span className="faint small">{t('common.replicates', { count: group.members.length })}</span>
      </th>
      <td>{mean !== null && (primary.isShare ? <ErrorShare estimate={mean} /> : text(mean.value))}</td>
      <td className="text">
        <svg width={WIDTH} height="22" role="img" aria-label={members.map(text).join(', ')} className={styles.strip}>
          {mean !== null && (
            <rect x={x(mean.low)} y="5" width={Math.max(1, x(mean.high) - x(mean.low))} height="12" rx="3" fill={colour} opacity="0.18" />
          )}
          {mean !== null && <line x1={x(mean.value)} x2={x(mean.value)} y1="3" y2="19" stroke={colour} strokeWidth="2" />}
          {members.map((value, i) => (
            <circle key={i} cx={x(value)} cy="11" r="4" fill={colour} stroke="var(--panel)" strokeWidth="1">
              <title>{text(value)}</title>
            </circle>
          ))}
        </svg>
      </td>
    </tr>
  );
}
