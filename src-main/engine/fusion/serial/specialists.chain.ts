import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { SpecialistsReport } from '../../../../src-shared/domain/serial-fusion.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { CONFIDENCES } from '../../graph/confidence.ts';
import { specialists as layer } from '../../graph/layers/specialists.layer.ts';
import { finishFusion, joinMembers } from '../compose-members.ts';
import { memberFigures } from '../member-figures.ts';
import { defineFusionMethod, type FusionCall, type SourceMember } from '../method.ts';
import { placedFigures, serialReport, validationAnswers } from './serial-report.ts';

type Config = Parameters<typeof layer.outputShape>[0];

/** The first member sends each item to the member that knows its classes best. */
export const specialists = defineFusionMethod({
  id: 'specialists',
  title: 'Specialists',
  help: 'The first member sends each item to the member that was trained on the classes it takes it for.',
  source: 'Hinton 2015, arXiv:1503.02531, section 5; routing: Jacobs 1991, doi:10.1162/neco.1991.3.1.79',
  revision: 1,
  params: {
    confidence: {
      kind: 'choice',
      label: 'Sure by',
      help: 'The greatest probability, its lead over the next, or how little entropy all of them have.',
      default: 'max-probability',
      options: CONFIDENCES,
    },
    threshold: {
      kind: 'number',
      label: 'Answers itself from',
      help: 'At least so sure, the first member answers by itself; above 1: it always asks.',
      default: 2,
      min: 0,
      max: 2,
    },
  },
  async fuse(call) {
    const { members, data, config, card } = call;
    const [general, ...others] = members;
    if (general === undefined || others.length === 0 || others.length > 32) {
      throw invalidInput(`A member for all classes and 1 to 32 for some of them are required, got ${members.length}`, { path: 'members' });
    }
    const settings = { ...config, classes: classesOf(others, card.classes) };
    const model = build(call, general, settings);
    const answerOf = members.map(member => member.model.card.classes.map(name => card.classes.indexOf(name)));
    const judged = await placedFigures(call, model, answerOf);
    const serial = await routesOf(call, settings, judged);
    const unseen = data.count('validation') === 0 ? ['The data has no validation part to count on who is sent where'] : [];
    return { model, report: serialReport('specialists', members, { serial, warnings: unseen }) };
  },
});

/** By specialist: which of the data's classes each of its answers is. */
function classesOf(others: readonly SourceMember[], all: readonly string[]): readonly (readonly number[])[] {
  const owners = new Map<string, string>();
  return others.map(({ name, model: { card } }) => {
    if (card.task !== 'classes') {
      throw invalidInput(`Specialists that answer with classes are required, but '${name}' gives ${card.task}`, { path: 'members' });
    }
    return card.classes.map(label => {
      if (!all.includes(label))
        throw invalidInput(`Specialists in classes of the data are required, but '${name}' knows '${label}'`, { path: 'members' });
      const other = owners.get(label);
      if (other !== undefined)
        throw invalidInput(`Each class may have one specialist, but '${other}' and '${name}' both know '${label}'`, { path: 'members' });
      owners.set(label, name);
      return all.indexOf(label);
    });
  });
}

function build({ members, card }: FusionCall<unknown>, general: SourceMember, config: Config): Model {
  const joined = joinMembers(members);
  const order = card.classes.map(name => general.model.card.classes.indexOf(name));
  if (general.model.card.task !== 'classes' || order.includes(-1) || order.length !== general.model.card.classes.length) {
    throw invalidInput(`The first member must know all classes of the data, and no others; '${general.name}' does not`, {
      path: 'members',
    });
  }
  const [end, ...ends] = joined.ends as [string, ...string[]];
  const isInOrder = order.every((from, to) => from === to);
  const ordered: readonly GraphNode[] = isInOrder
    ? []
    : [{ name: 'in-order', layer: 'select-channels', config: { channels: order }, inputs: [end] }];
  const inputs = [isInOrder ? end : 'in-order', ...ends];
  const node: GraphNode = { name: 'specialists', layer: layer.id, config: { ...config }, inputs };
  return finishFusion(joined, { nodes: [...ordered, node], output: node.name, card });
}

/** Who is sent where, on the validation part. */
async function routesOf(call: FusionCall<unknown>, config: Config, judged: SpecialistsReport['judged']): Promise<SpecialistsReport> {
  const { members, data, card } = call;
  const [general, ...others] = members as readonly [SourceMember, ...SourceMember[]];
  const counts = others.map(() => 0);
  const items = data.count('validation');
  if (items > 0) {
    const { outputs } = await validationAnswers(call, general.model);
    const own = general.model.card.classes;
    for (let item = 0; item < items; item++) {
      const row = Float32Array.from(card.classes, name => outputs[item * own.length + own.indexOf(name)]!);
      const next = layer.lazy?.next(config, [row, ...others.map(() => undefined)]) ?? null;
      if (next !== null) counts[next - 1]! += 1;
    }
  }
  const shares = counts.map(count => count / Math.max(1, items));
  const costs = members.map(member => memberFigures(member).multiplyAdds);
  return {
    kind: 'specialists',
    specialists: others.map(({ model }, i) => ({ classes: model.card.classes, share: shares[i]! })),
    kept: 1 - shares.reduce((sum, share) => sum + share, 0),
    expectedMultiplyAdds: costs[0]! + shares.reduce((sum, share, i) => sum + share * costs[i + 1]!, 0),
    judged,
  };
}
