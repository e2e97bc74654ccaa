import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ShellCommand } from '../../../src-shared/contracts/shell.contract.ts';
import { useBuiltinRecipes, useCancelRun, useResumeRun, useStartRun } from '../../ipc/queries.ts';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { TOUR_RECIPE_ID } from '../../ipc/tour.ts';
import { chooseLanguage } from '../../locales/i18n.ts';
import { SCREENS, SIDE_SCREENS } from '../screens.ts';

export function useScreenCommands(): SpotlightActionGroupData {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const actions = SCREENS.map(({ id, path, letter, icon: Icon }) => ({
    id: `screen-${id}`,
    label: t(`screens.${id}`),
    leftSection: <Icon size={16} stroke={1.6} aria-hidden="true" />,
    rightSection: <kbd>{`g ${letter}`}</kbd>,
    onClick: () => navigate(path),
  }));
  const aside = SIDE_SCREENS.map(({ id, path, icon: Icon }) => ({
    id: `screen-${id}`,
    label: t(`screens.${id}`),
    leftSection: <Icon size={16} stroke={1.6} aria-hidden="true" />,
    onClick: () => navigate(path),
  }));
  return { group: t('commands.screens'), actions: [...actions, ...aside] };
}

/** What can be done from anywhere; what can be done to a run stands beside its name. */
export function useActionCommands(onCommand: (command: ShellCommand) => void, onChooseFiles: () => void): SpotlightActionGroupData {
  const { t, i18n } = useTranslation();
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme('light');
  const tour = useBuiltinRecipes().data?.find(recipe => recipe.id === TOUR_RECIPE_ID);
  const start = useStartRun();
  const takeTour = (text: string) => start.mutate(text, { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) });
  const runActions = useRunActions();
  const actions: SpotlightActionData[] = [
    ...(tour === undefined ? [] : [{ id: 'tour', label: t('commands.takeTour'), onClick: () => takeTour(tour.text) }]),
    { id: 'new', label: t('commands.newExperiment'), rightSection: <kbd>{'n'}</kbd>, onClick: () => navigate('/new') },
    { id: 'import', label: t('commands.importFiles'), onClick: onChooseFiles },
    { id: 'projects', label: t('commands.projects'), onClick: () => onCommand('projects') },
    { id: 'theme', label: t('commands.switchTheme'), onClick: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark') },
    { id: 'theme-system', label: t('commands.systemTheme'), onClick: () => setColorScheme('auto') },
    {
      id: 'language',
      label: t('commands.switchLanguage'),
      onClick: () => chooseLanguage(i18n, i18n.language === 'en' ? 'zh-CN' : 'en'),
    },
    { id: 'reload', label: t('commands.reload'), onClick: () => window.location.reload() },
    { id: 'keys', label: t('commands.keys'), rightSection: <kbd>{'?'}</kbd>, onClick: () => onCommand('keys') },
    ...runActions,
  ];
  return { group: t('commands.actions'), actions };
}

/** Of the newest ones: what is on its way can be cancelled, what was interrupted or failed can go on. */
function useRunActions(): SpotlightActionData[] {
  const { t } = useTranslation();
  const runs = useRunFacts().data ?? [];
  const cancel = useCancelRun();
  const resume = useResumeRun();
  return runs.slice(0, 50).flatMap(({ id, name, state }) => {
    if (state === 'running' || state === 'queued')
      return [{ id: `cancel-${id}`, label: t('commands.cancelRun', { name }), onClick: () => cancel.mutate(id) }];
    if (state === 'succeeded') return [];
    return [{ id: `resume-${id}`, label: t('commands.resumeRun', { name }), onClick: () => resume.mutate(id) }];
  });
}
