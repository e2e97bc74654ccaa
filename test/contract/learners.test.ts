import { isSigmoid } from '../../src-shared/domain/graph/task.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import { sourceOfFiles } from '../../src-main/engine/formats/format.ts';
import { FLOAT_FORMATS } from '../support/format-lists.ts';
import { composeMembers, finishFusion } from '../../src-main/engine/fusion/compose-members.ts';
import type { StoredPredictions } from '../../src-main/engine/fusion/held-out.ts';
import { fitStack, type StackPlan } from '../../src-main/engine/fusion/stacking/fit-stack.ts';
import { learners } from '../../src-main/engine/fusion/stacking/index.ts';
import type { FittedLearner } from '../../src-main/engine/fusion/stacking/learner.ts';
import { createTail } from '../../src-main/engine/fusion/tail-builder.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import type { Model } from '../../src-shared/domain/graph/model-card.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { outputsOf, smallInputs, smallMembers } from '../support/fusion-members.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';
import { recorder } from '../support/small-training.ts';
import { madeUpPredictions } from '../support/stack-members.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };
const FEATURES = 5;
const ITEMS = 30;
const inputs = smallInputs(ITEMS);
const planOf = (id: string, below: readonly string[] = []): StackPlan => {
  const value = (kind: string) => ({ kind, ...paramsOf(learners.require(kind)) });
  return { learner: value(id), below: below.map(value) };
};

function fit(stored: StoredPredictions, plan: StackPlan, original: { values: Float32Array; width: number } | null = null) {
  return fitStack(stored, original, plan, { seed: 3, hooks: recorder(), engine: () => Promise.resolve(engine) });
}

function stacked(learner: FittedLearner, task: Task, seesItems: boolean): Model {
  const composed = composeMembers(smallMembers(task));
  const tail = createTail(task, composed);
  const call = { task, width: WIDTH[task], tail, ends: composed.ends, input: seesItems ? composed.input : null };
  const { output, parameters } = learner.layers(call);
  return finishFusion(composed, { nodes: tail.nodes, output, parameters });
}

it('every learner file is registered', () => {
  expect(learners.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('fusion/stacking', '.learner.ts'));
});

it.each(learners.all)('$id is plain data apart from its functions', entry => {
  expect(structuredClone(dataOf(entry))).toEqual(dataOf(entry));
});

const cases = learners.all.flatMap(({ id, tasks }) =>
  tasks.flatMap(task => [[id, task, []] as const, [id, task, ['ridge', 'non-negative']] as const]),
);
describe.each(cases)('%s of %s over %j', (id, task, below) => {
  const width = WIDTH[task];
  const made = { task, width, items: 60, members: 3, folds: 3 };

  it('computes as layers what it computes on stored answers, and leaves them alone', async () => {
    const stored = madeUpPredictions(made);
    const before = structuredClone(stored);
    const { learner, outOfFold } = await fit(stored, planOf(id, below));
    expect(stored).toEqual(before);
    expect(outOfFold.every(Number.isFinite)).toBe(true);
    const outputs = smallMembers(task).map(({ model }) => outputsOf(engine.tf, model, inputs));
    const expected = learner.answer({ task, width, items: ITEMS, outputs, original: null, originalWidth: 0 });
    expect(greatestDifference(outputsOf(engine.tf, stacked(learner, task, false), inputs), expected)).toBeLessThan(2e-5);
  });

  it('gives the same bits for the same predictions', async () => {
    const [one, two] = [await fit(madeUpPredictions(made), planOf(id, below)), await fit(madeUpPredictions(made), planOf(id, below))];
    expect(two.outOfFold).toEqual(one.outOfFold);
  });

  it('does better on items of other folds than the worst member', async () => {
    // A network takes its steps by the items, and three labels more of them than one.
    const stored = madeUpPredictions({ ...made, items: id === 'net' && task === 'labels' ? 600 : 300 });
    const { outOfFold } = await fit(stored, planOf(id, below));
    const worst = stored.members[2]!.parts.flatMap(part => [...part.outputs]);
    expect(lossOf(stored, outOfFold)).toBeLessThan(lossOf(stored, Float32Array.from(worst)));
  });
});

it.each(['ridge', 'net'])('%s that sees the items themselves computes the same as layers', async id => {
  const stored = madeUpPredictions({ task: 'classes', width: 4, items: ITEMS, members: 3, folds: 3 });
  const { learner } = await fit(stored, planOf(id), { values: inputs, width: FEATURES });
  const outputs = smallMembers('classes').map(({ model }) => outputsOf(engine.tf, model, inputs));
  const expected = learner.answer({ task: 'classes', width: 4, items: ITEMS, outputs, original: inputs, originalWidth: FEATURES });
  expect(greatestDifference(outputsOf(engine.tf, stacked(learner, 'classes', true), inputs), expected)).toBeLessThan(2e-5);
});

it.each(FLOAT_FORMATS)('a stack is read back from $id with its answers', async format => {
  const { learner } = await fit(
    madeUpPredictions({ task: 'classes', width: 4, items: 60, members: 3, folds: 3 }),
    planOf('ridge', ['ridge', 'non-negative']),
  );
  const model = stacked(learner, 'classes', false);
  const files = await format.write(model, { name: 'stack', params: paramsOf(format) });
  const session = await format.open(sourceOfFiles(files), () => Promise.resolve(engine));
  const answers = await session.predict(inputs, ITEMS);
  await session.close();
  const logits = outputsOf(engine.tf, model, inputs);
  const expected = Float32Array.from(logits, (logit, k) => {
    const row = logits.subarray(k - (k % 4), k - (k % 4) + 4);
    return Math.exp(logit) / row.reduce((sum, each) => sum + Math.exp(each), 0);
  });
  expect(greatestDifference(answers, expected)).toBeLessThan(1e-5);
});

function greatestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!) / Math.max(1, Math.abs(b[i]!))), 0);
}

/** Wrong answers, or the sum of squared errors. */
function lossOf({ task, width, targets }: StoredPredictions, outputs: Float32Array): number {
  if (task === 'values') return outputs.reduce((sum, value, k) => sum + (value - targets[k]!) ** 2, 0);
  if (isSigmoid(task)) return outputs.reduce((sum, value, k) => sum + Number(Number(value > 0) !== targets[k]), 0);
  return [...targets].filter((target, i) => {
    const row = [...outputs.subarray(i * width, (i + 1) * width)];
    return row.indexOf(Math.max(...row)) !== target;
  }).length;
}
