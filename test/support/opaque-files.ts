import { toBase64 } from '../../src-main/engine/formats/lib/base64.ts';
import { encodeOnnx, FLOAT, INT64, type OnnxNode, type OnnxTensor } from '../../src-main/engine/formats/onnx/schema.ts';
import type { Shape } from '../../src-shared/domain/graph/model-graph.ts';

/** Settings of an opaque layer of one operator with one input `x`. */
export function opaqueConfig(opType: string, takes: Shape, more: Partial<Pick<OnnxNode, 'attribute'>> & { readonly axis?: number } = {}) {
  const { attribute = [], axis } = more;
  const initializer: OnnxTensor[] =
    axis === undefined ? [] : [{ name: 'axis', dims: [], dataType: INT64, rawData: new Uint8Array(BigInt64Array.of(BigInt(axis)).buffer) }];
  const each = axis === undefined;
  const dim = [{ dimParam: 'n' }, ...takes.map((size, i) => (each ? { dimParam: `d${i}` } : { dimValue: size }))];
  const file = encodeOnnx({
    irVersion: 8,
    producerName: '',
    producerVersion: '',
    docString: '',
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'kept',
      node: [{ name: 'kept', opType, input: ['x', ...initializer.map(({ name }) => name)], output: ['y'], attribute }],
      initializer,
      input: [{ name: 'x', type: { tensorType: { elemType: FLOAT, shape: { dim } } } }],
      output: [{ name: 'y' }],
    },
    metadataProps: [],
  });
  return { operator: opType, file: toBase64(file), takes: [takes], shape: takes, each };
}
