import type { MeasuredLatency, SurgeryColumn, SurgeryCosts, SurgeryGroup } from '../../src-shared/contracts/surgery.contract.ts';

import { decodeModel, denseFileBytes } from '../engine/formats/native.ts';
import type { ModelRow } from '../../src-shared/contracts/views.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
import { entryOf } from './catalog.ts';
import type { ChannelGroup } from '../engine/graph/channel-groups.ts';
import { floorOf } from '../engine/pruning/channel-goal.ts';
import { pruningSchedules } from '../engine/pruning/schedules/index.ts';
import {
  costsWithout,
  scoresOf,
  surgeryTable,
  weightCriteria,
  type GroupScores,
  type SurgeryTable,
} from '../engine/pruning/surgery-table.ts';
import type { ReadableDb } from '../stores/database.ts';
import type { ServiceContext } from './context.ts';
import { measuredLatencies } from './measured-latency.ts';
import { requireModels, rowsOf } from './models.ts';

/** What the surgery view asks main. */
export interface SurgeryService {
  open(modelId: string, criterion?: string): Promise<OpenedSurgery>;
  cost(modelId: string, removed: Readonly<Record<string, readonly number[]>>): Promise<SurgeryCosts>;
}

export interface OpenedSurgery {
  readonly model: ModelRow;
  readonly criterion: string;
  readonly criteria: readonly CatalogEntry[];
  readonly schedules: readonly CatalogEntry[];
  readonly groups: readonly SurgeryGroup[];
  readonly columns: readonly SurgeryColumn[];
  readonly costs: SurgeryCosts;
  readonly latency: MeasuredLatency | null;
}

/** Lots of the random control, the same at every visit. */
const SEED = 1;

/** Keeps the model that was asked for last, so that a slider is answered within a few milliseconds. */
export function createSurgeryService({ db, readArtifact }: Pick<ServiceContext, 'db' | 'readArtifact'>): SurgeryService {
  let last: { readonly hash: string; readonly table: Promise<SurgeryTable> } | null = null;

  function tableOf(modelId: string): Promise<SurgeryTable> {
    const { hash } = requireModels(db, modelId)[0]!.output.file;
    if (last?.hash !== hash) {
      const table = readArtifact(hash).then(bytes => surgeryTable(decodeModel(bytes)));
      last = { hash, table };
      // A file that can't be read may be there at the next try.
      table.catch(() => (last = null));
    }
    return last.table;
  }

  return {
    async open(modelId, asked) {
      const table = await tableOf(modelId);
      const criterion = asked ?? weightCriteria()[0]?.id;
      if (criterion === undefined) throw new Error('No criterion ranks channels by weights alone');
      const costs = costsOf(table, {});
      return {
        model: rowsOf(db, requireModels(db, modelId).slice(0, 1))[0]!,
        criterion,
        criteria: weightCriteria().map(entryOf),
        schedules: startingTrained(),
        groups: groupViews(table, scoresOf(table, criterion, SEED)),
        columns: columnViews(table, costs),
        costs,
        latency: latencyOf(db, requireModels(db, modelId)[0]!.id),
      };
    },
    cost: async (modelId, removed) => costsOf(await tableOf(modelId), removed),
  };
}

function costsOf(table: SurgeryTable, removed: Readonly<Record<string, readonly number[]>>): SurgeryCosts {
  const { structure, costs } = costsWithout(table, removed);
  return {
    parameters: costs.total.parameters,
    multiplyAdds: costs.total.multiplyAdds,
    bytes: denseFileBytes(structure, table.model.card),
    layers: costs.layers.map(({ name, outputShape, parameters, multiplyAdds }) => ({ name, outputShape, parameters, multiplyAdds })),
  };
}

function groupViews({ analysis: { groups }, ranked }: SurgeryTable, scores: readonly GroupScores[]): SurgeryGroup[] {
  return groups.map((group, g) => ({
    id: group.id,
    channels: group.channels,
    sources: group.sources.map(({ node, channelOf }) => ({ node, channelOf: [...channelOf] })),
    readers: readersOf(group),
    passes: [...new Set(group.members.filter(({ role }) => role === 'pass').map(({ node }) => node))],
    scores: [...scores[g]!.scores],
    ranking: [...scores[g]!.ranking],
    dead: [...ranked[g]!.alive.entries()].flatMap(([channel, alive]) => (alive === 0 ? [channel] : [])),
    floor: floorOf(group.channels),
  }));
}

function readersOf({ members, channels }: ChannelGroup): SurgeryGroup['readers'] {
  const entries = new Map<string, number[]>();
  for (const { node, role, channelOf } of members) {
    if (role !== 'input' || entries.has(node)) continue;
    const counts = new Array<number>(channels).fill(0);
    for (const channel of channelOf) if (channel >= 0) counts[channel]! += 1;
    entries.set(node, counts);
  }
  return [...entries].map(([node, counts]) => ({ node, entries: counts }));
}

function columnViews({ columns, model }: SurgeryTable, costs: SurgeryCosts): SurgeryColumn[] {
  const shapes = new Map(costs.layers.map(({ name, outputShape }) => [name, outputShape]));
  const types = new Map(model.graph.nodes.map(({ name, layer }) => [name, layer]));
  return columns.map(({ node, reads, groupOf, channelOf, fixed }) => {
    const outputShape = shapes.get(node) ?? [];
    const whole = new Array<number>(outputShape.at(-1) ?? 0).fill(-1);
    return {
      node,
      reads,
      outputShape,
      layer: types.get(node) ?? '',
      groupOf: groupOf.length === 0 ? whole : [...groupOf],
      channelOf: channelOf.length === 0 ? whole : [...channelOf],
      fixed,
    };
  });
}

function startingTrained(): readonly CatalogEntry[] {
  const fitting = pruningSchedules.all.filter(({ start, rewind }) => start === 'trained' && rewind === undefined);
  const size = ({ params }: { readonly params: object }): number => Object.keys(params).length;
  return fitting.toSorted((a, b) => size(a) - size(b)).map(entryOf);
}

function latencyOf(db: ReadableDb, modelId: string): MeasuredLatency | null {
  const found = measuredLatencies(db, [modelId]).get(modelId);
  return found === undefined ? null : { p50Ms: found.p50Ms, engine: found.engine };
}
