import type { ModelGraph, Parameter, Parameters } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { targetScale, withTargetScale } from '../../../training/target-scale.ts';
import { resolvedNode, shapesOf } from '../../../graph/shapes.ts';
import { ensembleGraph, stagePrefix, underStage } from './ensemble-graph.ts';
import type { BoostingRule } from './boosting-rule.ts';

/**
 * Each stage is added to the frozen sum of the former ones and trained by the loss of that sum: for values it fits what they left
 * over, for classes it is the step in function space along the logits' gradient. The first stage counts whole, the later ones
 * shrunk once they are trained; these begin as zero, where their last layer can. Source: Friedman 2001, doi:10.1214/aos/1013203451; networks as stages: Badirli 2020,
 * arXiv:2002.07971, whose stages read the former one's features, which these do not.
 */
export const gradientBoosting: BoostingRule = {
  tasks: ['classes', 'binary', 'labels', 'values'],
  shrinkage: 1,
  better: (one, other) => one.loss < other.loss,
  factors: (stages, shrinkage) => Array.from({ length: stages }, (_, stage) => (stage === 0 ? 1 : shrinkage)),
  trained({ graph, stage, former, initial, data, shrinkage }) {
    const factors = [...gradientBoosting.factors(stage, shrinkage), 1];
    const whole = withTargetScale(ensembleGraph(graph, factors), targetScale(data));
    const own = stagePrefix(stage);
    const frozen = new Set(whole.nodes.flatMap(({ name }) => (name.startsWith(own) ? [] : [name])));
    const start = stage === 0 ? initial : fromNothing(graph, initial);
    return Promise.resolve({ graph: whole, parameters: { ...former, ...underStage(start, stage) }, data, frozen });
  },
  stageArrays: (parameters, stage) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => name.startsWith(stagePrefix(stage)))),
};

/** The last layer zero: the stage begins by changing no answer. */
function fromNothing(graph: ModelGraph, initial: Parameters): Parameters {
  const { node, layer, config, inputs } = resolvedNode(shapesOf(graph), graph.outputs[0] as string);
  const rule = layer.channels(config, inputs);
  if (rule.kind !== 'source') return initial;
  const zeroed = rule.outputs.map(({ parameter }) => {
    const name = `${node.name}/${parameter}`;
    const { shape, values } = initial[name] as Parameter;
    return [name, { shape, values: new Float32Array(values.length) }] as const;
  });
  return { ...initial, ...Object.fromEntries(zeroed) };
}
