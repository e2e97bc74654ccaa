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
import { useSavedRecipes } from '../../ipc/experiment-queries.ts';
import { CheckPanel } from './check-panel.tsx';
import styles from './new.module.css';
import { RecipeEditor } from './recipe-editor.tsx';
import { SaveRecipe } from './save-recipe.tsx';
import { offsetOf } from './text-position.ts';

/** The address of the editor's own draft. */
const DRAFT = 'recipe';
const CHECK_AFTER_MS = 250;

/** Text of a recipe, checked while it is written. `id` names the built-in or saved recipe to begin with. */
export function RecipePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { text, change, recipes } = useRecipeText(id);
  const { check, problems, isReady, isPending } = useCheckedText(text);
  const start = useStartRun();
  const area = useRef<HTMLTextAreaElement>(null);

  function run(): void {
    if (isReady && !start.isPending) start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) });
  }
  function jump(line: number, column: number): void {
    const offset = offsetOf(text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset);
  }
  useHotkeys([['mod+Enter', run]], []);

  return (
    <Page
      title={t('new.writeTitle')}
      subtitle={t('new.subtitle')}
      actions={
        <>
          <SaveRecipe name={nameIn(text)} text={text} disabled={!isReady} />
          <StartFrom id={id} recipes={recipes} onChoose={chosen => navigate(`/new/${encodeURIComponent(chosen)}`)} />
          <Button leftSection={<IconPlayerPlay size={15} aria-hidden="true" />} disabled={!isReady} loading={start.isPending} onClick={run}>
            {t('new.run')}
          </Button>
        </>
      }
    >
      {start.isError && <FailureNote failure={start.error} />}
      <div className={styles.columns}>
        <RecipeEditor text={text} onChange={change} problems={problems} areaRef={area} />
        <CheckPanel empty={text.trim() === ''} pending={isPending} check={check} onJump={jump} />
      </div>
    </Page>
  );
}

/** The built-in recipe until it is edited; what was typed is kept as the draft. */
function useRecipeText(id: string) {
  const builtin = useBuiltinRecipes().data ?? [];
  const saved = useSavedRecipes().data ?? [];
  const recipes = [...saved, ...builtin];
  const [draft, setDraft] = useLocalStorage({ key: DRAFT_KEY, defaultValue: '', getInitialValueInEffect: false });
  const [edited, setEdited] = useState<{ readonly from: string; readonly text: string } | null>(null);
  const original = recipes.find(recipe => recipe.id === id)?.text;
  function change(text: string): void {
    setEdited({ from: id, text });
    setDraft(text);
  }
  return { text: edited?.from === id ? edited.text : (original ?? draft), change, recipes };
}

/** The name the text gives the recipe, to begin with. */
function nameIn(text: string): string {
  return /^name:\s*(.+?)\s*$/m.exec(text)?.[1]?.replace(/^(["'])(.*)\1$/, '$2') ?? '';
}

/** The check of the text as it was a moment ago; ready only once it is of the text as it is. */
function useCheckedText(text: string) {
  const [settled] = useDebouncedValue(text, CHECK_AFTER_MS);
  const { data: check, isFetching } = useRecipeCheck(settled);
  const isPending = isFetching || settled !== text;
  const isEmpty = text.trim() === '';
  const problems = isEmpty ? [] : (check?.problems ?? []);
  return { check, problems, isPending, isReady: !isEmpty && !isPending && check !== undefined && problems.length === 0 };
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
