import type { ModelGraph, Parameters, Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { softTargets } from '../../distillation/losses/soft-targets.distillation-loss.ts';
import type { ChannelGroup } from '../../graph/channel-groups.ts';
import { forward } from '../../graph/forward.ts';
import { initialParameters, parameterDeclarations } from '../../graph/parameters.ts';
import { withoutGradient } from '../../ops/without-gradient.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';
import type { Objective, ObjectiveCall, Tensors } from '../../training/step-plan.ts';
import { maskEntries, maskPlaces } from './mask-entries.ts';
import { pickEntries, picksOf } from './pick-entries.ts';
import { evenWidths, narrowGraph, widthOf } from './widths.ts';

export interface SlimSetup {
  readonly tf: TensorLibrary;
  readonly task: Task;
  readonly graph: ModelGraph;
  readonly groups: readonly ChannelGroup[];
  readonly seed: number;
  /** Below 1, rising: trained at every step, each with statistics of its own. */
  readonly shares: readonly number[];
  /** Networks of widths drawn anew at every step. */
  readonly random: number;
  /** The narrower ones learn from the widest one's answers instead of the labels. */
  readonly distils: boolean;
}

/** A network of one share of all widths, computed from the first entries of the wide one's arrays. */
interface NarrowNet {
  readonly share: number;
  compute(call: ObjectiveCall): Tensor;
}

/**
 * The mean of the losses of the widest network, of each narrower one, and of some with widths drawn by lot between the narrowest
 * and the widest (the first draws one share for all groups, the others one for each): slimmable training (Yu et al. 2019,
 * arXiv:1812.08928), with `random` and the shares' least alone the sandwich rule with in-place distillation (Yu & Huang 2019,
 * arXiv:1903.05134). All in one step, so that their gradients are of the same weights. Departs: the mean, not the sum, so that
 * a learning rate means what it means elsewhere; scales and offsets of normalisations are shared, statistics are not.
 */
export function slimObjective(setup: SlimSetup): Objective {
  const { tf, graph, groups, shares } = setup;
  const learnt = new Set(parameterDeclarations(graph).flatMap(({ role, fullName }) => (role === 'statistic' ? [] : [fullName])));
  const { places, arrays } = maskPlaces(groups, learnt);
  const narrow = shares.map((_, i) => narrowNet(setup, i));
  return {
    fixed: setup.random === 0 ? {} : arrays,
    scalars: done => drawnWidths(setup, done),
    value(call) {
      const taught = teacherOf(setup, call);
      const parts: Record<string, Scalar> = { [lossName(1)]: call.loss() };
      for (const net of narrow) parts[lossName(net.share)] = taught(net.compute(call));
      for (let lot = 0; lot < setup.random; lot++) {
        const widths = groups.map((_, group) => call.scalars[scalarName(lot, group)]!);
        const parameters = maskEntries(tf, call.parameters, { places, arrays: call.fixed, widths });
        const [answers] = forward({ tf, graph, parameters, inputs: [call.batch.inputs], context: withoutStatistics(call) }) as [Tensor];
        parts[`${lossName('drawn')}.${lot + 1}`] = taught(answers);
      }
      const all = Object.values(parts);
      return {
        loss: tf.mul(
          all.reduce((sum, part) => tf.add(sum, part)),
          1 / all.length,
        ) as Scalar,
        parts,
      };
    },
  };
}

/** What the statistics of the narrower networks are called among the parameters, and what they begin with. */
export function narrowStatistics({ graph, groups, shares }: Pick<SlimSetup, 'graph' | 'groups' | 'shares'>): Parameters {
  return Object.fromEntries(
    shares.flatMap((share, i) => {
      const narrow = narrowGraph(graph, groups, evenWidths(groups, share));
      // Statistics begin as constants: no random number is drawn for them.
      const values = initialParameters(narrow, createRandom(0));
      return parameterDeclarations(narrow).flatMap(({ role, fullName }) =>
        role === 'statistic' ? [[statisticPrefix(i) + fullName, values[fullName]!] as const] : [],
      );
    }),
  );
}

/** Before the full name of a statistic of the narrower network at this place. */
export function statisticPrefix(place: number): string {
  return `width.${place}/`;
}

function narrowNet({ tf, graph, groups, shares }: SlimSetup, place: number): NarrowNet {
  const share = shares[place]!;
  const widths = evenWidths(groups, share);
  const narrow = narrowGraph(graph, groups, widths);
  const picks = picksOf(groups, widths);
  const prefix = statisticPrefix(place);
  const statistics = parameterDeclarations(narrow).flatMap(({ role, fullName }) => (role === 'statistic' ? [fullName] : []));
  return {
    share,
    compute({ parameters, batch, context }) {
      const own = Object.fromEntries(statistics.map(name => [name, parameters[prefix + name]!]));
      const wide: Tensors = Object.fromEntries(parameterDeclarations(graph).map(({ fullName }) => [fullName, parameters[fullName]!]));
      const [answers] = forward({
        ...{ tf, graph: narrow, inputs: [batch.inputs] },
        parameters: { ...pickEntries(tf, wide, picks), ...own },
        context: { ...context, updateStatistic: (name, value) => context.updateStatistic(prefix + name, value) },
      }) as [Tensor];
      return answers;
    },
  };
}

/** The widest network's answers are what it is now: nothing goes back through them. */
function teacherOf({ tf, task, distils }: SlimSetup, call: ObjectiveCall): (answers: Tensor) => Scalar {
  if (!distils) return answers => call.loss(answers);
  const teacher = withoutGradient(tf, call.outputs, x => tf.mul(x, 1));
  const temperature = tf.scalar(1);
  if (softTargets.compares.kind !== 'answers') throw new Error('Soft targets compare answers');
  const { rows } = softTargets.compares;
  return student => tf.mean(rows({ tf, config: { temperature: 1, alpha: 1 }, task, student, teacher, temperature, target: noTarget }));
}

function noTarget(): never {
  throw new Error('In-place distillation asks for no label');
}

function withoutStatistics({ context }: ObjectiveCall): ObjectiveCall['context'] {
  return { ...context, updateStatistic: () => undefined };
}

/** For the step after `done` ones: a pure function of the seed. */
function drawnWidths({ groups, shares, random, seed }: SlimSetup, done: number): Readonly<Record<string, number>> {
  const least = shares[0] ?? 1;
  const drawn: Record<string, number> = {};
  for (let lot = 0; lot < random; lot++) {
    const stream = createRandom(seed).split('widths').split(done).split(lot);
    const shared = least + (1 - least) * stream.next();
    groups.forEach((group, place) => {
      const share = lot === 0 ? shared : least + (1 - least) * stream.next();
      drawn[scalarName(lot, place)] = widthOf(group, share);
    });
  }
  return drawn;
}

function scalarName(lot: number, group: number): string {
  return `width.${lot}.${group}`;
}

function lossName(share: number | 'drawn'): string {
  return `loss/width-${share}`;
}
