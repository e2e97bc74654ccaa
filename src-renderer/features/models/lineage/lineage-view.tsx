import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Lineage, LineageNode } from '../../../../src-shared/domain/lineage/lineage.ts';
import { narrowLineage } from '../../../../src-shared/domain/lineage/narrow-lineage.ts';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { useKeys } from '../../../components/use-keys.ts';
import { useLineage } from '../../../ipc/model-queries.ts';
import { useModels } from '../../../ipc/queries.ts';
import { lineagePath } from '../model-target.ts';
import { RerunDialog } from '../rerun-dialog.tsx';
import { SelectionBar } from '../selection-bar.tsx';
import { compareAddress } from '../model-target.ts';
import { toggled } from '../toggled.ts';
import type { CardActions } from './lineage-card.tsx';
import { LineageGraph } from './lineage-graph.tsx';
import { LineageList } from './lineage-list.tsx';
import styles from './lineage.module.css';
import { modelIdsOf } from './node-links.ts';

/** More at once can't be read, and take long to lay out. */
const AT_FIRST = 60;

export function LineageView({ focus }: { focus: string | null }) {
  const lineage = useLineage();
  return (
    <Loaded query={lineage} heights={[480]}>
      {found => <LineageSheet lineage={found} focus={focus} />}
    </Loaded>
  );
}

function LineageSheet({ lineage, focus }: { lineage: Lineage; focus: string | null }) {
  const { t } = useTranslation();
  const [shape, setShape] = useLocalStorage<'graph' | 'list'>({
    key: 'espalier.lineage',
    defaultValue: 'graph',
    getInitialValueInEffect: false,
  });
  const [text, setText] = useState('');
  const [limit, setLimit] = useState(AT_FIRST);
  const filter = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const narrow = useMemo(() => narrowLineage(lineage, { focus, text: wanted, limit }), [lineage, focus, wanted, limit]);
  const { actions, marked, rerun, closeRerun, clear } = useActions(focus);
  useKeys({
    '/': () => filter.current?.focus(),
    c: () => marked.length > 1 && location.assign(compareAddress(marked.map(model => model.id))),
    Escape: clear,
  });
  return (
    <>
      <div className={styles.head}>
        <TextInput
          ref={filter}
          size="xs"
          w={220}
          placeholder={t('lineage.filter')}
          aria-label={t('lineage.filter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
        />
        {focus !== null && (
          <Link href={lineagePath()} className="small">
            {t('lineage.showAll')}
          </Link>
        )}
        <span className="soft grow" role="status">
          {narrow.leftOut > 0 && t('lineage.leftOut', { count: narrow.leftOut })}
        </span>
        {narrow.leftOut > 0 && (
          <Button variant="default" onClick={() => setLimit(limit * 2)}>
            {t('lineage.showMore')}
          </Button>
        )}
        <SegmentedControl
          aria-label={t('models.view')}
          value={shape}
          data={(['graph', 'list'] as const).map(value => ({ value, label: t(`lineage.${value}`) }))}
          onChange={value => setShape(value)}
        />
      </div>
      {narrow.nodes.length === 0 && <p className="soft">{t('common.noMatch')}</p>}
      {narrow.nodes.length > 0 &&
        (shape === 'list' ? (
          <LineageList lineage={narrow} actions={actions} />
        ) : (
          <Panel flush className={styles.panel}>
            <LineageGraph lineage={narrow} actions={actions} />
          </Panel>
        ))}
      <SelectionBar models={marked} onClear={clear} />
      {rerun !== null && <RerunDialog jobId={rerun.jobId} name={rerun.name} onClose={closeRerun} />}
    </>
  );
}

/** Which models are marked, and which node is to be done again. */
function useActions(focus: string | null) {
  const colourOf = useSeriesColours();
  const models = useModels().data;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [rerun, setRerun] = useState<LineageNode | null>(null);
  const onSelect = useCallback((node: LineageNode) => setSelected(before => toggled(before, modelIdsOf(node))), []);
  const actions = useMemo<CardActions>(
    () => ({ selected, focus, colourOf, onSelect, onRerun: setRerun }),
    [selected, focus, colourOf, onSelect],
  );
  return {
    actions,
    marked: useMemo(() => (models ?? []).filter(model => selected.has(model.id)), [models, selected]),
    rerun,
    closeRerun: () => setRerun(null),
    clear: () => setSelected(new Set()),
  };
}
