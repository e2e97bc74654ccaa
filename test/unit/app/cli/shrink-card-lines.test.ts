import { expect, it } from 'vitest';
import { shrinkCardLines } from '../../../../src-main/app/cli/shrink-card-lines.ts';
import type { ShrinkCard } from '../../../../src-shared/domain/shrink-card.ts';
import { shrinkCard } from '../../../support/shrink-card.ts';

/** Without the no-break spaces before units. */
function plain(card: ShrinkCard): readonly string[] {
  return shrinkCardLines(card).map(line => line.replaceAll('\u00a0', ' '));
}

it('puts a card into a table with what was gained', () => {
  expect(plain(shrinkCard)).toEqual([
    'Both as ONNX, read back by onnxruntime 1.30.0 on one thread; 5,000 items of the validation split',
    '                                             before                      after   gain',
    'file                                        1.07 MB                     533 KB     2×',
    'file, deflated                               992 KB                     496 KB     2×',
    'stored here                                 1.07 MB                     107 KB    10×',
    'parameters                                  266,610                    133,305     2×',
    'non-zeros                                   266,610                    133,305     2×',
    'multiply-adds                                 266 k                      133 k     2×',
    'peak memory, predicted                      1.07 MB                     534 KB     2×',
    'latency p50, batch 1                        0.04 ms                    0.02 ms     2×',
    'latency p95, batch 1                        0.05 ms                    0.04 ms  1.25×',
    'items a second, batch 64                      275 k                      550 k     2×',
    'error                     2.16 % (1.76 % to 2.56 %)  2.04 % (1.66 % to 2.42 %)',
    'Both files answer like their models (greatest difference 3.0e-7, allowed 1e-5)',
  ]);
});

it('says so when nothing but the compressed file got smaller', () => {
  const { before, after } = shrinkCard;
  const { parameters, multiplyAdds, bytes } = before;
  expect(plain({ ...shrinkCard, after: { ...after, parameters, multiplyAdds, bytes } })).toContain(
    '! Smaller only when compressed, same speed',
  );
});

it('says so when a file does not answer like its model, and leaves out a quality nobody measured', () => {
  const { before, after } = shrinkCard;
  const wrong = { ...after, quality: null, verification: { ...after.verification, maxDifference: 0.25 } };
  const lines = plain({ ...shrinkCard, before, after: wrong });
  expect(lines.at(-1)).toBe('! A file does not answer like its model (greatest difference 2.5e-1, allowed 1e-5; before: 3.0e-7)');
  expect(lines.some(line => line.startsWith('error'))).toBe(false);
});
