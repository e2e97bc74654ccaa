import { Tabs } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import type { DataRow, ModelRow } from '../../../src-shared/contracts/views.ts';
import { Loaded } from '../../components/loading.tsx';
import { Banner, Page } from '../../components/page.tsx';
import { useSeriesColours } from '../../components/series-colours.ts';
import { useNames } from '../../components/use-names.ts';
import { useDataSets, useModels } from '../../ipc/queries.ts';
import { BENCH_TABS, benchPath, readBench, type BenchTab } from './address.ts';
import type { BenchMember } from './bench-member.ts';
import { CascadePage } from './cascade-page.tsx';
import styles from './fusion.module.css';
import { MakeActions, type Making } from './make-actions.tsx';
import { JudgedPages } from './judged-pages.tsx';
import { methodText } from './recipes.ts';
import { Shelf } from './shelf.tsx';
import { Slots } from './slots.tsx';
import { StackOffer } from './stack-offer.tsx';

/** Members on the bench (`/fuse?members=ID,ID`), what each way to fuse them would come to, and the step that does it. */
export function FusionScreen() {
  const { t } = useTranslation();
  const models = useModels();
  const data = useDataSets();
  return (
    <Loaded query={models} title={t('fusion.title')}>
      {rows => (
        <Loaded query={data} title={t('fusion.title')}>
          {sets => <Bench rows={rows} data={sets} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Bench({ rows, data }: { rows: readonly ModelRow[]; data: readonly DataRow[] }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { modelIds, tab } = readBench(useSearch());
  const members = useMembers(rows, modelIds);
  const missing = modelIds.filter(id => !rows.some(row => row.id === id));
  const [method, setMethod] = useState<string | null>(null);
  const [cascade, setCascade] = useState<Making | null>(null);
  const open = (ids: readonly string[], next: BenchTab = tab): void => navigate(benchPath({ modelIds: ids, tab: next }), { replace: true });
  const chosen = members.map(({ row }) => row);
  const ids = chosen.map(row => row.id);
  const parallel: Making | null =
    method === null || members.length < 2 ? null : { members: chosen, method: methodText(method), id: method };
  return (
    <Page
      title={t('fusion.title')}
      qualifier={members.length === 0 ? undefined : t('fusion.count', { count: members.length })}
      subtitle={t('fusion.subtitle')}
      actions={<MakeActions making={tab === 'cascade' ? cascade : parallel} />}
    >
      {missing.length > 0 && <Banner tone="warn">{t('fusion.missing', { ids: missing.slice(0, 5).join(', ') })}</Banner>}
      <div className={styles.bench}>
        <Shelf rows={rows} data={data} chosen={chosen} onAdd={id => open([...ids, id])} />
        <div className={styles.main}>
          <Slots members={members} onChange={open} />
          <StackOffer members={chosen} />
          {members.length > 1 && (
            <Tabs value={tab} onChange={value => open(ids, (value ?? 'methods') as BenchTab)}>
              <Tabs.List mb={16}>
                {BENCH_TABS.map(name => (
                  <Tabs.Tab key={name} value={name}>
                    {t(`fusion.tabs.${name}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={tab}>
                {tab === 'cascade' ? (
                  <CascadePage members={members} onSetting={setCascade} />
                ) : (
                  <JudgedPages members={members} tab={tab} method={method} onMethod={setMethod} onTake={open} />
                )}
              </Tabs.Panel>
            </Tabs>
          )}
        </div>
      </div>
    </Page>
  );
}

function useMembers(rows: readonly ModelRow[], modelIds: readonly string[]): readonly BenchMember[] {
  const names = useNames();
  const colourOf = useSeriesColours();
  const key = modelIds.join();
  return useMemo(() => {
    const rowOf = new Map(rows.map(row => [row.id, row]));
    return key
      .split(',')
      .flatMap(id => rowOf.get(id) ?? [])
      .map(row => ({ row, modelId: row.id, label: names.model(row), colour: colourOf(row.name), latencyMs: null }));
  }, [rows, key, names, colourOf]);
}
