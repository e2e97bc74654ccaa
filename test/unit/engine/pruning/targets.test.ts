import { describe, expect, it } from 'vitest';
import { keptCount, prunableKernels, resolveTarget, type PrunableKernel } from '../../../../src-main/engine/pruning/targets.ts';

const kernel = (node: string, weights: number, alive = weights): PrunableKernel => ({ name: `${node}/kernel`, node, weights, alive });
const lenet = [kernel('fc1', 235_200), kernel('fc2', 30_000), kernel('fc3', 1000)];

describe('a target per layer', () => {
  it('keeps the rounded share of every layer it names', () => {
    const target = resolveTarget(lenet, { keep: { fc1: 0.08, fc2: 0.09, fc3: 0.26 } }, 'per-layer');
    expect(target).toEqual({ kind: 'per-layer', kept: { 'fc1/kernel': 18_816, 'fc2/kernel': 2700, 'fc3/kernel': 260 } });
  });

  it('leaves layers alone that it does not name', () => {
    expect(resolveTarget(lenet, { keep: { fc2: 0.5 } }, 'per-layer')).toEqual({ kind: 'per-layer', kept: { 'fc2/kernel': 15_000 } });
  });

  it('never revives weights: what is below the share already stays as it is', () => {
    const kernels = [kernel('fc1', 100, 5), kernel('fc2', 100)];
    expect(resolveTarget(kernels, { keep: { fc1: 0.5, fc2: 0.5 } }, 'per-layer')).toEqual({
      kind: 'per-layer',
      kept: { 'fc1/kernel': 5, 'fc2/kernel': 50 },
    });
  });

  it('never takes a whole layer', () => {
    expect(keptCount(10, 0.001)).toBe(1);
    expect(resolveTarget([kernel('fc1', 10)], { sparsity: 0.999 }, 'per-layer')).toEqual({ kind: 'per-layer', kept: { 'fc1/kernel': 1 } });
  });

  it('refuses a layer that is not there, with the nearest name and the list', () => {
    expect(() => resolveTarget(lenet, { keep: { fcl: 0.5 } }, 'per-layer')).toThrow("(fc1, fc2, fc3), got 'fcl'");
    expect(() => resolveTarget(lenet, { keep: { fcl: 0.5 } }, 'per-layer')).toThrow(
      expect.objectContaining({
        error: expect.objectContaining({ path: 'target.keep.fcl', hint: "Did you mean 'fc1'?" }) as unknown,
      }) as Error,
    );
    expect(() => resolveTarget(lenet, { keep: { constructor: 0.5 } }, 'per-layer')).toThrow("got 'constructor'");
  });
});

describe('a sparsity', () => {
  it('per layer takes the same share of every layer', () => {
    expect(resolveTarget(lenet, { sparsity: 0.9 }, 'per-layer')).toEqual({
      kind: 'per-layer',
      kept: { 'fc1/kernel': 23_520, 'fc2/kernel': 3000, 'fc3/kernel': 100 },
    });
  });

  it('over all layers counts weights together, with a tenth of the equal rate as floor of each', () => {
    expect(resolveTarget(lenet, { sparsity: 0.9 }, 'global')).toEqual({
      kind: 'global',
      kept: 26_620,
      floors: { 'fc1/kernel': 2352, 'fc2/kernel': 300, 'fc3/kernel': 10 },
    });
  });
});

describe('a target that changes nothing', () => {
  it.each([
    { what: 'keeps everything', kernels: lenet, target: { keep: { fc1: 1 } }, scope: 'per-layer' as const },
    { what: 'names no layer', kernels: lenet, target: { keep: {} }, scope: 'per-layer' as const },
    { what: 'was reached before', kernels: [kernel('fc1', 100, 10)], target: { sparsity: 0.9 }, scope: 'per-layer' as const },
    { what: 'was reached before, over all layers', kernels: [kernel('fc1', 100, 10)], target: { sparsity: 0.9 }, scope: 'global' as const },
  ])('is refused when it $what', ({ kernels, target, scope }) => {
    expect(() => resolveTarget(kernels, target, scope)).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: 'nothing-changed' }) as unknown }) as Error,
    );
  });

  it('is not confused with a model that has no weights', () => {
    expect(() => resolveTarget([], { sparsity: 0.5 }, 'global')).toThrow('got none');
  });
});

it('counts what is still alive by the masks', () => {
  const parameters = {
    'fc1/kernel': { shape: [2, 2], values: new Float32Array(4) },
    'fc2/kernel': { shape: [2, 1], values: new Float32Array(2) },
  };
  const declared = ['fc1', 'fc2'].map(node => ({ fullName: `${node}/kernel`, node }));
  expect(prunableKernels(declared, parameters, { 'fc1/kernel': Uint8Array.of(1, 0, 0, 1) })).toEqual([
    kernel('fc1', 4, 2),
    kernel('fc2', 2, 2),
  ]);
});
