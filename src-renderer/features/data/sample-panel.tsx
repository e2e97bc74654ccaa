import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataRow } from '../../../src-shared/contracts/views.ts';
import { SPLITS, type InputKind, type Split } from '../../../src-shared/domain/dataset.ts';
import { Loaded } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type ItemPage, useItems } from '../../ipc/data-queries.ts';
import styles from './data.module.css';
import { Pictures, Rows } from './item-views.tsx';
import { Recordings } from './recordings.tsx';
import { Texts } from './texts.tsx';

const PAGE = { image: 60, sound: 24, table: 20, text: 10 } as const;
const ALL = '';

/** The items themselves: pictures, recordings, texts, or rows as they stood in the source. */
export function SamplePanel({ data, kind }: { data: DataRow; kind: InputKind }) {
  const { t } = useTranslation();
  const { splits, classes, task } = data.output.summary;
  const there = SPLITS.filter(split => (splits[split] ?? 0) > 0);
  const [split, setSplit] = useState<Split>(there[0] ?? 'train');
  const [label, setLabel] = useState(ALL);
  const [offset, setOffset] = useState(0);
  const limit = PAGE[kind];
  const page = useItems({ dataId: data.id, split, label: label === ALL ? null : Number(label), offset, limit });
  return (
    <Panel
      title={t('data.samples')}
      aside={
        <>
          {task !== 'values' && (
            <Select
              w={150}
              searchable={classes.length > 12}
              aria-label={t('data.ofClass')}
              value={label}
              data={[{ value: ALL, label: t('data.allClasses') }, ...classes.map((name, i) => ({ value: String(i), label: name }))]}
              onChange={value => {
                setLabel(value ?? ALL);
                setOffset(0);
              }}
            />
          )}
          <SegmentedControl
            aria-label={t('data.split')}
            value={split}
            data={there.map(value => ({ value, label: t(`splitsTitle.${value}`) }))}
            onChange={value => {
              setSplit(value as Split);
              setOffset(0);
            }}
          />
        </>
      }
    >
      <Loaded query={page} heights={[200]}>
        {shown => (
          <>
            <Items page={shown} kind={kind} dataId={data.id} />
            <Pager total={shown.total} offset={offset} limit={limit} onOffset={setOffset} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Items({ page, kind, dataId }: { page: ItemPage; kind: InputKind; dataId: string }) {
  const { t } = useTranslation();
  if (kind === 'text') return <Texts page={page} />;
  if (page.shape === null) return <Rows page={page} label={t('data.answer')} />;
  return kind === 'sound' ? <Recordings page={page} shape={page.shape} dataId={dataId} /> : <Pictures page={page} shape={page.shape} />;
}

interface PagerProps {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly onOffset: (offset: number) => void;
}

function Pager({ total, offset, limit, onOffset }: PagerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = Math.min(total, offset + limit);
  return (
    <div className={styles.pager}>
      <Button variant="default" size="compact-xs" disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - limit))}>
        {t('data.before')}
      </Button>
      <Button variant="default" size="compact-xs" disabled={end >= total} onClick={() => onOffset(offset + limit)}>
        {t('data.next')}
      </Button>
      <span className="soft small" aria-live="polite">
        {total === 0
          ? t('data.noItems')
          : t('data.range', { from: format.count(offset + 1), to: format.count(end), total: format.count(total) })}
      </span>
    </div>
  );
}
