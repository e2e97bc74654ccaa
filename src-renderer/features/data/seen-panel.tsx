import { Button, MultiSelect } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataRow } from '../../../src-shared/contracts/views.ts';
import { SPLITS, type InputKind } from '../../../src-shared/domain/dataset.ts';
import { Loaded } from '../../components/loading.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useSpecText } from '../../components/use-spec-text.ts';
import { useApi } from '../../ipc/api-context.tsx';
import { useSeen, type SeenPage } from '../../ipc/data-queries.ts';
import { catalogQuery } from '../../ipc/shell-queries.ts';
import { Pictures, Rows } from './item-views.tsx';
import { Texts } from './texts.tsx';

const SHOWN = { image: 24, sound: 12, table: 8, text: 6 } as const;

/** Items as they enter the network: after every transform, and with the changes that training would draw. */
export function SeenPanel({ data, kind }: { data: DataRow; kind: InputKind }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string[]>([]);
  const [seed, setSeed] = useState(1);
  const split = SPLITS.find(each => (data.output.summary.splits[each] ?? 0) > 0) ?? 'train';
  const augment = chosen.map(id => ({ kind: id }));
  const page = useSeen({ dataId: data.id, split, label: null, offset: 0, limit: SHOWN[kind], augment, seed });
  return (
    <Panel
      title={t('data.seen')}
      aside={
        <>
          <ChangeChoice kind={kind} chosen={chosen} onChange={setChosen} />
          <Button
            variant="default"
            leftSection={<IconDice5 size={15} aria-hidden="true" />}
            disabled={chosen.length === 0}
            onClick={() => setSeed(before => before + 1)}
          >
            {t('data.drawAgain')}
          </Button>
        </>
      }
    >
      <p className="soft small">{t('data.seenHelp')}</p>
      <Loaded query={page} heights={[120]}>
        {shown => <SeenItems page={shown} kind={kind} />}
      </Loaded>
    </Panel>
  );
}

/** What is made for other kinds of items; those that fit several are offered for all that can take them. */
const ONLY: Readonly<Record<string, readonly InputKind[]>> = {
  'background-noise': ['sound'],
  'spec-mask': ['sound'],
  'time-shift': ['sound'],
  'word-dropout': ['text'],
  mixup: ['image', 'sound', 'table'],
  noise: ['image', 'sound', 'table'],
};

interface ChangeChoiceProps {
  readonly kind: InputKind;
  readonly chosen: string[];
  readonly onChange: (chosen: string[]) => void;
}

function ChangeChoice({ kind, chosen, onChange }: ChangeChoiceProps) {
  const { t } = useTranslation();
  const text = useSpecText();
  const api = useApi();
  const catalog = useQuery(catalogQuery(api));
  const offered = (catalog.data?.algorithms['augmentation'] ?? []).filter(({ id }) => (ONLY[id] ?? ['image']).includes(kind));
  return (
    <MultiSelect
      w={320}
      aria-label={t('data.changes')}
      placeholder={chosen.length === 0 ? t('data.noChange') : ''}
      value={chosen}
      data={offered.map(({ id, title }) => ({ value: id, label: text(title) }))}
      onChange={onChange}
      clearable
    />
  );
}

function SeenItems({ page, kind }: { page: SeenPage; kind: InputKind }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (kind === 'text') return <Texts page={page} />;
  if (page.shape === null) return <Rows page={page} label={t('data.answer')} />;
  const caption = ({ label, share }: SeenPage['items'][number]): string => (share < 1 ? `${label} ${format.percent(share, 0)}` : label);
  return <Pictures page={page} shape={page.shape} caption={caption} />;
}
