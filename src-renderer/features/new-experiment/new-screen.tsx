import { Button, Select } from '@mantine/core';
import { useDebouncedValue, useHotkeys, useLocalStorage } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { FailureNote } from '../../components/error-note.tsx';
import { Page } from '../../components/page.tsx';
import { useBuiltinRecipes, useRecipeCheck, useStartRun } from '../../ipc/queries.ts';
import { DRAFT_KEY } from '../../ipc/draft.ts';
import { CheckPanel } from './check-panel.tsx';
import styles from './new.module.css';
import { RecipeEditor } from './recipe-editor.tsx';
import { offsetOf } from './text-position.ts';

const DRAFT = 'draft';
const CHECK_AFTER_MS = 250;

/** Text of a recipe, checked while it is written. `id` names the built-in recipe to begin with. */
export function NewScreen({ id = DRAFT }: { id?: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const builtin = useBuiltinRecipes();
  const [draft, setDraft] = useLocalStorage({ key: DRAFT_KEY, defaultValue: '', getInitialValueInEffect: false });
  const [edited, setEdited] = useState<{ readonly from: string; readonly text: string } | null>(null);
  const original = builtin.data?.find(recipe => recipe.id === id)?.text;
  const text = edited?.from === id ? edited.text : (original ?? draft);
  const [settled] = useDebouncedValue(text, CHECK_AFTER_MS);
  const check = useRecipeCheck(settled);
  const start = useStartRun();
  const area = useRef<HTMLTextAreaElement>(null);
  const problems = text.trim() === '' ? [] : (check.data?.problems ?? []);
  const ready = text.trim() !== '' && check.data !== undefined && problems.length === 0;

  function change(next: string): void {
    setEdited({ from: id, text: next });
    setDraft(next);
  }
  function run(): void {
    if (ready && !start.isPending) start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) });
  }
  function jump(line: number, column: number): void {
    const offset = offsetOf(text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset);
  }
  useHotkeys([['mod+Enter', run]], []);

  return (
    <Page
      title={t('new.title')}
      subtitle={t('new.subtitle')}
      actions={
        <>
          <StartFrom id={id} recipes={builtin.data ?? []} onChoose={chosen => navigate(chosen === DRAFT ? '/new' : `/new/${chosen}`)} />
          <Button leftSection={<IconPlayerPlay size={15} aria-hidden="true" />} disabled={!ready} loading={start.isPending} onClick={run}>
            {t('new.run')}
          </Button>
        </>
      }
    >
      {start.isError && <FailureNote failure={start.error} />}
      <div className={styles.columns}>
        <RecipeEditor text={text} onChange={change} problems={problems} areaRef={area} />
        <CheckPanel empty={text.trim() === ''} pending={check.isFetching || settled !== text} check={check.data} onJump={jump} />
      </div>
    </Page>
  );
}

interface StartFromProps {
  readonly id: string;
  readonly recipes: readonly { readonly id: string; readonly name: string }[];
  readonly onChoose: (id: string) => void;
}

function StartFrom({ id, recipes, onChoose }: StartFromProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('new.startFrom')}
      value={id}
      onChange={value => onChoose(value ?? DRAFT)}
      data={[{ value: DRAFT, label: t('new.own') }, ...recipes.map(recipe => ({ value: recipe.id, label: recipe.name }))]}
    />
  );
}
