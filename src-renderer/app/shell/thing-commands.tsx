import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useNames } from '../../components/use-names.ts';
import { useSpecText } from '../../components/use-spec-text.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { useCatalog } from '../../ipc/experiment-queries.ts';
import { useBuiltinRecipes, useComparisons, useDataSets, useModels } from '../../ipc/queries.ts';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { useProjectActions, useProjects } from '../../ipc/shell-queries.ts';

/** Enough to find anything by its name; what is typed narrows them down. */
const MOST = 500;

/** All that the project holds, and what can be opened beside it. */
export function useThingCommands(): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const names = useNames();
  const runs = useRunFacts().data ?? [];
  const models = useModels().data ?? [];
  const data = useDataSets().data ?? [];
  const comparisons = useComparisons().data ?? [];
  const recipes = useBuiltinRecipes().data ?? [];
  const projects = useProjectCommands();
  const experiments = useExperimentCommands();
  const go = (id: string, label: string, path: string, description?: string): SpotlightActionData => ({
    id,
    label,
    onClick: () => navigate(path),
    ...(description === undefined ? {} : { description }),
  });
  const groups = [
    { group: t('new.title'), actions: experiments },
    { group: t('commands.runs'), actions: runs.map(run => go(`run-${run.id}`, run.name, `/runs/${run.id}`, t(`states.${run.state}`))) },
    {
      group: t('commands.models'),
      actions: models.map(model => go(`model-${model.id}`, names.model(model), `/models/${model.id}`)),
    },
    { group: t('commands.data'), actions: data.map(row => go(`data-${row.id}`, row.name, `/data/${row.id}`)) },
    {
      group: t('commands.comparisons'),
      actions: comparisons.map(row => go(`compare-${row.jobId}`, row.name, `/compare/${row.jobId}`, row.runName)),
    },
    { group: t('commands.recipes'), actions: recipes.map(recipe => go(`recipe-${recipe.id}`, recipe.name, `/new/${recipe.id}`)) },
    { group: t('commands.openProject'), actions: projects },
  ];
  return groups.filter(group => group.actions.length > 0).map(({ group, actions }) => ({ group, actions: actions.slice(0, MOST) }));
}

/** The wizard of every kind of step. */
function useExperimentCommands(): SpotlightActionData[] {
  const [, navigate] = useLocation();
  const names = useNames();
  const text = useSpecText();
  const stepKinds = useCatalog().data?.stepKinds ?? [];
  return stepKinds.map(({ id, title, help }) => {
    const name = names.kind(id);
    return {
      id: `new-${id}`,
      label: name === id ? text(title) : name,
      description: text(help),
      keywords: [id],
      onClick: () => navigate(wizardPath(id)),
    };
  });
}

function useProjectCommands(): SpotlightActionData[] {
  const projects = useProjects().data?.projects ?? [];
  const { open } = useProjectActions();
  return projects
    .filter(project => project.isThere && !project.isCurrent)
    .map(({ id, name, path }) => ({ id: `project-${id}`, label: name, description: path, onClick: () => open.mutate(id) }));
}
