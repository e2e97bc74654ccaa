import type { ExportNode } from '../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from './builder.ts';

/** What a layer's form is written from. */
export interface OnnxCall {
  readonly builder: OnnxBuilder;
  readonly node: ExportNode;
  /** The first input, which all but the input layer have. */
  readonly x: OnnxValue;
  readonly inputs: readonly OnnxValue[];
}
