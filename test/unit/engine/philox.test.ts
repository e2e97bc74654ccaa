import { expect, it } from 'vitest';
import { philoxUniform } from '../../../src-main/engine/philox.ts';

it('gives the numbers of StatelessRandomUniformV2 of TensorFlow 2.21', () => {
  const position = { key: 0x123456789abcdefn, counter: [0n, 0n] } as const;
  expect([...philoxUniform(position, 0, 5)]).toEqual([
    0.6260430812835693, 0.09913003444671631, 0.3095741271972656, 0.039061665534973145, 0.5787475109100342,
  ]);
  expect([...philoxUniform(position, 1, 3)]).toEqual([0.07259941101074219, 0.5404791831970215, 0.29794812202453613]);
});
