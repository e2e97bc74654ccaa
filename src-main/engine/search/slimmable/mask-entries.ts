import type { Parameter, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ChannelGroup } from '../../graph/channel-groups.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';
import type { Tensors } from '../../training/step-plan.ts';

/** The channel of each entry of an axis of a parameter; −1 for one that is not the group's. */
interface Place {
  readonly parameter: string;
  readonly axis: number;
  readonly group: number;
  /** Name of the array among `MaskPlaces.arrays`, `[entries]`. */
  readonly array: string;
}

export interface MaskPlaces {
  readonly places: readonly Place[];
  readonly arrays: Parameters;
}

/** Where learnt parameters are indexed by the channels of each group. Equal arrays are there once. */
export function maskPlaces(groups: readonly ChannelGroup[], learnt: ReadonlySet<string>): MaskPlaces {
  const arrays: Record<string, Parameter> = {};
  const known = new Map<string, string>();
  const places = groups.flatMap(({ members }, group) =>
    members
      .filter(({ parameter }) => learnt.has(parameter))
      .map(({ parameter, axis, channelOf }): Place => {
        const content = channelOf.join();
        const array = known.get(content) ?? `channels.${known.size}`;
        known.set(content, array);
        arrays[array] ??= { shape: [channelOf.length], values: Float32Array.from(channelOf) };
        return { parameter, axis, group, array };
      }),
  );
  return { places, arrays };
}

/**
 * The parameters with zeros wherever they are indexed by a channel from its group's width on: the wide network then computes
 * what the narrow one does. Widths are numbers of the device, so that one recorded step serves every draw; differentiable.
 */
export function maskEntries(
  tf: TensorLibrary,
  parameters: Tensors,
  { places, arrays, widths }: { readonly places: readonly Place[]; readonly arrays: Tensors; readonly widths: readonly Scalar[] },
): Tensors {
  const masked: Record<string, Tensor> = { ...parameters };
  for (const { parameter, axis, group, array } of places) {
    const x = masked[parameter]!;
    const channels = arrays[array]!;
    const mask = tf.cast(tf.less(channels, widths[group]!), 'float32');
    masked[parameter] = tf.mul(
      x,
      tf.reshape(
        mask,
        x.shape.map((_, i) => (i === axis ? channels.size : 1)),
      ),
    );
  }
  return masked;
}
