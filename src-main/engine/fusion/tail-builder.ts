import type { GraphNode, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { layers } from '../graph/layers/index.ts';
import type { ComposedMembers } from './compose-members.ts';

/** Collects the nodes behind the members. Each method returns the name of the node it added (or found to be there already). */
export interface TailBuilder {
  readonly nodes: readonly GraphNode[];
  /** Named by the word and a number: `mix1`. */
  add(word: string, layer: string, config: JsonObject, inputs: readonly string[]): string;
  rescale(node: string, factor: number, offset?: number): string;
  /** Σ wᵢ·xᵢ; nodes of weight 0 stay unread. */
  weightedSum(nodes: readonly string[], weights: readonly number[]): string;
  /** Probabilities of logits; of a fusion's logits, the probabilities they were made of. Values stay as they are. */
  shares(node: string): string;
  /** Logits of probabilities that sum to 1 (`normalised`), or may not. Values stay as they are. */
  logits(node: string, normalised?: boolean): string;
}

const ANSWERS = { classes: 'softmax', binary: 'sigmoid', labels: 'sigmoid', values: null } as const;

export function createTail(task: Task, composed: Pick<ComposedMembers, 'nodes'>): TailBuilder {
  const nodes: GraphNode[] = [];
  const counts = new Map<string, number>();
  const answer = ANSWERS[task];
  const builder: TailBuilder = {
    nodes,
    add(word, layer, config, inputs) {
      const count = (counts.get(word) ?? 0) + 1;
      counts.set(word, count);
      nodes.push({ name: `${word}${count}`, layer, config, inputs });
      return `${word}${count}`;
    },
    rescale(node, factor, offset = 0) {
      if (factor === 1 && offset === 0) return node;
      return builder.add('scaled', 'rescale', { factor: [factor], offset: [offset] }, [node]);
    },
    weightedSum(read, weights) {
      const used = read.flatMap((node, i) => (weights[i] === 0 ? [] : [{ node, weight: weights[i]! }]));
      const [first, ...others] = used as [(typeof used)[number], ...typeof used];
      if (others.length === 0) return builder.rescale(first.node, first.weight);
      const isEqual = others.every(({ weight }) => weight === first.weight);
      const parts = used.map(({ node, weight }) => (isEqual ? node : builder.rescale(node, weight)));
      const sum = builder.add('sum', 'add', {}, parts);
      return isEqual ? builder.rescale(sum, first.weight) : sum;
    },
    shares(node) {
      if (answer === null) return node;
      const end = composed.nodes.find(({ name }) => name === node);
      if (end !== undefined && layers.require(end.layer).undoes?.(end.config) === answer) return end.inputs[0]!;
      return builder.add('shares', 'activation', { function: answer }, [node]);
    },
    logits(node, normalised = true) {
      return answer === null ? node : builder.add('logits', 'logits', { of: answer, normalised }, [node]);
    },
  };
  return builder;
}
