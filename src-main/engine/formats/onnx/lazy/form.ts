import type { ExportNode } from '../../export-plan.ts';
import type { OnnxBuilder } from '../builder.ts';

/** How a layer that is computed on demand (see `LazyInputs`) is written: an answer that is made first, and then mended. */
export interface OnnxLazyForm {
  /** The answer `[N, K]` from the first input alone. */
  first(call: OnnxLazyCall, logits: string): string;
  /** Which items need that input: a truth value each, `[N]`. Inputs are gone through in their order. */
  asking(call: OnnxLazyCall, at: OnnxLazyPlace): string;
  /** The answers of the items that asked, `[M, K]`, from their former ones and what the input gives for them. */
  mended(call: OnnxLazyCall, at: OnnxLazyPlace & { readonly logits: string }): string;
}

export interface OnnxLazyCall {
  /** Of the graph, or of the branch. */
  readonly builder: OnnxBuilder;
  /** The layer. */
  readonly node: ExportNode;
}

export interface OnnxLazyPlace {
  readonly input: number;
  /** Answers so far: of all items, or of those that asked. */
  readonly answers: string;
  /** Who asked for the input before; null before the first. */
  readonly asked: string | null;
}
