import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { Unsupported } from '../foreign-graph.ts';
import { placesIn, sameAtoms, sameAxis, sizesOf, type Axis, type Live } from './axes.ts';
import type { Trace } from './trace.ts';

/** The value by a node that has exactly these axes: the node itself, or it reshaped, or its places in another order. */
export function nodeIn(trace: Trace, live: Live, wanted: readonly Axis[]): string {
  if (wanted.length === live.layout.length && wanted.every((axis, i) => sameAxis(axis, live.layout[i]!))) return live.node;
  const [have, want] = [live.layout.flat(), wanted.flat()];
  if (!sameAtoms(have, want)) throw new Unsupported('its values must be those of one item, row by row');
  const ordered = sameAxis(have, want) ? live.node : inOrder(trace, live, want);
  return reshapedNode(trace, ordered, sizesOf(wanted));
}

export function reshapedNode(trace: Trace, node: string, shape: Shape): string {
  if (trace.shapeOf(node).join() === shape.join()) return node;
  const known = trace.nodes.find(one => one.inputs[0] === node && one.shape.join() === shape.join() && RESHAPES.has(one.layer));
  if (known !== undefined) return known.name;
  return shape.length === 1
    ? trace.add({ layer: 'flatten', config: {}, inputs: [node], wish: `${node}-flat` })
    : trace.add({ layer: 'reshape', config: { shape }, inputs: [node], wish: `${node}-reshaped` });
}

const RESHAPES: ReadonlySet<string> = new Set(['flatten', 'reshape']);

/** A node with the same atoms in that order; only its last axis is kept apart if no other changes. */
function inOrder(trace: Trace, live: Live, want: Axis): string {
  const channels = live.layout.at(-1) ?? [];
  const places = live.layout.flat().length - channels.length;
  const last = want.slice(places);
  if (sameAxis(want.slice(0, places), live.layout.flat().slice(0, places)) && sameAtoms(last, channels)) {
    return trace.add({
      layer: 'select-channels',
      config: { channels: placesIn(channels, last) },
      inputs: [live.node],
      wish: `${live.node}-order`,
    });
  }
  const runs = runsOf(live.layout.flat(), want);
  const sorted = [...runs].sort((a, b) => want.indexOf(a[0]!) - want.indexOf(b[0]!));
  const apart = reshapedNode(trace, live.node, sizesOf(runs));
  const order = sorted.map(run => runs.indexOf(run) + 1);
  return trace.add({ layer: 'permute', config: { order }, inputs: [apart], wish: `${live.node}-turned` });
}

/** The atoms in as few parts as possible, each of which stays together in the other order. */
function runsOf(have: Axis, want: Axis): readonly Axis[] {
  const runs: Axis[] = [];
  for (const atom of have) {
    const before = runs.at(-1);
    const follows = before !== undefined && want[want.indexOf(atom) - 1] === before.at(-1);
    if (follows) runs[runs.length - 1] = [...before, atom];
    else runs.push([atom]);
  }
  return runs;
}
