import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { channelGroups } from '../graph/channel-groups.ts';
import { initialParameters } from '../graph/parameters.ts';
import { removableLayers } from '../graph/removable-layers.ts';
import { removeLayer } from '../graph/remove-layer.ts';
import { resizedGraph } from '../graph/surgery.ts';

/** Factors of another network's widths and depth. */
export interface Scale {
  readonly width: number;
  /** At most 1. */
  readonly depth: number;
}

/**
 * The structure with every layer's channels times `width`, rounded, one at least (coupled layers stay as wide as each other,
 * inputs and outputs as they are), and without the share 1 − `depth` of the residual blocks that can go, or, where there are
 * none, of the layers; those that go are spread evenly. Throws `invalid-input` where nothing can be made smaller so.
 */
export function scaledGraph(graph: ModelGraph, { width, depth }: Scale): ModelGraph {
  const shallow = depth < 1 ? shallower(graph, depth) : graph;
  return width === 1 ? shallow : widened(shallow, width);
}

function widened(graph: ModelGraph, width: number): ModelGraph {
  const { groups } = channelGroups(graph);
  if (groups.length === 0)
    throw invalidInput('A model with layers whose widths can change is required, this one has none', { path: 'student.scale.width' });
  const sizes = groups.flatMap(({ channels, sources }) => {
    const wanted = Math.max(1, Math.round(channels * width));
    return sources.map(({ node, channelOf }) => {
      const others = channelOf.filter(channel => channel < 0).length;
      return [node, others + (channelOf.length - others > 0 ? wanted : 0)] as const;
    });
  });
  return resizedGraph(graph, new Map(sizes));
}

function shallower(graph: ModelGraph, depth: number): ModelGraph {
  const all = candidates(graph);
  const gone = Math.round(all.length * (1 - depth));
  if (all.length === 0 || gone === 0) {
    throw invalidInput(
      `A model with layers or blocks that can go is required for a depth of ${depth}, this one has ${all.length} of them`,
      { path: 'student.scale.depth', hint: 'Change its width instead.' },
    );
  }
  const chosen = Array.from({ length: gone }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / gone)] ?? '');
  let left = graph;
  for (const name of chosen) {
    const found = removableLayers(left).removable.find(({ node }) => node === name);
    if (found === undefined) continue;
    const by = found.ways.identity === undefined ? 'projection' : 'identity';
    // Only the structure is asked for; removal wants values to go with it.
    const parameters = initialParameters(left, createRandom(0));
    left = removeLayer({ graph: left, parameters }, name, by).graph;
  }
  return left;
}

/** Blocks where there are some, else layers that leave nothing in their place. */
function candidates(graph: ModelGraph): readonly string[] {
  const { removable } = removableLayers(graph);
  const blocks = removable.filter(({ kind, ways }) => kind === 'block' && ways.identity !== undefined);
  const layers = removable.filter(({ ways }) => ways.identity !== undefined);
  return (blocks.length > 0 ? blocks : layers).map(({ node }) => node);
}
