import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { planExport, writeLayer, type ExportPlan, type LayerTable } from '../export-plan.ts';
import type { GraphCall } from './graph-call.ts';
import { createGraphOps } from './graph-ops.ts';
import type { GraphEmitter, GraphValue } from './graph-value.ts';
import { GRAPH_LAYERS } from './layers.ts';

export interface NetworkEnds {
  readonly input: GraphValue;
  /** Probabilities, or values. */
  readonly answer: GraphValue;
}

const ANSWERS = { softmax: 'Softmax', sigmoid: 'Sigmoid', linear: null } as const;

/** Writes the model's operations, the answer last. `format` is what a layer without a form is refused by; `own` are forms of the format's own. */
export function emitNetwork(
  format: string,
  model: Model,
  emitter: GraphEmitter & { input(plan: ExportPlan): GraphValue; same(name: string, x: GraphValue): GraphValue },
  own: LayerTable<GraphCall, GraphValue> = {},
): NetworkEnds {
  const plan = planExport(model);
  const table = { ...GRAPH_LAYERS, ...own };
  const ops = createGraphOps(emitter);
  const input = emitter.input(plan);
  const values = new Map([[plan.input.name, input]]);
  for (const node of plan.nodes.filter(({ name }) => name !== plan.input.name)) {
    const inputs = node.inputs.map(source => values.get(source) as GraphValue);
    values.set(node.name, writeLayer(format, table, node, { ops, node, inputs, x: inputs[0] as GraphValue }));
  }
  const last = values.get(plan.output.name) as GraphValue;
  const op = ANSWERS[plan.answer];
  return { input, answer: op === null ? emitter.same(plan.answerName, last) : ops.unary(op, plan.answerName, last) };
}
