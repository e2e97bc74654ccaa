import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criteria } from '../../src-main/engine/pruning/criteria/index.ts';
import { unitsOf, type PruningSubject } from '../../src-main/engine/pruning/criterion.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

it('every criterion file is registered', () => {
  expect(criteria.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('pruning/criteria', '.criterion.ts'));
});

/** A kernel of any shape up to 6 × 6, special values among the rest. */
const anyKernel = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
  fc.record({
    shape: fc.constant([rows, columns]),
    values: fc.float32Array({ minLength: rows * columns, maxLength: rows * columns, noNaN: true, noDefaultInfinity: true }),
  }),
);
const subjectOf = (kernel: { readonly shape: readonly number[]; readonly values: Float32Array }): PruningSubject => ({
  kind: 'weights',
  name: 'fc1/kernel',
  kernel,
});

describe.each(criteria.all.filter(({ granularities }) => granularities.includes('weights')))(
  'criterion $id on single weights',
  criterion => {
    const score = criterion.score as unknown as (call: object) => Float32Array;
    const scoresOf = (subject: PruningSubject): Float32Array =>
      score({ subject, config: paramsOf(criterion), evidence: {}, random: createRandom(1).split('fc1/kernel') });

    it('is plain data apart from its functions, so that a form can be sent it', () => {
      expect(structuredClone(dataOf(criterion))).toEqual(dataOf(criterion));
      expect(criterion.source).not.toBe('');
    });

    it('gives one finite score per weight, the same every time', () => {
      fc.assert(
        fc.property(anyKernel, kernel => {
          const scores = scoresOf(subjectOf(kernel));
          expect(scores).toHaveLength(unitsOf(subjectOf(kernel)));
          expect(scores.every(Number.isFinite)).toBe(true);
          expect(scoresOf(subjectOf(kernel))).toEqual(scores);
        }),
      );
    });

    it('follows its weights when they are reordered, unless it draws lots', () => {
      if (criterion.id === 'random') return expect(criterion.title).toContain('control');
      fc.assert(
        fc.property(anyKernel, ({ shape, values }) => {
          const reversed = scoresOf(subjectOf({ shape, values: values.slice().reverse() }));
          expect(reversed.reverse()).toEqual(scoresOf(subjectOf({ shape, values })));
        }),
      );
    });

    it('leaves the weights as they were', () => {
      fc.assert(
        fc.property(anyKernel, kernel => {
          const before = structuredClone(kernel);
          scoresOf(subjectOf(kernel));
          expect(kernel).toEqual(before);
        }),
      );
    });
  },
);
