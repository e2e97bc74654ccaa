import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { defineCriterion, forEachPosition } from '../criterion.ts';

/**
 * |γ| of the batch normalisations a channel goes through, summed over them. The penalty is an L1 term on γ while the
 * schedule prunes, which drives the scales of superfluous channels to 0.
 */
export const batchNormScale = defineCriterion({
  id: 'batch-norm-scale',
  title: 'Batch-norm scale',
  help: 'Channels that batch normalisation scales down most go first; a penalty makes training scale them down.',
  source: 'Liu et al. 2017, arXiv:1708.06519',
  params: {
    penalty: {
      kind: 'number',
      label: 'Penalty on scales',
      help: 'Strength of the L1 term while the schedule prunes; 0 leaves it out.',
      source: 'Liu et al. 2017: 1e-4 and 1e-5',
      default: 0.0001,
      min: 0,
      max: 1,
    },
  },
  revision: 1,
  needs: 'weights',
  units: ['channels'],
  isGlobal: true,
  score({ subject }) {
    const scales =
      subject.kind === 'channels' ? subject.members.filter(({ name, role }) => role === 'pass' && name.endsWith('/scale')) : [];
    if (subject.kind !== 'channels' || scales.length === 0) {
      throw invalidInput(
        `'batch-norm-scale' requires a batch normalisation behind every layer that is pruned; '${subject.name}' has none`,
        {
          path: 'criterion.kind',
          hint: "Try 'kernel-norm' or 'taylor'.",
        },
      );
    }
    const sums = new Float32Array(subject.channels);
    for (const scale of scales) {
      forEachPosition(scale, (i, channel) => {
        sums[channel]! += Math.abs(scale.parameter.values[i]!);
      });
    }
    return sums;
  },
});
