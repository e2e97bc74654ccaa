/**
 * Channel groups of a residual network of 200 layers (He 2015, section 4.2, n = 33; issue: less than 100 ms), and of one with
 * ten times its width; and the cut of a channel of every group. Medians of repeated calls in one process; the first call apart.
 * Run: npm run bench:channels
 */
import { cpus } from 'node:os';
import { channelGroups } from '../../src-main/engine/graph/channel-groups.ts';
import { miniResnet } from '../../src-main/engine/graph/presets/mini-resnet.preset.ts';
import { removeChannelsOf } from '../../src-main/engine/graph/surgery.ts';
import { randomParameters } from '../support/graphs.ts';

const ROUNDS = 15;

function timed(run: () => unknown): { readonly firstMs: number; readonly medianMs: number } {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  const sorted = times.slice(1).sort((a, b) => a - b);
  return { firstMs: rounded(times[0]!), medianMs: rounded(sorted[Math.floor(sorted.length / 2)]!) };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

for (const [title, widths] of [
  ['200 layers, widths 16-64', [16, 32, 64]],
  ['200 layers, widths 160-640', [160, 320, 640]],
] as const) {
  const graph = miniResnet.build({ widths, blocks: 33, batchNorm: true }, { inputShape: [32, 32, 3], outputs: 10 });
  const { groups } = channelGroups(graph);
  const analysis = timed(() => channelGroups(graph));
  const small = widths[0] < 100;
  const model = small ? { graph, parameters: randomParameters(graph, 1) } : null;
  const every = new Map(groups.map(group => [group.id, [0]]));
  console.log(
    JSON.stringify({
      bench: 'channel-groups',
      title,
      machine: cpus()[0]?.model ?? '',
      nodes: graph.nodes.length,
      groups: groups.length,
      channels: groups.reduce((sum, group) => sum + group.channels, 0),
      ...analysis,
      ...(model === null ? {} : { cutOfEveryGroup: timed(() => removeChannelsOf(model, every)) }),
    }),
  );
}
