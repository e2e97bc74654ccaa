import type { ParallelValues } from '../graph/cut-array.ts';
import type { Cuttable } from '../graph/surgery.ts';
import type { CuttableNetwork } from './granularity.ts';

/** What a cut makes of a network, its masks and optimizer slots cut like the parameters they belong to. */
export function cutWith(network: CuttableNetwork, cut: (whole: Required<Cuttable>) => Required<Cuttable>): CuttableNetwork {
  const slotNames = [...new Set(Object.keys(network.slots).map(name => name.slice(name.lastIndexOf('/') + 1)))];
  const parallel = {
    masks: network.masks,
    ...Object.fromEntries(slotNames.map(slot => [`slot/${slot}`, slotsNamed(network, slot)])),
  };
  const { graph, parameters, parallel: left } = cut({ graph: network.graph, parameters: network.parameters, parallel });
  const of = (set: string): readonly [string, ParallelValues][] => Object.entries(left[set] ?? {});
  const slots = slotNames.flatMap(slot =>
    of(`slot/${slot}`).map(([name, values]) => [`${name}/${slot}`, { shape: parameters[name]!.shape, values: values as Float32Array }]),
  );
  const masks = of('masks').filter(([, mask]) => mask.includes(0)) as [string, Uint8Array][];
  return { graph, parameters, masks: Object.fromEntries(masks), slots: Object.fromEntries(slots) as CuttableNetwork['slots'] };
}

function slotsNamed({ slots }: CuttableNetwork, slot: string): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(slots)
      .filter(([name]) => name.endsWith(`/${slot}`))
      .map(([name, { values }]) => [name.slice(0, -slot.length - 1), values]),
  );
}
