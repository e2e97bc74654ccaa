import { hasWideTargets } from '../../../src-shared/domain/graph/task.ts';
import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import { predictSplit } from '../evaluation/predict.ts';
import { heldOutPredictions, type HeldOutPredictions, type StoredPredictions } from './held-out.ts';
import type { FusionCall, SourceMember } from './method.ts';

/** Every member's answers to the validation items, classes in the data's order; null without a validation part. */
export async function predictMembers(
  call: Pick<FusionCall<unknown>, 'members' | 'data' | 'engine' | 'hooks'>,
): Promise<StoredPredictions | null> {
  const { members, data, hooks } = call;
  if (data.count('validation') === 0) return null;
  const predicted = [];
  let targets: StoredPredictions['targets'] = new Float32Array(0);
  for (const [i, member] of members.entries()) {
    hooks.report({ fraction: i / (members.length + 1), stage: 'evaluating' });
    const { graph, parameters, card } = member.model;
    const engine = await call.engine({ graph, data, training: null });
    const answers = await predictSplit({ engine, graph, parameters, data, split: 'validation', turn: () => hooks.turn() });
    targets = answers.targets;
    const outputs = inOrder(answers.outputs, card, data.manifest.target.classes);
    const part = { source: member.source, items: data.itemsOf('validation'), trainedOn: member.trainedOn, outputs };
    predicted.push({ name: member.name, parts: [part] });
  }
  return { task: data.task, width: data.outputs, members: predicted, targets };
}

/** Held-out where that can be proven; else why not. */
export function provenOrWhyNot(stored: StoredPredictions): HeldOutPredictions | Error {
  try {
    return heldOutPredictions(stored);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
    throw thrown;
  }
}

function inOrder(outputs: Float32Array, { classes, task }: ModelCard, wanted: readonly string[]): Float32Array {
  const order = wanted.map(name => classes.indexOf(name));
  if (order.every((from, to) => from === to)) return outputs;
  if (task === 'binary') return outputs.map(logit => -logit);
  const width = order.length;
  return outputs.map((_, k) => outputs[k - (k % width) + order[k % width]!]!);
}

/** Of a member that answers every item with the same class, which one it is; else null, as for labels and values. */
export function constantAnswer({ width, task }: StoredPredictions, outputs: Float32Array): number | null {
  if (hasWideTargets(task)) return null;
  const answerAt = (start: number): number => {
    if (task === 'binary') return Number(outputs[start]! > 0);
    const row = outputs.subarray(start, start + width);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b)));
  };
  const first = answerAt(0);
  for (let start = width; start < outputs.length; start += width) if (answerAt(start) !== first) return null;
  return first;
}

/** A warning for each member that knows one answer only. */
export function constantWarnings(
  stored: StoredPredictions,
  members: readonly SourceMember[],
  classes: readonly string[],
): readonly string[] {
  return stored.members.flatMap(({ name, parts }, i) => {
    const { outputs } = parts[0]!;
    if (stored.task === 'labels' && givesSameLabels(outputs, stored.width))
      return [`'${name}' gives every validation item the same labels`];
    const answer = constantAnswer(stored, outputs);
    return answer === null || members[i] === undefined ? [] : [`'${name}' answers '${classes[answer] ?? answer}' to every validation item`];
  });
}

function givesSameLabels(outputs: Float32Array, width: number): boolean {
  return outputs.every((logit, i) => logit > 0 === outputs[i % width]! > 0);
}
