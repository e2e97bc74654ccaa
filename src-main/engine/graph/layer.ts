import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { ActivationFunction } from './activations.ts';

/**
 * A layer type: everything the program knows about it is in its one file (formats keep their own tables). Shapes are
 * without the batch axis, channels last.
 */
export interface LayerType<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** How many inputs it takes; `[0, 0]` for `input`, `[2, Infinity]` for joins. */
  readonly inputs: readonly [min: number, max: number];
  /** What an unnamed node is called, a number behind it: `fc` → `fc1`. */
  namePrefix(config: ParamValues<S>): string;
  /** Throws `invalid-input` (what is required, what came) when the inputs don't fit. */
  outputShape(config: ParamValues<S>, inputs: readonly Shape[]): Shape;
  /** Learnt and counted arrays, in a fixed order. */
  parameters(config: ParamValues<S>, inputs: readonly Shape[]): readonly ParameterDeclaration[];
  /** Pure and differentiable; composed of registered ops, so that a step can be traced. Input tensors are [N, …shape]. */
  apply(call: LayerCall<ParamValues<S>>): Tensor;
  /** Multiply-adds for one item. */
  multiplyAdds(config: ParamValues<S>, inputs: readonly Shape[], output: Shape): number;
  /** For a layer that needs room for more than its result: further values for one item, kept until the gradient has used them. */
  held?(config: ParamValues<S>, inputs: readonly Shape[], output: Shape): number;
  channels(config: ParamValues<S>, inputs: readonly Shape[]): ChannelRule;
  /**
   * For a layer with a window, the leading axes of its kernel: the config with a window of one place and the same step.
   * With the kernel summed over the window it gives the same answers where neighbours are alike. Null for one that has no
   * more than one place.
   */
  pointwise?(config: ParamValues<S>): ParamValues<S> | null;
  /**
   * For a layer whose result an answer function turns back into what the layer was given: which one it is. An export that
   * ends with both leaves them out. Null where it does so for some inputs only.
   */
  undoes?(config: ParamValues<S>): 'softmax' | 'sigmoid' | null;
  /** The config with this many output channels. Layers whose config says how many there are have it, no others. */
  resize?(config: ParamValues<S>, outputChannels: number): ParamValues<S>;
  /**
   * For a layer whose kernel multiplies as a matrix, its last axis against all others: the configs of two layers of this
   * type that compute what it does with a kernel of this rank. The first makes `rank` channels, without bias and
   * activation; the second, with a kernel of rank × outputs, ends as the layer ended. Null where, as configured, it is not
   * such a layer.
   */
  lowRank?(config: ParamValues<S>, rank: number): readonly [between: ParamValues<S>, outputs: ParamValues<S>] | null;
  /** The function its values come out of, where it ends with one. */
  endsWith?(config: ParamValues<S>): ActivationFunction;
  /**
   * For a layer whose kernel ends with [inputs, outputs]: the config of a layer of this type, with bias, that has a value at
   * every place of its input.
   */
  alike?(config: ParamValues<S>, wanted: AlikeLayer): ParamValues<S>;
  /**
   * The config with a window larger (1) or smaller (-1) by one place on every side, such that the old kernel in the middle of
   * zeros gives the same answers. Null where there is none.
   */
  rewindow?(config: ParamValues<S>, by: 1 | -1): ParamValues<S> | null;
  /** What runtimes of integers make of it; see `IntegerRole`. Null, or left out, where they have no form for it. */
  integers?(config: ParamValues<S>): IntegerRole | null;
  /** Computed by a runtime that gives no gradients: what leads into it can't be trained. */
  readonly opaque?: true;
  /** For a layer that, item by item, needs only some of its inputs. */
  readonly lazy?: LazyInputs<ParamValues<S>>;
}

/**
 * `multiplies`: sums of products of its one input and its `kernel`, with an own `bias` and `activation` behind. `selects`: each value of
 * its result is one of its input's. `mixes`: sums or means of what it reads. `clips`: cuts values off, which a range of integers does, too.
 * `looks-up`: rows of its kernel.
 */
export type IntegerRole = 'multiplies' | 'selects' | 'mixes' | 'clips' | 'looks-up';

/** What another layer of a type is to be like. */
export interface AlikeLayer {
  readonly channels: number;
  /** As large as the layer's own, or one place. */
  readonly window: 'own' | 'one';
  readonly activation: ActivationFunction;
}

/**
 * How a layer is computed on demand: what it reads is asked for one input at a time, and only for the items that need it.
 * A row holds the item's values of each input, undefined where they were not asked for. The result is what `apply` gives.
 */
export interface LazyInputs<Config> {
  /** The input whose values the item needs next; null when it has all it needs. The first is the same for all items. */
  next(config: Config, row: readonly (Float32Array | undefined)[]): number | null;
  /** The layer's values for an item that has all it needs. */
  result(config: Config, row: readonly (Float32Array | undefined)[]): Float32Array;
}

export interface LayerCall<Config> {
  readonly tf: TensorLibrary;
  readonly config: Config;
  readonly inputs: readonly Tensor[];
  /** By the declared (short) names. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly context: LayerContext;
}

/** What differs between training and answering. */
export interface LayerContext {
  readonly training: boolean;
  /** Uniform [0, 1) float32, new at every step, from the run's `dropout` stream; never from tfjs's generators. */
  uniform(shape: readonly number[]): Tensor;
  /** New value of a counted parameter (`role: 'statistic'`), e.g. a running mean; outside the gradient. */
  updateStatistic(name: string, value: Tensor): void;
}

export interface ParameterDeclaration {
  /** Short: `kernel`, `bias`, `scale`, `offset`, `mean`, `variance`. The full name is `node/kernel`. */
  readonly name: string;
  readonly shape: Shape;
  /** `kernel`: decays and may be pruned; `vector`: trained only; `statistic`: counted, never differentiated. */
  readonly role: 'kernel' | 'vector' | 'statistic';
  readonly initial: Initial;
}

/**
 * `glorot-uniform`/`he-normal` take fans; `blocks`: one constant for each of equal parts, one behind the other; `orthogonal`:
 * a matrix of that many orthonormal rows (of columns, where those are fewer); `uniform`: from −limit to limit.
 */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'blocks'; readonly values: readonly number[] }
  | { readonly kind: 'uniform'; readonly limit: number }
  | { readonly kind: 'orthogonal'; readonly rows: number; readonly columns: number }
  | { readonly kind: 'glorot-uniform' | 'he-normal'; readonly fanIn: number; readonly fanOut: number };

/**
 * An axis of a parameter whose entries belong to channels: entry i to channel `floor(i / repeat)` modulo their number, tied
 * ones counted once.
 */
export interface ParameterAxis {
  readonly parameter: string;
  readonly axis: number;
  /** Consecutive entries per channel (a depthwise multiplier); 1 when left out. */
  readonly repeat?: number;
  /** Runs of all channels, one behind the other (the gates of a recurrent kernel); 1 when left out. */
  readonly blocks?: number;
}

/**
 * How channels (the last axis) come, go and pass. Pruning, width search and the surgery view follow from it; nothing
 * else in the program asks which type a layer is.
 */
export type ChannelRule =
  /**
   * Makes new channels (dense, conv): `outputs` are indexed by them, `inputs` by the channels it reads, `feedback` by its
   * own channels where it reads them again (a recurrent kernel). `fixed` says why its own channels can't be cut though
   * those it reads can, `whole` why those it reads can't. `tied`: its channels are so many equal parts, whose i-th channels
   * can only be cut together (the groups of a convolution); `tiedInputs`: so are those it reads.
   */
  | {
      readonly kind: 'source';
      readonly outputs: readonly ParameterAxis[];
      readonly inputs: readonly ParameterAxis[];
      readonly feedback?: readonly ParameterAxis[];
      readonly fixed?: string;
      readonly whole?: string;
      readonly tied?: number;
      readonly tiedInputs?: number;
    }
  /**
   * Channels go through one by one, `repeat` outputs for each (depthwise multiplier). `parameters` are indexed by the
   * channels of the *input*; a vector over the outputs says so by the `repeat` of its axis.
   */
  | { readonly kind: 'pass'; readonly parameters: readonly ParameterAxis[]; readonly repeat?: number }
  /** All inputs share their channels (add). One that has a single channel, for all of the others', keeps it. */
  | { readonly kind: 'join' }
  /** The inputs' channels stand one after the other. */
  | { readonly kind: 'concatenate' }
  /** Positions move into the channel axis (flatten): output i belongs to input channel i % C. */
  | { readonly kind: 'unfold'; readonly positions: number }
  /** The channel axis is cut into positions: the inputs i % C are one channel, to be cut together only. */
  | { readonly kind: 'fold'; readonly positions: number }
  /**
   * The first three inputs (queries, keys, values) are cut into heads of so many channels each; a head goes as a whole, and
   * the values' channels go through.
   */
  | { readonly kind: 'heads'; readonly size: number }
  /** Channels can't be followed through (some reshapes, the model's input): neither side may be cut. */
  | { readonly kind: 'fixed'; readonly reason: string };

export type SourceRule = Extract<ChannelRule, { readonly kind: 'source' }>;

export function defineLayer<const S extends ParamSpecs>(layer: LayerType<S>): LayerType<S> {
  return layer;
}
