import { NotTraceable } from '../../compiler.ts';
import type { OpAttribute } from './attributes.ts';
import { ATTRIBUTE, DATA_TYPE, type Values } from './data-types.ts';
import { createEagerOperations, type EagerOperations } from './eager-operations.ts';
import type { Session } from './session.ts';
import { createTensorTable, type TensorMetadata, type TensorTable } from './tensors.ts';
import { isSymbol, type Asked } from './trace-graph.ts';

/** What tfjs-node's `NodeJSKernelBackend` asks of its native half (`TFJSBinding`), over libtensorflow. */
export interface Binding {
  readonly session: Session;
  readonly tensors: TensorTable;
  readonly eager: EagerOperations;
  /** While set, operations are added to the graph instead of being run. */
  recording: Asked | null;
  /** A name that no variable and no function of the process has. */
  nextName(what: 'variable' | 'function'): string;
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Values | Uint8Array[];
  executeOp(name: string, attributes: readonly OpAttribute[], inputs: readonly number[], outputs: number): TensorMetadata[];
  isUsingGpuDevice(): boolean;
  getNumOfTensors(): number;
}

export function createBinding(session: Session): Binding {
  const tensors = createTensorTable(session);
  const eager = createEagerOperations(session, tensors);
  let named = 0;
  const binding: Binding = {
    session,
    tensors,
    eager,
    recording: null,
    nextName: what => `espalier_${what}_${(named += 1)}`,
    // Made while recording, a tensor is real all the same: what outlives the recording must not be a symbol.
    createTensor: (shape, dtype, values) => tensors.create(shape, dtype, values),
    deleteTensor(id) {
      if (!isSymbol(id)) tensors.delete(id);
    },
    tensorDataSync(id) {
      if (isSymbol(id)) throw new NotTraceable('a value is read while the step is recorded');
      return tensors.read(id);
    },
    executeOp(name, attributes, inputs) {
      return binding.recording === null ? eager.execute(name, attributes, inputs) : binding.recording.add(name, attributes, inputs);
    },
    isUsingGpuDevice: () => session.accelerator !== null,
    getNumOfTensors: () => tensors.count,
  };
  return Object.assign(binding, CONSTANTS);
}

/** tfjs-node reads its numbers from the binding. */
const CONSTANTS = {
  TF_FLOAT: DATA_TYPE.float,
  TF_INT32: DATA_TYPE.int32,
  TF_INT64: DATA_TYPE.int64,
  TF_BOOL: DATA_TYPE.bool,
  TF_COMPLEX64: DATA_TYPE.complex64,
  TF_STRING: DATA_TYPE.string,
  TF_RESOURCE: DATA_TYPE.resource,
  TF_UINT8: DATA_TYPE.uint8,
  TF_ATTR_STRING: ATTRIBUTE.string,
  TF_ATTR_INT: ATTRIBUTE.int,
  TF_ATTR_FLOAT: ATTRIBUTE.float,
  TF_ATTR_BOOL: ATTRIBUTE.bool,
  TF_ATTR_TYPE: ATTRIBUTE.type,
  TF_ATTR_SHAPE: ATTRIBUTE.shape,
  TF_ATTR_RESOURCE: DATA_TYPE.resource,
};
