import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ChannelMasks } from './graphs.ts';

export interface SurgeryCase {
  readonly title: string;
  readonly graph: ModelGraph;
  readonly group: string;
  readonly channels: readonly number[];
  /** Where the channels go, worked out by hand: the last values that carry them before something reads them for good. */
  readonly masks: ChannelMasks;
  /** Layers that get smaller, and their outputs then. */
  readonly left: Readonly<Record<string, number>>;
}
