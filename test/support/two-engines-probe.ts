import type { EngineCandidate } from '../../src-shared/domain/engine-status.ts';
import { measureEngine } from '../../src-main/engine/backends/ladder.ts';
import type { ProbeRequest } from '../../src-main/workers/probe-request.ts';

/** A probe that takes a native engine for available that no job will be able to start, and WASM for what it is. */
const { measure } = JSON.parse(process.argv[2] ?? '') as ProbeRequest;
const native: EngineCandidate = {
  ...{ id: 'libtensorflow', title: 'TensorFlow (native)', available: true, reason: 'Measured', probeStepMs: 1000 },
  ...{ identity: 'libtensorflow-2.21.0-cpu-2t', threads: 2 },
};
const rungs = ['libtensorflow', 'wasm'].map(id => ({ id, title: id, refusal: null }));
const answer = measure === null ? rungs : measure === 'wasm' ? await measureEngine('wasm', { budgetMs: 1 }) : native;
process.send?.(answer, () => process.disconnect());
