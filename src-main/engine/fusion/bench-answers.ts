import type { JudgedFusion } from '../../../src-shared/domain/fusion-report.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { Confidence } from '../graph/confidence.ts';
import { heldOutPredictions, type HeldOutPredictions, type StoredPredictions } from './held-out.ts';
import { defaultsOf, judgeDiversity, judgeMethods, type MemberCost } from './judge-fusion.ts';
import { decodePredictions } from './predictions-file.ts';
import { fitCascade, type CascadeFit } from './serial/fit-cascade.ts';

/** A member of a fusion that is not made yet: where its answers lie, and what it costs. */
export interface BenchMember extends MemberCost {
  readonly name: string;
  /** A file of predictions, and the member's place in it. */
  readonly file: Uint8Array;
  readonly place: number;
}

/** The rows of a table of methods. */
export type BenchMethods = Pick<JudgedFusion, 'items' | 'measure' | 'members' | 'methods' | 'controls'>;

/** How the members differ, and who adds what. */
export type BenchDiversity = Pick<JudgedFusion, 'diversity' | 'contributions' | 'suggestion'>;

/** What one asks about members again and again; the same members and seed give the same lots. */
const SEED = 1;

/** Every combiner on stored answers. Throws `invalid-input` where they are not held out, or not to the same items. */
export function methodsOf(members: readonly BenchMember[]): BenchMethods {
  return judgeMethods({ predictions: joined(members), costs: members, chosen: null, defaultsOf, random: createRandom(SEED) });
}

export function diversityOfMembers(members: readonly BenchMember[]): BenchDiversity {
  return judgeDiversity(joined(members), createRandom(SEED));
}

/** All settings of a cascade of these members, the cheapest first. Throws `invalid-input` as `fitCascade` does. */
export function cascadeOf(members: readonly BenchMember[], confidence: Confidence): CascadeFit & { readonly items: number } {
  const predictions = joined(members);
  const costs = members.map(member => member.multiplyAdds);
  return { ...fitCascade({ predictions, costs, confidence, target: { accuracyLoss: 0 } }), items: predictions.items };
}

function joined(members: readonly BenchMember[]): HeldOutPredictions {
  const files = new Map<Uint8Array, StoredPredictions>();
  const opened = members.map(({ file, place, name }) => {
    const stored = files.get(file) ?? decodePredictions(file);
    files.set(file, stored);
    const own = stored.members[place];
    if (own === undefined) throw new Error(`Predictions of at least ${place + 1} members are required for '${name}'`);
    return { stored, member: { name, parts: own.parts } };
  });
  const [first] = opened;
  if (first === undefined) throw new Error('At least one member is required');
  return heldOutPredictions({ ...first.stored, members: opened.map(({ member }) => member) });
}
