import type { ChoiceCandidate, ChoiceReason, EngineChoice } from '../../src-shared/domain/engine-choice.ts';
import { engineAt, type EngineCandidate, type EngineStatus, type OfferedEngine } from '../../src-shared/domain/engine-status.ts';
import { jobKinds } from '../../src-shared/domain/recipe/steps/index.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../src-shared/lib/json.ts';
import { findEngineChoice, storeEngineChoice } from '../stores/engine-choice-store.ts';
import type { EngineQuestion } from './engine-question.ts';
import { workOf } from './job-key.ts';
import { freeThreads, threadsOffered } from './job-threads.ts';
import { rehearse, type Measurement } from './rehearse.ts';
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
  const kind = jobKinds.require(step.do);
  if (!kind.usesEngine || kind.parts !== undefined) return null;
  const status = await state.context.engineStatus();
  const threads = threadsOffered(step.repeat, state.context.cores);
  if (question.run.engine !== null)
    return choiceOf(status, threads, { engine: requireEngine(status, question.run.engine), why: 'by-hand' });
  if (kind.produces !== 'model' && kind.produces !== 'part')
    return choiceOf(status, threads, { engine: probedEngine(status, threads), why: 'probed' });
  const worthIt = offeredEngines(status, threads);
  const [only] = worthIt;
  if (worthIt.length === 1 && only !== undefined) return choiceOf(status, threads, { engine: only.engine, why: 'only' });
  return measuredChoice(state, question, { status, threads, worthIt });
}

/** The fastest in the probe among those that take that many threads. */
function probedEngine({ chosen, candidates }: EngineStatus, threads: number): string {
  const usable = candidates.filter(candidate => candidate.probeStepMs !== null && engineAt(candidate, threads) !== null);
  if (usable.some(({ id }) => id === chosen)) return chosen;
  return usable.toSorted((a, b) => (a.probeStepMs ?? 0) - (b.probeStepMs ?? 0))[0]?.id ?? chosen;
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

/** Small networks are computed faster by one thread than by several: an engine that has several is offered both. */
function offeredEngines({ candidates }: EngineStatus, threads: number): readonly OfferedEngine[] {
  const offered = candidates.filter(candidate => !isSlowStarter(candidate)).flatMap(candidate => variantsOf(candidate, threads));
  const others = offered.filter(({ engine }) => engine !== LAST_RESORT);
  return others.length === 0 ? offered : others;
}

function variantsOf(candidate: EngineCandidate, threads: number): readonly OfferedEngine[] {
  const most = engineAt(candidate, threads);
  if (most === null) return [];
  const one = most.threads === 1 ? null : engineAt(candidate, 1);
  return one === null ? [most] : [most, one];
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
  const failed = new Set<string>();
  const isStopped = (): boolean => state.closing || question.run.cancelled || question.run.paused;
  const measure = async (engines: readonly OfferedEngine[]): Promise<void> => {
    for (const engine of engines) {
      // What does not start with many threads does not start with one.
      if (isStopped() || failed.has(engine.engine)) continue;
      const measurement = await rehearse(state, question, engine);
      measured.set(engine.identity, measurement);
      if (measurement.stepMs === null) failed.add(engine.engine);
    }
  };
  await measure(offers.worthIt);
  if (isLong(measured)) await measure(slowStarters(offers));
  if (isStopped()) return 'wait';
  const choice = fastest(offers, measured);
  storeEngineChoice(context.db, work, choice, context.nowMs());
  return choice;
}

/** What starts slowly earns it back in a training of more than this, at the speed of the best of the others. */
const LONG_MS = 60_000;

function isLong(measured: ReadonlyMap<string, Measurement>): boolean {
  const times = [...measured.values()].flatMap(({ stepMs, totalSteps }) =>
    stepMs === null || totalSteps === null ? [] : stepMs * totalSteps,
  );
  return times.length > 0 && Math.min(...times) > LONG_MS;
}

function slowStarters({ status, threads }: Offers): readonly OfferedEngine[] {
  return status.candidates.filter(isSlowStarter).flatMap(candidate => engineAt(candidate, threads) ?? []);
}

function isSlowStarter({ available, probeStepMs }: EngineCandidate): boolean {
  return available && probeStepMs === null;
}

/** Where none could be measured the job runs on the probe's fastest, and says itself what is wrong with it. */
function fastest({ status, threads, worthIt }: Offers, measured: ReadonlyMap<string, Measurement>): EngineChoice {
  const timed = [...worthIt, ...slowStarters({ status, threads, worthIt })].flatMap(offered => {
    const stepMs = measured.get(offered.identity)?.stepMs ?? null;
    return stepMs === null ? [] : [{ offered, stepMs }];
  });
  const [best] = timed.toSorted((a, b) => a.stepMs - b.stepMs);
  if (best === undefined) return choiceOf(status, threads, { engine: probedEngine(status, threads), why: 'probed' }, measured);
  return choiceOf(status, best.offered.threads, { engine: best.offered.engine, why: 'measured' }, measured);
}

function choiceOf(
  status: EngineStatus,
  threads: number,
  { engine, why }: { readonly engine: string; readonly why: ChoiceReason },
  measured: ReadonlyMap<string, Measurement> = new Map(),
): EngineChoice {
  const candidate = status.candidates.find(({ id }) => id === engine);
  const offered = candidate === undefined ? null : engineAt(candidate, threads);
  if (offered === null) {
    const message = `${candidate?.title ?? engine} takes at least ${candidate?.fewestThreads ?? 1} threads, this step has ${threads}`;
    throw new AppFailure({ code: 'engine-unavailable', message, hint: 'Choose another engine.' });
  }
  return { ...offered, why, candidates: status.candidates.flatMap(one => comparedWith(one, threads, measured)) };
}

/** A rung with its times, one for each number of threads that was timed. */
function comparedWith(candidate: EngineCandidate, threads: number, measured: ReadonlyMap<string, Measurement>): readonly ChoiceCandidate[] {
  const { id, title, available, reason } = candidate;
  const most = engineAt(candidate, candidate.threads ?? 1);
  const timed = Array.from({ length: most?.threads ?? 0 }, (_, i) => engineAt(candidate, (most?.threads ?? 0) - i))
    .filter(variant => variant !== null)
    .flatMap(variant => {
      const found = measured.get(variant.identity);
      if (found === undefined) return [];
      return [{ engine: id, title, threads: variant.threads, stepMs: found.stepMs, reason: found.reason }];
    });
  if (timed.length > 0) return timed;
  return [{ engine: id, title, threads: engineAt(candidate, threads)?.threads ?? null, stepMs: null, reason: available ? null : reason }];
}
