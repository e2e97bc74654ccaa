import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { tensorFlowMessage } from '../../formats/tensorflow/tf-messages.ts';

/** A 64-bit number as it comes. */
export type Whole = number | { toNumber(): number };

export interface ShapeMessage {
  readonly dim: readonly { readonly size: Whole }[];
  readonly unknownRank: boolean;
}

export interface TensorMessage {
  readonly dtype: number;
  readonly tensorShape: ShapeMessage | null;
  readonly tensorContent: Uint8Array | readonly number[];
  readonly floatVal: readonly number[];
  readonly intVal: readonly number[];
  readonly stringVal: readonly Uint8Array[];
  readonly boolVal: readonly boolean[];
  readonly int64Val: readonly Whole[];
}

/** One of these. */
export interface AttributeMessage {
  readonly list?: { readonly i: readonly Whole[]; readonly type?: readonly number[] };
  readonly s?: Uint8Array;
  readonly i?: Whole;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: number;
  readonly shape?: ShapeMessage;
  readonly tensor?: TensorMessage | null;
  readonly func?: { readonly name: string };
}

export interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeMessage>>;
}

export interface FunctionMessage {
  readonly signature: {
    readonly name: string;
    readonly inputArg: readonly { readonly name: string }[];
    readonly outputArg: readonly { readonly name: string }[];
  } | null;
  readonly nodeDef: readonly NodeMessage[];
  readonly ret: Readonly<Record<string, string>>;
}

export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly library: { readonly function: readonly FunctionMessage[] } | null;
}

export interface TensorInfo {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: ShapeMessage | null;
}

export interface MetaGraphMessage {
  readonly metaInfoDef: { readonly tags: readonly string[] } | null;
  readonly graphDef: GraphMessage | null;
  readonly saverDef: { readonly restoreOpName: string } | null;
  readonly signatureDef: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, TensorInfo>>; readonly outputs: Readonly<Record<string, TensorInfo>> }>
  >;
}

export interface EntryMessage {
  readonly dtype: number;
  readonly shape: ShapeMessage | null;
  readonly shardId: number;
  readonly offset: Whole;
  readonly size: Whole;
  readonly slices: readonly Uint8Array[];
}

/** Throws `invalid-input` for what is no such message. */
export function decodeSavedModel(bytes: Uint8Array): { readonly metaGraphs: readonly MetaGraphMessage[] } {
  return decoded('SavedModel', bytes) as { readonly metaGraphs: readonly MetaGraphMessage[] };
}

export function decodeHeader(bytes: Uint8Array): { readonly numShards: number; readonly endianness: number } {
  return decoded('BundleHeader', bytes) as { readonly numShards: number; readonly endianness: number };
}

export function decodeEntry(bytes: Uint8Array): EntryMessage {
  return decoded('BundleEntry', bytes) as EntryMessage;
}

export function wholeOf(value: Whole): number {
  return typeof value === 'number' ? value : value.toNumber();
}

/** Sizes, −1 for those left open; null for an unknown number of axes. */
export function sizesOf(shape: ShapeMessage | null | undefined): readonly number[] | null {
  if (shape?.unknownRank === true) return null;
  return (shape?.dim ?? []).map(({ size }) => wholeOf(size));
}

function decoded(type: string, bytes: Uint8Array): unknown {
  try {
    return tensorFlowMessage(type).decode(bytes);
  } catch (cause) {
    throw invalidInput(`A whole ${type} of TensorFlow is required, these ${bytes.length} bytes are none (${String(cause)})`);
  }
}
