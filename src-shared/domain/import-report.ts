/** How a network that came from another program was read, and how well its answers agree. Stored with the model. */
export interface ImportReport {
  /** Id of the reader. */
  readonly reader: string;
  /** Of the file, without its folder. */
  readonly file: string;
  readonly sha256: string;
  /** Operators, layers or tensors of the file in its order, and what they are here. */
  readonly items: readonly ImportItem[];
  /** What a person should know. */
  readonly notes: readonly string[];
  /** What the file ended with and the graph leaves to its task. */
  readonly head: 'softmax' | 'sigmoid' | 'log-softmax' | 'linear';
  /** Null where nothing here runs files of that kind. */
  readonly verification: ImportVerification | null;
}

export interface ImportItem {
  readonly name: string;
  readonly op: string;
  /**
   * `mapped`: it is a layer, or several; `folded`: it is part of one, or was worked out; `opaque`: it has no counterpart here and is run as it
   * is; `unmatched`: a tensor that nothing here takes.
   */
  readonly outcome: 'mapped' | 'folded' | 'opaque' | 'unmatched';
  /** What it became. */
  readonly as: readonly string[];
}

export interface ImportVerification {
  readonly runtime: string;
  /** Items made up, and items of the data, that both were asked. */
  readonly randomItems: number;
  readonly realItems: number;
  /** Greatest absolute difference of an answer. */
  readonly maxDifference: number;
  readonly tolerance: number;
}
