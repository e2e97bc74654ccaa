import type { Shape } from '../../src-shared/domain/graph/model-graph.ts';

/** A layer in use; the output shapes and multiply-adds are worked out by hand. */
export interface LayerCase {
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly parameters: Readonly<Record<string, Shape>>;
  readonly multiplyAdds: number;
  /** The JavaScript back end's own gradient is wrong here; other back ends are judged. */
  readonly referenceGradientWrong?: true;
  /** Its inputs are probabilities: values between 0.3 and 0.7 are tried. */
  readonly shares?: true;
  /** Its inputs are numbers of tokens, below this one. */
  readonly tokens?: number;
  /** Its gradient goes straight through what has none; see the op's own test. */
  readonly straightThrough?: true;
  /** Another runtime computes it, on the processor: no step with it can be recorded, and no device runs it. */
  readonly elsewhere?: true;
  /** Formats that can hold it; all when left out. */
  readonly formats?: readonly string[];
}
