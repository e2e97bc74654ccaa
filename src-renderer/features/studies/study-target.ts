export const TABS = ['history', 'trials', 'parameters', 'rungs', 'front'] as const;
export type Tab = (typeof TABS)[number];

/** What an address points at: a study (null: the newest), a tab of its page, and the trial that is looked at there. */
export interface StudyTarget {
  readonly studyId: string | null;
  readonly tab: Tab;
  readonly trial: number | null;
}

/** `STUDY@TAB@TRIAL`, each part but the first optional. */
export function parseTarget(id: string | undefined): StudyTarget {
  const [studyId = '', tab = '', trial = ''] = (id ?? '').split('@');
  return {
    studyId: studyId === '' ? null : studyId,
    tab: TABS.find(each => each === tab) ?? TABS[0],
    trial: /^\d{1,9}$/.test(trial) ? Number(trial) : null,
  };
}

export function pathOf({ studyId, tab, trial }: StudyTarget & { readonly studyId: string }): string {
  const parts = trial !== null ? [studyId, tab, String(trial)] : tab === TABS[0] ? [studyId] : [studyId, tab];
  return `/studies/${parts.map(encodeURIComponent).join('@')}`;
}
