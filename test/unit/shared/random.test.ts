import { expect, it } from 'vitest';
import { createRandom, restoreRandom, shuffle } from '../../../src-shared/lib/random.ts';

const draws = (random: { next(): number }, n: number) => Array.from({ length: n }, () => random.next());

it('the same seed gives the same numbers, another seed others', () => {
  expect(draws(createRandom(7), 5)).toEqual(draws(createRandom(7), 5));
  expect(draws(createRandom(7), 5)).not.toEqual(draws(createRandom(8), 5));
  expect(draws(createRandom(2 ** 32), 5)).not.toEqual(draws(createRandom(0), 5));
});

it('goes on from its stored state', () => {
  const random = createRandom(0);
  draws(random, 17);
  const restored = restoreRandom(JSON.parse(JSON.stringify(random.state)) as number[]);
  expect(draws(restored, 9)).toEqual(draws(random, 9));
  expect(draws(restored.split('x'), 3)).toEqual(draws(random.split('x'), 3));
});

it('splits into streams that do not depend on what was drawn before', () => {
  const fresh = createRandom(3);
  const used = createRandom(3);
  draws(used, 100);
  expect(draws(used.split('order'), 4)).toEqual(draws(fresh.split('order'), 4));
  expect(draws(fresh.split('order'), 4)).not.toEqual(draws(fresh.split('dropout'), 4));
  expect(draws(fresh.split(1), 4)).not.toEqual(draws(fresh.split(2), 4));
});

it('is uniform and normal to within five standard errors', () => {
  const random = createRandom(1);
  const uniform = draws(random, 100_000);
  const normal = Array.from({ length: 100_000 }, () => random.nextNormal());
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 1e5));
  expect(Math.abs(mean(normal))).toBeLessThan(5 / Math.sqrt(1e5));
  expect(Math.abs(mean(normal.map(x => x * x)) - 1)).toBeLessThan(5 * Math.sqrt(2 / 1e5));
});

it('shuffles every item to every place equally often', () => {
  const counts = new Uint32Array(16);
  const random = createRandom(5);
  for (let trial = 0; trial < 4000; trial++) {
    const order = [0, 1, 2, 3];
    shuffle(order, random);
    order.forEach((item, place) => (counts[item * 4 + place]! += 1));
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(750));
});
