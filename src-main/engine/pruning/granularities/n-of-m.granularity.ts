import type { Masks, Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import { defineGranularity, updateClock } from '../granularity.ts';
import { scoreSubjects } from '../score-subjects.ts';
import { kernelSparsity, rankedKernels } from './ranked-kernels.ts';

/**
 * Of every `of` weights that follow each other along a kernel's input axis, `keep` stay: the pattern that sparse tensor
 * cores read. A rest shorter than `of` keeps as many, where it has them.
 */
export const nOfM = defineGranularity({
  id: 'n-of-m',
  title: 'N of M',
  help: 'Keeps a fixed number of every few neighbouring weights, as hardware with sparse arithmetic asks for.',
  source: 'Mishra et al. 2021, arXiv:2104.08378',
  params: {
    keep: { kind: 'number', label: 'Kept', unit: 'weights', default: 2, min: 1, max: 63, integer: true },
    of: { kind: 'number', label: 'Of every', unit: 'weights', default: 4, min: 2, max: 64, integer: true },
  },
  revision: 1,
  units: 'weights',
  targets: [],
  plan({ config, graph, parameters, masks, criterion, updates, kept, random }) {
    const { keep, of } = config;
    if (keep >= of) {
      throw invalidInput(`Fewer weights than there are must be kept: fewer than ${of}, got ${keep}`, { path: 'granularity.keep' });
    }
    const kernels = parameterDeclarations(graph)
      .filter(({ role }) => role === 'kernel')
      .map(({ fullName }) => ({ name: fullName, weights: parameters[fullName]!.values.length }));
    const clock = updateClock(updates);
    if (kernels.every(({ name }) => samePattern(parameters[name]!, masks[name], { keep, of }))) {
      throw new AppFailure({
        code: 'nothing-changed',
        message: `Weights that ${keep} of ${of} removes are required, but the model keeps no more than that already`,
        path: 'granularity',
        hint: 'Keep fewer, or choose another granularity.',
      });
    }
    return {
      ...clock,
      async masksAt(at, state, passes) {
        const ranked = rankedKernels(
          kernels.map(({ name }) => name),
          state,
        );
        const scores = await scoreSubjects(criterion, { ranked, state, passes, random });
        const now = Math.max(keep, Math.round(of * kept(clock.progress(at), 1, keep / of)));
        const pruned = ranked.map(({ subject: { name }, alive }) => {
          const { shape } = state.parameters[name]!;
          return [name, keptInBlocks(scores[name]!, alive, { shape, keep: now, of })] as const;
        });
        return { ...state.masks, ...Object.fromEntries(pruned.filter(([, mask]) => mask.includes(0))) };
      },
      sparsity: now => kernelSparsity(kernels, now),
    };
  },
});

interface Pattern {
  readonly keep: number;
  readonly of: number;
}

/** The best of every block that are left; the earlier of equals. Blocks lie along the last axis but one. */
function keptInBlocks(
  scores: Float32Array,
  alive: Uint8Array,
  { shape, keep, of }: Pattern & { readonly shape: readonly number[] },
): Uint8Array {
  const mask = new Uint8Array(scores.length);
  forEachBlock(shape, of, block => {
    const best = block.filter(i => alive[i] === 1).sort((a, b) => scores[b]! - scores[a]! || a - b);
    for (const i of best.slice(0, keep)) mask[i] = 1;
  });
  return mask;
}

function samePattern({ shape }: Parameter, mask: Masks[string] | undefined, { keep, of }: Pattern): boolean {
  let isSame = true;
  forEachBlock(shape, of, block => {
    const left = mask === undefined ? block.length : block.filter(i => mask[i] === 1).length;
    isSame &&= left <= keep;
  });
  return isSame;
}

function forEachBlock(shape: readonly number[], of: number, visit: (positions: number[]) => void): void {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const matrices = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let column = 0; column < columns; column++) {
      for (let start = 0; start < rows; start += of) {
        const length = Math.min(of, rows - start);
        visit(Array.from({ length }, (_, i) => (matrix * rows + start + i) * columns + column));
      }
    }
  }
}
