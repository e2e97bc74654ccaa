import type { ModelCard } from '../../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { checkGraph } from '../../graph/check-graph.ts';
import { CARD_KEY, cardText, parseCard, parseJson } from '../card.ts';

/** A safetensors file that says what its tensors are of: structure and card are texts of its metadata. */
export interface Structured {
  readonly graph: ModelGraph;
  readonly card: ModelCard;
  readonly tensors: TensorFile['tensors'];
}

const GRAPH_KEY = 'graph';

/** `framework`: whose order of axes the tensors have, as other tools ask for it (`format`). Same content, same bytes. */
export function encodeStructured({ graph, card, tensors }: Structured, framework: 'np' | 'pt'): Uint8Array {
  const metadata = { format: framework, [CARD_KEY]: cardText(card), [GRAPH_KEY]: canonicalJson(graph) };
  return encodeTensorFile({ metadata, tensors });
}

/** Throws `invalid-input` for a file that is damaged, or lacks its structure. */
export function decodeStructured(bytes: Uint8Array): Structured {
  const { metadata, tensors } = tensorFileOf(bytes);
  return {
    graph: checkGraph(parseJson(textOf(metadata, GRAPH_KEY), GRAPH_KEY)),
    card: parseCard(textOf(metadata, CARD_KEY)),
    tensors,
  };
}

function tensorFileOf(bytes: Uint8Array): TensorFile {
  try {
    return decodeTensorFile(bytes);
  } catch (cause) {
    throw invalidInput(`A whole safetensors file is required: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function textOf(metadata: unknown, key: string): string {
  const value = isObject(metadata) ? metadata[key] : undefined;
  if (typeof value === 'string') return value;
  throw invalidInput(`A safetensors file with a text '${key}' in its metadata is required`, { path: key });
}
