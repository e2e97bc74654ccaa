import type { StudyView } from '../../../src-shared/contracts/studies.contract.ts';

/** What every side of a study is given: the study, the trial that is looked at, and the way to look at another. */
export interface StudySide {
  readonly study: StudyView;
  readonly chosen: number | null;
  readonly onChoose: (trial: number | null) => void;
}
