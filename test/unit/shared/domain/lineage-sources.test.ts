import { expect, it } from 'vitest';
import type { Lineage, LineageMember } from '../../../../src-shared/domain/lineage/lineage.ts';
import { sourcesOf } from '../../../../src-shared/domain/lineage/sources.ts';

const member = (id: string, replicate: number | null, deleted = false): LineageMember => ({ id, replicate, deleted });
const node = (step: string, kind: 'model' | 'data', members: readonly LineageMember[]) => ({ id: `r/${step}`, kind, name: step, members });

const LINEAGE = {
  nodes: [
    node('digits', 'data', [member('d', null)]),
    node('net', 'model', [member('n0', 0), member('n1', 1)]),
    node('other', 'model', [member('o', null)]),
    node('gone', 'model', [member('g', null, true)]),
    node('lean', 'model', [member('l0', 0), member('l1', 1)]),
  ],
  edges: ['digits', 'net', 'other', 'gone'].map(step => ({ from: `r/${step}`, to: 'r/lean' })),
} as unknown as Lineage;

it('finds the models a replicate was made from: the same replicate, the only one, none that is gone', () => {
  expect(sourcesOf(LINEAGE, { runId: 'r', step: 'lean', replicate: 1 })).toEqual([
    { id: 'n1', name: 'net' },
    { id: 'o', name: 'other' },
  ]);
});

it('takes all replicates where the model has none itself', () => {
  expect(sourcesOf(LINEAGE, { runId: 'r', step: 'lean', replicate: null }).map(({ id }) => id)).toEqual(['n0', 'n1', 'o']);
});

it('finds none of a model that was made from data alone', () => {
  expect(sourcesOf(LINEAGE, { runId: 'r', step: 'net', replicate: 0 })).toEqual([]);
});
