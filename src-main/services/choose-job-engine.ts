import type { ChoiceCandidate, ChoiceReason, EngineChoice } from '../../src-shared/domain/engine-choice.ts';
import { engineAt, type EngineStatus, type OfferedEngine } from '../../src-shared/domain/engine-status.ts';
import { stepKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import { findEngineChoice, storeEngineChoice } from '../stores/engine-choice-store.ts';
import type { EngineQuestion } from './engine-question.ts';
import { workOf } from './job-key.ts';
import { freeThreads, threadsOffered } from './job-threads.ts';
import { rehearse } from './rehearse.ts';
import type { RunState } from './run-state.ts';

/** Tens of times slower than any other: measured against none, used where nothing else runs. */
const LAST_RESORT = 'cpu';

/**
 * The engine of a job, with the threads its step is offered; null for a step that needs none, `wait` when it must be
 * measured first and the cores for that are not free, or the run is to stop. What trains is timed with the job itself on
 * every engine worth it, once for each work. The other kinds (evaluate, compare, export) run forward for seconds: timing
 * them would take longer than they do, and the probe's fastest is theirs.
 */
export async function chooseJobEngine(state: RunState, question: EngineQuestion): Promise<EngineChoice | 'wait' | null> {
  const { step } = question.planned;
  const kind = stepKinds.require(step.do);
  if (!kind.usesEngine) return null;
  const status = await state.context.engineStatus();
  const threads = threadsOffered(step.repeat, state.context.cores);
  if (question.run.engine !== null)
    return choiceOf(status, threads, { engine: requireEngine(status, question.run.engine), why: 'by-hand' });
  if (kind.produces !== 'model') return choiceOf(status, threads, { engine: status.chosen, why: 'probed' });
  const worthIt = offeredEngines(status, threads);
  const [only] = worthIt;
  if (worthIt.length === 1 && only !== undefined) return choiceOf(status, threads, { engine: only.engine, why: 'only' });
  return measuredChoice(state, question, { status, threads, worthIt });
}

/** The name as it is, if such an engine can run here. Throws `invalid-input` or `engine-unavailable`. */
export function requireEngine({ candidates }: EngineStatus, name: string): string {
  const named = candidates.find(candidate => candidate.id === name);
  if (named === undefined) {
    throw invalidInput(`An engine must be one of ${candidates.map(({ id }) => id).join(', ')}, got '${name}'`, { path: 'engine' });
  }
  if (named.available) return name;
  throw new AppFailure({
    code: 'engine-unavailable',
    message: `${named.title} can't run here: ${named.reason}`,
    hint: "'espalier engine status' shows what can.",
  });
}

function offeredEngines({ candidates }: EngineStatus, threads: number): readonly OfferedEngine[] {
  const offered = candidates.map(candidate => engineAt(candidate, threads)).filter(engine => engine !== null);
  const others = offered.filter(({ engine }) => engine !== LAST_RESORT);
  return others.length === 0 ? offered : others;
}

interface Offers {
  readonly status: EngineStatus;
  readonly threads: number;
  readonly worthIt: readonly OfferedEngine[];
}

async function measuredChoice(state: RunState, question: EngineQuestion, offers: Offers): Promise<EngineChoice | 'wait'> {
  const { context } = state;
  const { planned, input } = question;
  const work = context.sha256(canonicalJson({ work: workOf(planned.step, input), machine: context.machine, engines: offers.worthIt }));
  const known = findEngineChoice(context.db, work);
  if (known !== null) return known;
  const most = Math.max(...offers.worthIt.map(({ threads }) => threads));
  if (most > freeThreads(context.cores, state.running.values())) return 'wait';
  const measured = new Map<string, Measurement>();
  for (const engine of offers.worthIt) {
    measured.set(engine.engine, await rehearse(state, question, engine));
    if (state.closing || question.run.cancelled) return 'wait';
  }
  const choice = fastest(offers, measured);
  storeEngineChoice(context.db, work, choice, context.nowMs());
  return choice;
}

type Measurement = Pick<ChoiceCandidate, 'stepMs' | 'reason'>;

/** Where none could be measured the job runs on the probe's fastest, and says itself what is wrong with it. */
function fastest({ status, threads, worthIt }: Offers, measured: ReadonlyMap<string, Measurement>): EngineChoice {
  const timed = worthIt.flatMap(({ engine }) => {
    const stepMs = measured.get(engine)?.stepMs ?? null;
    return stepMs === null ? [] : [{ engine, stepMs }];
  });
  const [best] = timed.toSorted((a, b) => a.stepMs - b.stepMs);
  const chosen =
    best === undefined ? ({ engine: status.chosen, why: 'probed' } as const) : ({ engine: best.engine, why: 'measured' } as const);
  return choiceOf(status, threads, chosen, measured);
}

function choiceOf(
  status: EngineStatus,
  threads: number,
  { engine, why }: { readonly engine: string; readonly why: ChoiceReason },
  measured: ReadonlyMap<string, Measurement> = new Map(),
): EngineChoice {
  const candidate = status.candidates.find(({ id }) => id === engine);
  const offered = candidate === undefined ? null : engineAt(candidate, threads);
  if (offered === null) throw new Error(`The engine '${engine}' is not available`);
  const candidates = status.candidates.map(({ id, title, available, reason }) => {
    const { stepMs = null, reason: why = available ? null : reason } = measured.get(id) ?? {};
    return { engine: id, title, stepMs, reason: why };
  });
  return { ...offered, why, candidates };
}
