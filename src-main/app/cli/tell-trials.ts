import { epochsOf, type Trial } from '../../../src-shared/domain/study.ts';
import type { News } from '../../services/event-hub.ts';
import type { ReadableDb } from '../../stores/database.ts';
import { trialsOf } from '../../stores/study-store.ts';
import type { Output } from './output.ts';
import { trialLine, trialTable } from './study-lines.ts';

/** Tells of the trials of a search: as they report with `--json`, as they end in text; and has a table for who watches. */
export interface TrialTeller {
  (news: Extract<News, { type: 'study-changed' }>): void;
  /** The newest trials; none before the first. */
  table(): readonly string[];
}

const SHOWN = 12;

export function createTrialTeller(db: ReadableDb, output: Output): TrialTeller {
  let trials: readonly Trial[] = [];
  const teller = ({ studyId, trial: number }: Extract<News, { type: 'study-changed' }>): void => {
    trials = trialsOf(db, studyId);
    const trial = trials.find(one => one.number === number);
    if (trial === undefined) return;
    const { role, state, fields, reports, until, reason, repeats } = trial;
    const values = reports.at(-1)?.values ?? {};
    output.event({ type: 'trial', study: studyId, number, role, state, epochs: epochsOf(trial), until, values, fields, repeats, reason });
    if (state !== 'running') output.line(trialLine(trial));
  };
  return Object.assign(teller, { table: () => (trials.length === 0 ? [] : trialTable(trials, SHOWN)) });
}
