import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { BenchDiversityView, JudgedBench } from '../../../src-shared/contracts/fusion.contract.ts';
import { ContributionTable } from '../../components/fusion/contribution-table.tsx';
import { DiversityMatrix } from '../../components/fusion/diversity-matrix.tsx';
import { bestFirst, type ShownMember } from '../../components/fusion/fused-members.ts';
import { MethodTable } from '../../components/fusion/method-table.tsx';
import { SelectionOrder } from '../../components/fusion/selection-order.tsx';
import { SuggestionPanel } from '../../components/fusion/suggestion-panel.tsx';
import { useMethodName } from '../../components/fusion/use-method-name.ts';
import { WeightList } from '../../components/fusion/weight-bar.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useBenchDiversity, useJudgedBench } from '../../ipc/fusion-queries.ts';
import { AnswersNeeded } from './answers-needed.tsx';
import type { BenchMember } from './bench-member.ts';
import styles from './fusion.module.css';

interface JudgedPagesProps {
  readonly members: readonly BenchMember[];
  readonly tab: 'methods' | 'members';
  readonly method: string | null;
  readonly onMethod: (id: string) => void;
  readonly onTake: (modelIds: readonly string[]) => void;
}

/** What the members' stored answers say: of every method, and of the members themselves. */
export function JudgedPages({ members, tab, method, onMethod, onTake }: JudgedPagesProps) {
  const ids = members.map(({ row }) => row.id);
  const judged = useJudgedBench(ids);
  return (
    <Loaded query={judged} heights={[320]}>
      {bench =>
        bench.kind === 'unanswered' ? (
          <AnswersNeeded key={ids.join()} members={members} modelIds={bench.modelIds} />
        ) : tab === 'methods' ? (
          <Methods key={ids.join()} bench={bench} members={withLatency(members, bench)} method={method} onMethod={onMethod} />
        ) : (
          <Members bench={bench} members={withLatency(members, bench)} ids={ids} onTake={onTake} />
        )
      }
    </Loaded>
  );
}

function withLatency(members: readonly BenchMember[], bench: JudgedBench): readonly ShownMember[] {
  return members.map((member, i) => ({ ...member, latencyMs: bench.members[i]?.latency?.p50Ms ?? null }));
}

interface MethodsProps extends Pick<JudgedPagesProps, 'method' | 'onMethod'> {
  readonly bench: JudgedBench;
  readonly members: readonly ShownMember[];
}

function Methods({ bench, members, method, onMethod }: MethodsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useMethodName();
  const { measure, methods, controls } = bench;
  const known = methods.find(({ id }) => id === method);
  const best = bench.members[controls.best];
  const first = bestFirst(methods)[0]?.id;
  // What the page's button makes is always the row that is marked.
  useEffect(() => {
    if (known === undefined && first !== undefined) onMethod(first);
  }, [known, first, onMethod]);
  return (
    <div className={styles.stack}>
      <Panel
        title={t('fusion.allMethods', { items: format.count(bench.items) })}
        aside={<span className="faint small">{t('fusion.took', { time: format.duration(bench.tookMs) })}</span>}
      >
        <MethodTable
          {...{ members, measure, methods, controls }}
          bestCost={{ multiplyAdds: best?.multiplyAdds ?? 0, bytes: best?.bytes ?? 0 }}
          chosen={known?.id ?? null}
          onChoose={onMethod}
        />
        <p className={`faint small ${styles.note}`}>{t('fusion.methodNote')}</p>
        {members.some(({ latencyMs }) => latencyMs === null) && <LatencyMissing members={members} />}
      </Panel>
      {known !== undefined && (
        <div className={styles.two}>
          <Panel title={t('fusion.weightsBy', { method: name(known.id) })}>
            <WeightList members={members} weights={known.weights} />
            {known.weights === null && <p className={`faint small ${styles.note}`}>{t('fusion.equalWeights')}</p>}
          </Panel>
          <Selection methods={methods} members={members} />
        </div>
      )}
    </div>
  );
}

/** Times are measured side by side, by a comparison: where there is none of all of them, a way to one. */
function LatencyMissing({ members }: { members: readonly ShownMember[] }) {
  const { t } = useTranslation();
  const ids = members.flatMap(({ modelId }) => (modelId === null ? [] : [encodeURIComponent(modelId)]));
  return (
    <p className={`faint small ${styles.note}`}>
      {t('fusion.noLatency')} <Link href={`/compare?models=${ids.join(',')}&split=validation`}>{t('fusion.compareMembers')}</Link>
    </p>
  );
}

/** Of the method that takes members one by one. */
function Selection({ methods, members }: { methods: JudgedBench['methods']; members: readonly ShownMember[] }) {
  const selection = methods.find(method => method.selection !== undefined)?.selection ?? [];
  if (selection.length === 0) return null;
  return (
    <Panel>
      <SelectionOrder members={members} selection={selection} />
    </Panel>
  );
}

interface MembersProps {
  readonly bench: JudgedBench;
  readonly members: readonly ShownMember[];
  readonly ids: readonly string[];
  readonly onTake: (modelIds: readonly string[]) => void;
}

/** How the members differ, who adds what, and whether fewer would do. */
function Members({ bench, members, ids, onTake }: MembersProps) {
  const found = useBenchDiversity(ids, true);
  return (
    <Loaded query={found} heights={[200, 260]}>
      {view => (view.kind === 'unanswered' ? null : <Diversity {...{ bench, members, ids, onTake, view }} />)}
    </Loaded>
  );
}

function Diversity({ bench, members, ids, onTake, view }: MembersProps & { view: BenchDiversityView }) {
  const { t } = useTranslation();
  const { measure, figures } = bench;
  const { suggestion } = view;
  const fewer = suggestion.members.length > 1 && suggestion.members.length < ids.length;
  return (
    <div className={styles.stack}>
      <Panel title={t('fusion.contributions')}>
        <ContributionTable {...{ members, measure, figures }} contributions={view.contributions} />
      </Panel>
      <div className={styles.two}>
        <Panel title={t('fusion.diversity')}>
          <DiversityMatrix members={members} diversity={view.diversity} />
        </Panel>
        <Panel title={t('fusion.fewest')}>
          <SuggestionPanel
            {...{ members, measure, suggestion }}
            action={
              fewer && (
                <Button variant="default" onClick={() => onTake(suggestion.members.map(member => ids[member]!))}>
                  {t('fusion.takeThese', { count: suggestion.members.length })}
                </Button>
              )
            }
          />
        </Panel>
      </div>
    </div>
  );
}
