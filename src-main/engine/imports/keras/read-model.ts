import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ImportItem } from '../../../../src-shared/domain/import-report.ts';
import { finished } from '../trace/finish.ts';
import { endingAt } from '../trace/head.ts';
import { reshapedNode } from '../trace/layouts.ts';
import { refusal, type Problem } from '../trace/problems.ts';
import { createTrace } from '../trace/trace.ts';
import { Unsupported } from '../foreign-graph.ts';
import type { ReadModel } from '../model-reader.ts';
import { flattenKeras, type KerasCall } from './flatten-config.ts';
import { addKerasLayer } from './layers.ts';

/** Weights of a call's layer in Keras's order; none for a layer without. */
export type WeightsOf = (call: KerasCall) => readonly Parameter[];

/** A model by its configuration and what gives its weights. Throws `invalid-input` with every layer without a counterpart. */
export function readKerasModel(root: unknown, weightsOf: WeightsOf): Omit<ReadModel, 'reference' | 'card'> {
  const { calls, output, shared } = flattenKeras(root);
  const trace = createTrace({ inputs: [], outputs: [], nodes: [], constants: new Map(), opset: 0 }, { size: 1 });
  const ends = new Map<string, string>();
  const items: ImportItem[] = [];
  const problems: Problem[] = [];
  for (const call of calls) {
    const inputs = call.inputs.map(name => ends.get(name));
    if (inputs.includes(undefined)) continue;
    const count = trace.nodes.length;
    try {
      ends.set(call.name, addKerasLayer({ trace, call, inputs: inputs as string[], weights: weightsOf(call) }));
    } catch (thrown) {
      if (!(thrown instanceof Unsupported)) throw thrown;
      problems.push({ op: call.className, name: call.name, reason: thrown.message });
    }
    const as = trace.nodes.slice(count).map(({ layer }) => layer);
    items.push({ name: call.name, op: call.className, outcome: as.length > 0 ? 'mapped' : 'folded', as });
  }
  if (problems.length > 0) throw refusal(problems);
  for (const name of shared) trace.notes.add(`'${name}' is used several times: each use has weights of its own here, alike at first.`);
  const end = ends.get(output) ?? '';
  const row = reshapedNode(trace, end, [trace.shapeOf(end).reduce((product, size) => product * size, 1)]);
  const { answer, node } = endingAt(trace, row);
  return { ...finished(trace, node), answer, items, notes: [...trace.notes] };
}
