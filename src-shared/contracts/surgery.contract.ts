import { z } from 'zod';
import type { Shape } from '../domain/graph/model-graph.ts';
import type { CatalogEntry } from '../domain/params/param-spec.ts';
import { defineContract } from './define-contract.ts';
import { id, made, modelRow } from './views.ts';

/** Channels that can only be cut together, with what a criterion says of them. */
export interface SurgeryGroup {
  /** The first layer that makes the channels; recipes name them by it. */
  readonly id: string;
  readonly channels: number;
  /** Layers that make the channels; per output of theirs the channel, or -1 for one that is not the group's. */
  readonly sources: readonly { readonly node: string; readonly channelOf: readonly number[] }[];
  /** Layers that read the channels; per channel the entries of their weights' input axis that go with it. */
  readonly readers: readonly { readonly node: string; readonly entries: readonly number[] }[];
  /** Layers that act on the channels on their way. */
  readonly passes: readonly string[];
  /** As the criterion gave them; the lowest goes first. */
  readonly scores: readonly number[];
  /** The same, comparable between groups. */
  readonly ranking: readonly number[];
  /** Channels that are masked as a whole: they go with any cut. */
  readonly dead: readonly number[];
  /** Channels that a threshold leaves at least. */
  readonly floor: number;
}

/** A layer that is drawn: one with weights, and a cell for each of its channels. */
export interface SurgeryColumn {
  readonly node: string;
  readonly layer: string;
  readonly outputShape: Shape;
  /** Columns whose channels it reads, over whatever lies between. */
  readonly reads: readonly string[];
  /** Per cell: position of its group in `groups`, or -1. */
  readonly groupOf: readonly number[];
  /** Per cell: the group's channel, or -1. */
  readonly channelOf: readonly number[];
  /** Why none of its own channels can be cut; null where some can. */
  readonly fixed: string | null;
}

/** Of a structure. Bytes are those of the native file, to the byte. */
export interface SurgeryCosts {
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly bytes: number;
  readonly layers: readonly SurgeryLayerCost[];
}

export interface SurgeryLayerCost {
  readonly name: string;
  readonly outputShape: Shape;
  readonly parameters: number;
  readonly multiplyAdds: number;
}

/** A latency that was measured of the uncut model. */
export interface MeasuredLatency {
  readonly p50Ms: number;
  readonly engine: string;
}

export const surgeryContract = defineContract({
  name: 'surgery',
  calls: {
    /** Everything the surgery view draws. Without a criterion: the first that needs nothing but weights. */
    open: {
      input: z.object({ modelId: id, criterion: id.optional() }),
      output: z.object({
        model: modelRow,
        criterion: z.string(),
        criteria: z.array(made<CatalogEntry>()),
        /** Those that begin with the trained model; the plainest first. */
        schedules: z.array(made<CatalogEntry>()),
        groups: z.array(made<SurgeryGroup>()),
        columns: z.array(made<SurgeryColumn>()),
        costs: made<SurgeryCosts>(),
        /** From the newest comparison that the model was in; null when it was in none. */
        latency: made<MeasuredLatency>().nullable(),
      }),
    },
    /** Costs without these channels, by group. Every layer must keep one. */
    cost: {
      input: z.object({ modelId: id, removed: z.record(id, z.array(z.number().int().min(0).max(65_535)).max(65_536)) }),
      output: made<SurgeryCosts>(),
    },
  },
  events: {},
});
