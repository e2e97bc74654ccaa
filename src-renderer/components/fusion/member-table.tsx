import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { FusedMember, FusionReport } from '../../../src-shared/domain/fusion-report.ts';
import { Bytes, Compact } from '../figures.tsx';
import { useFormat } from '../use-format.ts';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';
import { useMeasure } from './use-measure.ts';

interface MemberTableProps {
  readonly report: FusionReport;
  readonly shown: readonly ShownMember[];
}

/** The members of a fused model: what each is worth alone, its weight, and its cost. */
export function MemberTable({ report: { members, judged }, shown }: MemberTableProps) {
  const { t } = useTranslation();
  const measure = useMeasure(judged?.measure ?? 'error');
  const hasWeights = members.some(({ weight }) => weight !== null);
  const most = Math.max(...members.map(({ weight }) => weight ?? 0), 1e-9);
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fusion.members')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('fusion.member')}</th>
            {judged !== null && <th>{t('fusion.alone', { measure: measure.name })}</th>}
            {hasWeights && <th>{t('fusion.weight')}</th>}
            {hasWeights && <th className="text" aria-hidden="true" />}
            <th>{t('figures.parameters')}</th>
            <th>{t('figures.multiplyAdds')}</th>
            <th>{t('figures.file')}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member, i) => (
            <MemberRow
              key={member.modelId ?? i}
              member={member}
              shown={shown[i]}
              alone={judged === null ? null : measure.write(judged.members[i]?.[judged.measure] ?? NaN)}
              most={hasWeights ? most : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MemberRowProps {
  readonly member: FusedMember;
  readonly shown: ShownMember | undefined;
  /** Its own figure; null where nothing was judged. */
  readonly alone: string | null;
  /** The greatest weight; null where the method knows none. */
  readonly most: number | null;
}

function MemberRow({ member: { modelId, weight, parameters, multiplyAdds, bytes }, shown, alone, most }: MemberRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr>
      <th scope="row" className="text">
        {modelId === null ? shown?.label : <Link href={`/models/${modelId}`}>{shown?.label}</Link>}
      </th>
      {alone !== null && <td>{alone}</td>}
      {most !== null && <td>{weight === null ? t('common.none') : format.percent(weight, 1)}</td>}
      {most !== null && (
        <td className="text">
          <span className={styles.track} style={{ width: 120 }} aria-hidden="true">
            <span style={{ width: `${(100 * (weight ?? 0)) / most}%`, background: shown?.colour }} />
          </span>
        </td>
      )}
      <td>
        <Compact value={parameters} />
      </td>
      <td>
        <Compact value={multiplyAdds} />
      </td>
      <td>
        <Bytes value={bytes} />
      </td>
    </tr>
  );
}
