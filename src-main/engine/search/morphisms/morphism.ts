import type { ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../../src-shared/lib/random.ts';
import type { Algorithm } from '../../algorithm.ts';

/** A structure with values for it. */
export interface Network {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
}

/** One change of a structure, as data: it can be stored, and made again. */
export interface StructureChange {
  /** Id of a morphism. */
  readonly morphism: string;
  /** The layer, block or group of channels it is made at. */
  readonly at: string;
  /** The width it leads to, of those that change one. */
  readonly to?: number;
}

/** A kind of change of a network's structure that leaves it as much of what it knows as it can. */
export interface Morphism extends Algorithm {
  /** Whether the changed network, untrained, answers as the one before. */
  readonly keepsFunction: boolean;
  /** Every change of this kind the structure allows, in the order of its nodes. */
  changes(graph: ModelGraph): readonly StructureChange[];
  /** The network after the change, which must be one of `changes`. New values are drawn by parameter; arguments are left alone. */
  apply(network: Network, change: StructureChange, random: Random): Network;
}

export function defineMorphism(morphism: Morphism): Morphism {
  return morphism;
}
