import type { EngineCandidate } from '../../../src-shared/domain/engine-status.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { Engine } from '../tensor-library.ts';
import type { Backend, BackendOptions } from './backend.ts';
import { backends } from './index.ts';
import { measureTrainingStep } from './probe.ts';

export interface MeasureOptions extends BackendOptions {
  /** Milliseconds, monotonous. */
  readonly now?: () => number;
  /** Milliseconds for the steps, the back end's start not counted; one step is always finished. */
  readonly budgetMs?: number;
}

/**
 * Starts a back end and puts it in force for the process (tfjs knows one at a time: the engine created last is the one
 * that computes; see `test/support/engines.ts` for going back and forth). Throws `invalid-input` for an unknown id,
 * `engine-unavailable` for one that can't run here.
 */
export async function createEngine(id: string, options: BackendOptions = {}): Promise<Engine> {
  const backend = backendOf(id);
  const refusal = refusalOf(backend, options);
  if (backend.driver === null || refusal !== null) {
    throw new AppFailure({
      code: 'engine-unavailable',
      message: `${backend.title} can't run here: ${refusal}`,
      hint: "Choose another engine, or 'auto'",
    });
  }
  return backend.driver.create(options);
}

/** The rungs, best first, each with the reason it can't run here; null for those worth a measurement. Starts nothing. */
export function listEngines(
  options: BackendOptions,
): readonly { readonly id: string; readonly title: string; readonly refusal: string | null }[] {
  return backends.all.map(backend => ({ id: backend.id, title: backend.title, refusal: refusalOf(backend, options) }));
}

/**
 * Times a training step of a small network on one back end, and leaves it in force. One that doesn't start says why; one
 * that takes the process with it can't, so the caller gives each candidate a process of its own.
 */
export async function measureEngine(id: string, options: MeasureOptions = {}): Promise<EngineCandidate> {
  const { title, slowStart = false, fewestThreads = 1 } = backendOf(id);
  try {
    const engine = await createEngine(id, options);
    const { identity, threads } = engine;
    if (threads < fewestThreads) return unavailable({ id, title }, `Needs ${fewestThreads} threads, this machine has ${threads}`);
    const started = { id, title, available: true, identity, threads, ...(fewestThreads === 1 ? {} : { fewestThreads }) };
    if (slowStart) return { ...started, reason: 'Slow to start: tried in long trainings only', probeStepMs: null };
    const { stepMs, steps } = await measureTrainingStep(engine, options.now ?? (() => performance.now()), options.budgetMs ?? BUDGET_MS);
    const reason = `Median of ${steps} training ${steps === 1 ? 'step' : 'steps'} of the probe network`;
    return { ...started, reason, probeStepMs: stepMs };
  } catch (thrown) {
    return unavailable({ id, title }, `Failed to start: ${messageOf(thrown)}`);
  }
}

function unavailable(candidate: Pick<EngineCandidate, 'id' | 'title'>, reason: string): EngineCandidate {
  return { ...candidate, available: false, reason, probeStepMs: null, identity: null, threads: null };
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof AppFailure) return thrown.error.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function refusalOf(backend: Backend, options: BackendOptions): string | null {
  return backend.driver === null ? backend.missing : backend.driver.unavailable(options);
}

function backendOf(id: string): Backend {
  const backend = backends.get(id);
  if (backend !== undefined) return backend;
  const ids = backends.all.map(each => each.id);
  const near = closest(id, ids);
  throw invalidInput(`An engine must be one of ${ids.join(', ')}, got '${id}'`, near === null ? {} : { hint: `Did you mean '${near}'?` });
}

const BUDGET_MS = 500;
