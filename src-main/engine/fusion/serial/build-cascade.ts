import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Confidence } from '../../graph/confidence.ts';
import { composeMembers, finishFusion } from '../compose-members.ts';
import type { FusionMember } from '../member-checks.ts';

export interface CascadeRule {
  readonly confidence: Confidence;
  readonly thresholds: readonly number[];
  readonly temperatures: readonly number[];
}

/** Members as the stages of a cascade, the first one asked first; classes in the order asked for. Throws as `composeMembers`. */
export function buildCascade(members: readonly FusionMember[], rule: CascadeRule, classes?: readonly string[]): Model {
  const { confidence, thresholds, temperatures } = rule;
  const composed = composeMembers(members, classes);
  const config = { confidence, thresholds, temperatures };
  return finishFusion(composed, { nodes: [{ name: 'cascade', layer: 'cascade', config, inputs: composed.ends }], output: 'cascade' });
}
