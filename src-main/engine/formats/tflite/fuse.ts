import type { LiteNetwork, LiteOperator } from './lite-value.ts';
import { FUSED_ACTIVATIONS } from './schema.ts';

/** Operators in front that do what a following RELU or RELU6 would, where nothing else reads what they give. */
export function withFusedActivations(network: LiteNetwork): LiteNetwork {
  const readers = readersOf(network);
  const producers = new Map(network.operators.flatMap(one => one.outputs.map(name => [name, one] as const)));
  const fused = new Map<LiteOperator, LiteOperator>();
  const gone = new Set<LiteOperator>();
  for (const operator of network.operators) {
    if (operator.code !== 'RELU' && operator.code !== 'RELU6') continue;
    const [given = ''] = operator.inputs;
    const before = producers.get(given);
    if (before?.options?.values['fusedActivation'] !== 0 || fused.has(before) || readers.get(given) !== 1) continue;
    const values = { ...before.options.values, fusedActivation: FUSED_ACTIVATIONS[operator.code] };
    fused.set(before, { ...before, outputs: operator.outputs, options: { ...before.options, values } });
    gone.add(operator);
  }
  return { ...network, operators: network.operators.filter(one => !gone.has(one)).map(one => fused.get(one) ?? one) };
}

/** How many operators read a value; the network's answer has one more. */
export function readersOf({ operators, output }: LiteNetwork): ReadonlyMap<string, number> {
  const readers = new Map([[output, 1]]);
  for (const name of operators.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1);
  return readers;
}

/** Without operators whose results nobody reads in the end. */
export function withoutUnread(network: LiteNetwork): LiteNetwork {
  const read = new Set([network.output]);
  const kept = network.operators.toReversed().filter(({ inputs, outputs }) => {
    const isRead = outputs.some(name => read.has(name));
    if (isRead) inputs.forEach(name => read.add(name));
    return isRead;
  });
  return { ...network, operators: kept.toReversed() };
}
