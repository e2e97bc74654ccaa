import type { EngineCandidate, EngineStatus } from '../../../src-shared/domain/engine-status.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';

/**
 * The fastest of the candidates, which stand in the ladder's order: where times are equal the higher rung wins. Throws
 * `engine-unavailable`, with every reason, when none was measured.
 */
export function chooseEngine(candidates: readonly EngineCandidate[]): EngineStatus {
  const fastest = candidates.filter(isMeasured).toSorted((a, b) => a.probeStepMs - b.probeStepMs)[0];
  if (fastest === undefined) throw noEngine(candidates);
  const { id, title, identity, threads } = fastest;
  return { chosen: id, title, reason: reasonFor(fastest, candidates), identity, threads, candidates };
}

type Measured = EngineCandidate & { readonly probeStepMs: number; readonly identity: string; readonly threads: number };

function isMeasured(candidate: EngineCandidate): candidate is Measured {
  return candidate.probeStepMs !== null && candidate.identity !== null && candidate.threads !== null;
}

/** Beside the others that were timed, and those better rungs that can't run here. */
function reasonFor({ id, probeStepMs }: Measured, candidates: readonly EngineCandidate[]): string {
  const place = candidates.findIndex(candidate => candidate.id === id);
  const others = candidates.filter(
    (candidate, i) => i !== place && (candidate.probeStepMs !== null || (i < place && !candidate.available)),
  );
  const clauses = others.length === 0 ? '' : ` (${others.map(clauseFor).join('; ')})`;
  return `The fastest here: ${formatMs(probeStepMs)} for a training step of the probe network${clauses}.`;
}

function clauseFor({ title, reason, probeStepMs }: EngineCandidate): string {
  return `${title}: ${probeStepMs === null ? lowerFirst(reason) : formatMs(probeStepMs)}`;
}

function formatMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function noEngine(candidates: readonly EngineCandidate[]): AppFailure {
  const reasons = candidates.map(({ title, reason }) => `${title}: ${reason}`).join('; ');
  return new AppFailure({ code: 'engine-unavailable', message: `No engine can run here. ${reasons}` });
}
