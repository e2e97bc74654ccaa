import { parseFields } from '../../../src-shared/domain/params/parse-params.ts';
import type { ParamSpec, ParamSpecs } from '../../../src-shared/domain/params/param-spec.ts';
import { parseSpace } from '../../../src-shared/domain/search/parse-space.ts';
import { resolveSpace } from '../../../src-shared/domain/search/resolve-space.ts';
import type { Assignment, Space } from '../../../src-shared/domain/search/space.ts';

/** A function with a known least value, which is taken off: what it gives is the regret. The same as in make-golden.py. */
export interface TestFunction {
  readonly name: string;
  readonly space: Space;
  regret(assignment: Assignment): number;
}

const number: ParamSpec = { kind: 'number', label: 'A number', min: -1e9, max: 1e9, default: 0 };
const integer: ParamSpec = { ...number, integer: true };
const text: ParamSpec = { kind: 'text', label: 'A name', optional: true };

/** Both ends, and more of the range. */
type Range = readonly [from: number, to: number, more?: object];

function defined(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  f: (x: (name: string) => number, text: (name: string) => string) => number,
): TestFunction {
  const specs: ParamSpecs = Object.fromEntries(Object.entries(fields).map(([key, raw]) => [key, specFor(raw)]));
  const space = parseSpace(fields, specs, { catalog: {}, parseFields });
  if (!space.ok) throw new Error(JSON.stringify(space.error));
  return {
    name,
    space: space.value,
    regret(assignment) {
      const values = resolveSpace(space.value, assignment);
      return f(
        key => Number(values[key]),
        key => String(values[key]),
      );
    },
  };
}

function specFor(raw: unknown): ParamSpec {
  const { choose, step } = raw as { readonly choose?: readonly unknown[]; readonly step?: number };
  if (choose !== undefined) return typeof choose[0] === 'number' ? integer : text;
  return step === undefined ? number : integer;
}

const from = ([low, high, more]: Range): object => ({ from: low, to: high, ...more });
const log = { scale: 'log' };

const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
] as const;
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
] as const;

export const FUNCTIONS: readonly TestFunction[] = [
  defined('branin', { x: from([-5, 10]), y: from([0, 15]) }, at => {
    const [x, y] = [at('x'), at('y')];
    const a = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
    return a ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.39788735772973816;
  }),
  defined('hartmann', Object.fromEntries([0, 1, 2, 3, 4, 5].map(i => [`x${i}`, from([0, 1])])), x => {
    const values = [0, 1, 2, 3, 4, 5].map(i => x(`x${i}`));
    const terms = [1, 1.2, 3, 3.2].map(
      (c, r) => c * Math.exp(-values.reduce((sum, v, j) => sum + A[r]![j]! * (v - P[r]![j]! / 1e4) ** 2, 0)),
    );
    return 3.322368011391339 - terms.reduce((sum, term) => sum + term, 0);
  }),
  defined('levy', Object.fromEntries([0, 1, 2, 3].map(i => [`x${i}`, from([-10, 10])])), x => {
    const w = [0, 1, 2, 3].map(i => 1 + (x(`x${i}`) - 1) / 4);
    const [first, last] = [w[0]!, w[3]!];
    const inner = w.slice(0, 3).reduce((sum, v) => sum + (v - 1) ** 2 * (1 + 10 * Math.sin(Math.PI * v + 1) ** 2), 0);
    return Math.sin(Math.PI * first) ** 2 + inner + (last - 1) ** 2 * (1 + Math.sin(2 * Math.PI * last) ** 2);
  }),
  defined(
    'integers',
    { depth: from([1, 8, { step: 1 }]), width: from([4, 1024, { step: 1, ...log }]), kernel: from([1, 9, { step: 2 }]) },
    x => {
      const [depth, width, kernel] = [x('depth') - 5, Math.log2(x('width')) - 7, x('kernel') - 5];
      return depth ** 2 / 4 + width ** 2 / 4 + kernel ** 2 / 8 + 0.3 * Math.abs(depth) * Math.abs(width);
    },
  ),
  defined(
    'conditional',
    {
      shape: { choose: ['bowl', 'ring', 'wall'] },
      bowlX: from([-2, 2, { when: { shape: 'bowl' } }]),
      bowlY: from([-2, 2, { when: { shape: 'bowl' } }]),
      ringR: from([0, 2, { when: { shape: 'ring' } }]),
      ringA: from([0, 6, { when: { shape: 'ring' } }]),
      wallZ: from([1e-4, 1, { ...log, when: { shape: 'wall' } }]),
    },
    (x, text) => {
      if (text('shape') === 'bowl') return (x('bowlX') - 1) ** 2 + (x('bowlY') + 0.5) ** 2 + 0.3;
      if (text('shape') === 'wall') return (Math.log10(x('wallZ')) + 2) ** 2 + 0.15;
      return (x('ringR') - 1.2) ** 2 + 0.5 * (1 - Math.cos(3 * (x('ringA') - 1))) + 0.05 * (x('ringA') - 1) ** 2;
    },
  ),
  defined(
    'tuning',
    {
      rate: from([1e-5, 1, log]),
      momentum: from([0, 0.99]),
      batch: { choose: [16, 32, 64, 128, 256] },
      activation: { choose: ['relu', 'tanh', 'sigmoid'] },
    },
    (x, text) => {
      const batches: Readonly<Record<string, number>> = { 16: 0.3, 32: 0.1, 64: 0, 128: 0.1, 256: 0.4 };
      const activations: Readonly<Record<string, number>> = { relu: 0, tanh: 0.1, sigmoid: 0.5 };
      const effective = Math.log10(x('rate') / (1 - x('momentum'))) + 2;
      const penalties = batches[text('batch')]! + activations[text('activation')]!;
      return 0.5 * effective ** 2 + 2 * (x('momentum') - 0.9) ** 2 + penalties;
    },
  ),
];
