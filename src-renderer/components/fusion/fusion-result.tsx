import { useTranslation } from 'react-i18next';
import type { FusionReport, JudgedFusion } from '../../../src-shared/domain/fusion-report.ts';
import { Link } from 'wouter';
import { wizardPath } from '../../ipc/draft.ts';
import { Banner, Panel } from '../page.tsx';
import { useSeriesColours } from '../series-colours.ts';
import { useFormat } from '../use-format.ts';
import { useMessage } from '../use-message.ts';
import { useNames } from '../use-names.ts';
import { BarrierChart } from './barrier-chart.tsx';
import { ContributionTable } from './contribution-table.tsx';
import { DiversityMatrix } from './diversity-matrix.tsx';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';
import { MemberTable } from './member-table.tsx';
import { MethodTable } from './method-table.tsx';
import { SelectionOrder } from './selection-order.tsx';
import { SerialResult } from './serial-result.tsx';
import { SuggestionPanel } from './suggestion-panel.tsx';
import { useMethodName } from './use-method-name.ts';

/** How a fused model was made, what it is made of, and what it has to be better than. */
export function FusionResult({ report, modelId }: { report: FusionReport; modelId: string | null }) {
  const { t } = useTranslation();
  const message = useMessage();
  const method = useMethodName();
  const { judged, serial, selection, barriers, warnings } = report;
  const shown = useShownMembers(report);
  return (
    <Panel
      title={t('fusion.resultTitle', { method: method(report.method) })}
      aside={modelId !== null && <Link href={wizardPath('squash', `model:${modelId}`)}>{t('fusion.squash')}</Link>}
    >
      <div className={styles.result}>
        <FittedOn report={report} />
        {warnings.length > 0 && (
          <Banner tone="warn">
            {warnings.map(warning => (
              <p key={warning}>{message(warning)}</p>
            ))}
          </Banner>
        )}
        {report.members.length > 0 && <MemberTable report={report} shown={shown} />}
        {serial !== undefined && <SerialResult serial={serial} report={report} shown={shown} />}
        {barriers !== undefined && barriers.length > 0 && <BarrierChart barriers={barriers} measure={judged?.measure ?? 'error'} />}
        {selection !== undefined && selection.length > 1 && <SelectionOrder members={shown} selection={selection} />}
        {judged !== null && <Judged report={report} judged={judged} shown={shown} />}
      </div>
    </Panel>
  );
}

/** What the method saw. */
function FittedOn({ report: { fittedOn } }: { report: FusionReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (fittedOn === null) return <p className="soft">{t('fusion.notFitted')}</p>;
  const items = format.count(fittedOn.items);
  if (fittedOn.split === 'out-of-fold') return <p className="soft">{t('fusion.fittedOutOfFold', { items })}</p>;
  return <p className="soft">{t('fusion.fittedOn', { items, split: t(`splits.${fittedOn.split}`) })}</p>;
}

function useShownMembers(report: FusionReport): readonly ShownMember[] {
  const names = useNames();
  const colourOf = useSeriesColours(report.members.map(({ name }) => name));
  return report.members.map(({ modelId, name, replicate }) => ({
    modelId,
    label: names.replicate(name, replicate),
    colour: colourOf(name),
    latencyMs: null,
  }));
}

interface JudgedProps {
  readonly report: FusionReport;
  readonly judged: JudgedFusion;
  readonly shown: readonly ShownMember[];
}

function Judged({ report, judged, shown }: JudgedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { measure, methods, controls, diversity, contributions, suggestion } = judged;
  const best = report.members[controls.best];
  return (
    <>
      <section>
        <h3>{t('fusion.allMethods', { items: format.count(judged.items) })}</h3>
        <MethodTable
          {...{ measure, methods, controls }}
          members={shown}
          bestCost={{ multiplyAdds: best?.multiplyAdds ?? 0, bytes: best?.bytes ?? 0 }}
          chosen={report.method}
        />
      </section>
      <div className={styles.two}>
        <section>
          <h3>{t('fusion.diversity')}</h3>
          <DiversityMatrix members={shown} diversity={diversity} />
        </section>
        <section>
          <h3>{t('fusion.contributions')}</h3>
          <ContributionTable {...{ measure, contributions }} members={shown} figures={judged.members} />
        </section>
      </div>
      <SuggestionPanel members={shown} measure={measure} suggestion={suggestion} />
    </>
  );
}
