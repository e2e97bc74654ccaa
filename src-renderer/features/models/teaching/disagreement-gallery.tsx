import { Button, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TaughtItem, TaughtRow, TeachingPart, TeachingView } from '../../../../src-shared/contracts/distillation.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { TaughtPart } from '../../../../src-shared/domain/soft-labels.ts';
import { toCsv } from '../../../components/csv.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { PixelImage } from '../../../components/pixel-image.tsx';
import { saveText } from '../../../components/save-file.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useTaughtItems, useTaughtRows } from '../../../ipc/distillation-queries.ts';
import { partOf } from './item-choice.ts';
import { Pager } from './pager.tsx';
import { namesOf, softeningOf } from './soften.ts';
import styles from './teaching.module.css';

const ON_PAGE = 24;
/** Columns of a table's row that are written out; all of them on hover. */
const CELLS = 6;
const CHOICE = { pick: 'teacher-label', label: null, rival: null } as const;

/** Items whose label is not the teacher's answer: where either may be wrong. Training items first, as those taught. */
export function DisagreementGallery({ view, row }: { view: TeachingView; row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [wanted, setWanted] = useState<TaughtPart>('train');
  const part = partOf(view, wanted) ?? view.parts[0];
  if (part === undefined) return null;
  const count = part.disagreements ?? 0;
  const figures = { items: format.count(part.items), part: t(`splits.${part.part}`) };
  return (
    <Panel
      title={t('teaching.gallery')}
      aside={
        <>
          {view.parts.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label={t('teaching.part')}
              value={part.part}
              data={view.parts.map(each => ({ value: each.part, label: t(`splitsTitle.${each.part}`) }))}
              onChange={value => setWanted(value as TaughtPart)}
            />
          )}
          {view.dataId !== null && <Link href={`/data/${view.dataId}`}>{t('teaching.openData')}</Link>}
          {count > 0 && view.task !== 'labels' && <SaveRows view={view} row={row} part={part.part} />}
        </>
      }
    >
      <div className={styles.panel}>
        <p className="soft">
          {count === 0
            ? t('teaching.galleryNone', figures)
            : t('teaching.galleryCount', { ...figures, count: format.count(count) as never, share: format.percent(count / part.items) })}
        </p>
        {count > 0 && <Found key={part.part} view={view} row={row} part={part} />}
      </div>
    </Panel>
  );
}

function Found({ view, row, part }: { view: TeachingView; row: ModelRow; part: TeachingPart }) {
  const [offset, setOffset] = useState(0);
  const limit = Math.min(ON_PAGE, view.pageSize);
  const page = useTaughtItems({ modelId: row.id, part: part.part, ...CHOICE, offset, limit });
  return (
    <Loaded query={page} heights={[180]}>
      {shown => (
        <>
          <ul className={styles.gallery}>
            {shown.items.map(item => (
              <Differing key={item.item} item={item} view={view} />
            ))}
          </ul>
          <Pager total={shown.total} offset={offset} limit={limit} onOffset={setOffset} />
        </>
      )}
    </Loaded>
  );
}

function Differing({ item, view }: { item: TaughtItem; view: TeachingView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const softening = softeningOf(view.task);
  const shares = softening.shares(item.teacher, 1, new Set(view.unknown));
  const answers = softening.answers(shares);
  const nameOf = (logits: readonly number[]): string => namesOf(view.classes, softening.answers(softening.shares(logits, 1)));
  const label = namesOf(view.classes, item.label);
  const answer = namesOf(view.classes, answers);
  const confidence = format.percent(surestOf(shares, { answers, label: item.label }), 0);
  const words = t('teaching.differing', { number: item.item, label, answer, confidence });
  const cells = item.cells.map((cell, i) => `${view.columns[i] ?? ''} ${typeof cell === 'number' ? format.number(cell, 4) : cell}`);
  return (
    <li title={[words, ...cells].join('\n')}>
      {item.pixels !== null && view.shape !== null && <PixelImage pixels={item.pixels} shape={view.shape} label={words} />}
      <span>
        <b>{t('teaching.labelIs', { label })}</b>
        <span className="small">{t('teaching.saysOf', { answer, confidence })}</span>
        {item.student !== null && <span className="small soft">{t('teaching.studentOf', { answer: nameOf(item.student) })}</span>}
        <span className="faint small">{[t('teaching.item', { number: item.item }), ...cells.slice(0, CELLS)].join(' · ')}</span>
      </span>
    </li>
  );
}

/** How sure the teacher is of what it answers otherwise; of several labels, of the one it is surest of. */
function surestOf(
  shares: readonly number[],
  { answers, label }: { readonly answers: readonly number[]; readonly label: readonly number[] },
): number {
  const said = answers.filter(number => !label.includes(number)).map(number => shares[number] ?? 0);
  const denied = label.filter(number => !answers.includes(number)).map(number => 1 - (shares[number] ?? 0));
  return Math.max(0, ...(label.length === 1 && answers.length === 1 ? said : [...said, ...denied]));
}

function SaveRows({ view, row, part }: { view: TeachingView; row: ModelRow; part: TaughtPart }) {
  const { t } = useTranslation();
  const rows = useTaughtRows();
  const save = (found: readonly TaughtRow[]): void => {
    const head = (['item', 'label', 'teacher', 'confidence', 'student'] as const).map(name => t(`teaching.csvHead.${name}`));
    const nameOf = (number: number | null): string => (number === null ? '' : (view.classes[number] ?? String(number)));
    const lines = found.map(each => [
      String(each.item),
      ...[nameOf(each.label), nameOf(each.teacher), String(each.confidence), nameOf(each.student)],
    ]);
    saveText(toCsv({ header: head, rows: lines }), `${row.step}-disagreements-${part}.csv`, 'text/csv');
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={14} aria-hidden="true" />}
        loading={rows.isPending}
        onClick={() => rows.mutate({ modelId: row.id, part, ...CHOICE }, { onSuccess: save })}
      >
        {t('teaching.saveCsv')}
      </Button>
      {rows.error !== null && <FailureNote failure={rows.error} />}
    </>
  );
}
