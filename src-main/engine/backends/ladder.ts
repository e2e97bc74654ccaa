import type { EngineCandidate, EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { Engine } from '../tensor-library.ts';
import type { Backend, BackendOptions } from './backend.ts';
import { backends } from './index.ts';
import { measureTrainingStep } from './probe.ts';

export interface MeasureOptions extends BackendOptions {
  /** A back end's id: it is in force whatever the times, and the reason says so. */
  readonly chosen?: string;
  /** Milliseconds, monotonous. */
  readonly now?: () => number;
  /** Milliseconds for each back end, its start not counted; one step is always finished. */
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

/**
 * Times a training step of a small network on every back end that can run here and picks the fastest. Leaves the
 * chosen one in force.
 */
export async function measureEngines(options: MeasureOptions = {}): Promise<EngineStatus> {
  if (options.chosen !== undefined) backendOf(options.chosen);
  const candidates: EngineCandidate[] = [];
  for (const backend of backends.all) candidates.push(await measureBackend(backend, options));
  const fastest = candidates.filter(hasTime).toSorted((a, b) => a.probeStepMs - b.probeStepMs)[0];
  const chosen = options.chosen ?? fastest?.id;
  if (chosen === undefined) throw noEngine(candidates);
  const engine = await createEngine(chosen, options);
  return {
    chosen,
    title: backends.require(chosen).title,
    reason: reasonFor(chosen, candidates, options.chosen !== undefined),
    identity: engine.identity,
    threads: engine.threads,
    candidates,
  };
}

type Measured = EngineCandidate & { readonly probeStepMs: number };

async function measureBackend(backend: Backend, options: MeasureOptions): Promise<EngineCandidate> {
  const { id, title } = backend;
  const refusal = refusalOf(backend, options);
  if (backend.driver === null || refusal !== null)
    return { id, title, available: false, reason: refusal ?? backend.missing, probeStepMs: null };
  try {
    const engine = await backend.driver.create(options);
    const clock = options.now ?? (() => performance.now());
    const { stepMs, steps } = measureTrainingStep(engine.tf, clock, options.budgetMs ?? BUDGET_MS);
    const reason = `Median of ${steps} training ${steps === 1 ? 'step' : 'steps'} of the probe network`;
    return { id, title, available: true, reason, probeStepMs: stepMs };
  } catch (error) {
    return {
      id,
      title,
      available: false,
      reason: `Failed to start: ${error instanceof Error ? error.message : String(error)}`,
      probeStepMs: null,
    };
  }
}

function reasonFor(chosen: string, candidates: readonly EngineCandidate[], byHand: boolean): string {
  const ms = candidates.find(candidate => candidate.id === chosen)?.probeStepMs ?? null;
  const others = candidates.filter(candidate => candidate.id !== chosen).map(clauseFor);
  const time = ms === null ? '' : `: ${formatMs(ms)} for a training step of the probe network`;
  return `${byHand ? 'Chosen by hand' : 'The fastest here'}${time} (${others.join('; ')}).`;
}

function clauseFor({ title, reason, probeStepMs }: EngineCandidate): string {
  return probeStepMs === null ? `${title}: ${lowerFirst(reason)}` : `${title}: ${formatMs(probeStepMs)}`;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
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

function noEngine(candidates: readonly EngineCandidate[]): AppFailure {
  const reasons = candidates.map(({ title, reason }) => `${title}: ${reason}`).join('; ');
  return new AppFailure({ code: 'engine-unavailable', message: `No engine can run here. ${reasons}` });
}

function hasTime(candidate: EngineCandidate): candidate is Measured {
  return candidate.probeStepMs !== null;
}

const BUDGET_MS = 500;
