import type { SlimmableReport, WidthFigures } from '../../../../src-shared/domain/slimmable.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { channelGroups, type ChannelGroup } from '../../graph/channel-groups.ts';
import { costsOf } from '../../graph/costs.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { TrainingResult } from '../../training/loop-plan.ts';
import { runTraining, type TrainingSetup } from '../../training/run-training.ts';
import { judgeNetwork } from './judge-network.ts';
import { narrowStatistics, slimObjective, statisticPrefix } from './slim-objective.ts';
import { evenWidths, extract } from './widths.ts';

export interface SlimmableSetup extends TrainingSetup {
  /** Shares of the channels; see `SlimSetup`. */
  readonly widths: readonly number[];
  readonly random: number;
  readonly distils: boolean;
}

export interface SlimmableResult extends TrainingResult {
  readonly report: SlimmableReport;
}

/**
 * Trains one network to answer at several widths, each the first channels of every group. What comes back is the widest one; the
 * figures of all widths are measured with the statistics each has gathered. Resumable as `runTraining`, and throws as it does;
 * `invalid-input` for a network without channels that can go, or one that was pruned by masks.
 */
export async function trainSlimmable(setup: SlimmableSetup, hooks: TrainingHooks): Promise<SlimmableResult> {
  const { graph, parameters, masks, tf, data, seed, random, distils } = setup;
  const groups = requireGroups(setup);
  if (Object.keys(masks).length > 0) {
    throw invalidInput('A network without masks is required: a narrow one reads other entries of a kernel than were pruned', {
      path: 'model',
      hint: 'Train a new network, or prune what comes of it afterwards.',
    });
  }
  const shares = [...new Set(setup.widths)].filter(share => share < 1).sort((a, b) => a - b);
  if (shares.length === 0) {
    throw invalidInput(`A width below 1 is required, got ${setup.widths.join(', ')}`, { path: 'widths', hint: 'Try [0.25, 1].' });
  }
  const objective = slimObjective({ ...{ tf, graph, groups, seed, shares, random, distils }, task: data.task });
  const own = narrowStatistics({ graph, groups, shares });
  const trained = await runTraining({ ...setup, parameters: { ...parameters, ...own }, objective, keep: 'last' }, hooks);
  const widest = Object.fromEntries(parameterDeclarations(graph).map(({ fullName }) => [fullName, trained.parameters[fullName]!]));
  const network = { graph, parameters: widest };
  const widths: WidthFigures[] = [];
  for (const [place, share] of [...shares, 1].entries()) {
    const narrow = extract(network, groups, evenWidths(groups, share));
    const statistics = parameterDeclarations(narrow.graph).flatMap(({ role, fullName }) => {
      const counted = role === 'statistic' && share < 1 ? trained.parameters[statisticPrefix(place) + fullName] : undefined;
      return counted === undefined ? [] : [[fullName, counted] as const];
    });
    const whole = { ...narrow, parameters: { ...narrow.parameters, ...Object.fromEntries(statistics) } };
    const figures = await judgeNetwork(setup, whole, () => hooks.turn());
    const { parameters: count, multiplyAdds } = costsOf(narrow.graph).total;
    widths.push({ share, parameters: count, multiplyAdds, validation: { ...figures } });
  }
  return {
    ...trained,
    parameters: widest,
    report: { widths, groups: groups.map(({ id, channels }) => ({ id, channels })) },
  };
}

/** Throws `invalid-input` for a network without channels that can go. */
export function requireGroups({ graph }: Pick<SlimmableSetup, 'graph'>): readonly ChannelGroup[] {
  const { groups, fixed } = channelGroups(graph);
  if (groups.length > 0) return groups;
  throw invalidInput('A model with channels that can be cut is required, but every layer must stay as it is', {
    path: 'model',
    hint: fixed.map(({ node, reason }) => `${node}: ${reason}`).join('; '),
  });
}
