import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useNames } from '../../components/use-names.ts';
import { useBuiltinRecipes, useModels, useRuns, useStartRun } from '../../ipc/queries.ts';
import { TOUR_RECIPE_ID } from '../../ipc/tour.ts';
import { chooseLanguage } from '../../locales/i18n.ts';
import { SCREENS } from '../screens.ts';

/** Everything reachable by typing: screens, actions, the newest runs and models. */
export function CommandBox({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const actions = useActions(onHelp);
  const entities = useEntities();
  return (
    <Spotlight
      actions={[...actions, ...entities]}
      shortcut={['mod + K']}
      limit={12}
      scrollable
      maxHeight={420}
      highlightQuery
      lockScroll={false}
      nothingFound={t('common.noMatch')}
      attributes={{ content: { 'aria-label': t('app.search') } }}
      searchProps={{ placeholder: t('commands.placeholder'), 'aria-label': t('commands.placeholder') }}
    />
  );
}

function useActions(onHelp: () => void): SpotlightActionGroupData[] {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme('light');
  const tour = useBuiltinRecipes().data?.find(recipe => recipe.id === TOUR_RECIPE_ID);
  const start = useStartRun();
  const takeTour = (text: string) => start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) });
  const actions: SpotlightActionData[] = [
    ...(tour === undefined ? [] : [{ id: 'tour', label: t('commands.takeTour'), onClick: () => takeTour(tour.text) }]),
    { id: 'new', label: t('commands.newExperiment'), onClick: () => navigate('/new') },
    { id: 'theme', label: t('commands.switchTheme'), onClick: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') },
    {
      id: 'language',
      label: t('commands.switchLanguage'),
      onClick: () => chooseLanguage(i18n, i18n.language === 'en' ? 'zh-CN' : 'en'),
    },
    { id: 'keys', label: t('commands.keys'), onClick: onHelp },
  ];
  const screens = SCREENS.map(({ id, path, icon: Icon }) => ({
    id: `screen-${id}`,
    label: t(`screens.${id}`),
    leftSection: <Icon size={16} stroke={1.6} aria-hidden="true" />,
    onClick: () => navigate(path),
  }));
  return [
    { group: t('commands.screens'), actions: screens },
    { group: t('commands.actions'), actions },
  ];
}

function useEntities(): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const names = useNames();
  const [, navigate] = useLocation();
  const runs = useRuns().data ?? [];
  const models = useModels().data ?? [];
  return [
    {
      group: t('commands.runs'),
      actions: runs.slice(0, 50).map(run => ({
        id: `run-${run.id}`,
        label: run.name,
        description: t(`states.${run.state}`),
        onClick: () => navigate(`/runs/${run.id}`),
      })),
    },
    {
      group: t('commands.models'),
      actions: models.slice(0, 50).map(model => ({
        id: `model-${model.id}`,
        label: names.model(model),
        onClick: () => navigate(`/models/${model.id}`),
      })),
    },
  ].filter(group => group.actions.length > 0);
}
