import { eagerAttributes, type OpAttribute } from './attributes.ts';
import { asFailure } from './failure.ts';
import type { Pointer } from './library.ts';
import type { Session } from './session.ts';
import type { TensorMetadata, TensorTable } from './tensors.ts';

/** Runs single operations, and registered functions, which TensorFlow calls in the same way. */
export interface EagerOperations {
  execute(name: string, attributes: readonly OpAttribute[], inputs: readonly number[]): TensorMetadata[];
  /** `handles`: all inputs, in one array; it is only read. The results' types are known. */
  call(name: string, handles: BigUint64Array, how: FunctionCall): number[];
  dispose(): void;
}

export interface FunctionCall {
  /** Data types. */
  readonly results: readonly number[];
  readonly attributes: readonly OpAttribute[];
}

const MOST_OUTPUTS = 512;

/** The one operation of a session, reset for every call, which is cheaper than a new one; where the library can't, made anew. */
interface ReusedOperation {
  begin(name: string): Pointer;
  /** Runs what was begun; the results are in `outputs`. */
  run(name: string): number;
  /** After a failure its state is unknown. */
  abandon(): void;
  readonly outputs: BigUint64Array;
}

function reusedOperation({ library, context, status, check, accelerator }: Session): ReusedOperation {
  const outputs = new BigUint64Array(MOST_OUTPUTS);
  const count = new Int32Array(1);
  const device = accelerator === null ? null : library.intern(accelerator.name).pointer;
  let operation: Pointer = null;
  function drop(): void {
    if (operation !== null) library.TFE_DeleteOp(operation);
    operation = null;
  }
  return {
    outputs,
    begin(name) {
      const { pointer } = library.intern(name);
      if (library.TFE_OpReset === null) drop();
      if (operation === null) operation = library.TFE_NewOp(context, pointer, status);
      if (library.TFE_OpReset !== null) library.TFE_OpReset(operation, pointer, device, status);
      else if (device !== null) library.TFE_OpSetDevice(operation, device, status);
      check(name);
      return operation;
    },
    run(name) {
      count[0] = MOST_OUTPUTS;
      library.TFE_Execute(operation, outputs, count, status);
      check(name);
      return count[0];
    },
    abandon: drop,
  };
}

export function createEagerOperations(session: Session, tensors: TensorTable): EagerOperations {
  const { library, status, check } = session;
  const setAttribute = eagerAttributes(session);
  const operation = reusedOperation(session);
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      operation.abandon();
      throw asFailure(thrown);
    }
  }
  return {
    execute: (name, attributes, inputs) =>
      guarded(() => {
        const begun = operation.begin(name);
        for (const id of inputs) {
          library.TFE_OpAddInput(begun, tensors.handleOf(id, name), status);
          check(name);
        }
        for (const attribute of attributes) setAttribute(begun, attribute);
        const made = operation.run(name);
        return Array.from({ length: made }, (_, i) => tensors.adopt(operation.outputs[i]!));
      }),
    call: (name, handles, { results, attributes }) =>
      guarded(() => {
        const begun = operation.begin(name);
        library.TFE_OpAddInputList(begun, handles, handles.length, status);
        check(name);
        for (const attribute of attributes) setAttribute(begun, attribute);
        operation.run(name);
        return results.map((dtype, i) => tensors.adoptAs(operation.outputs[i]!, dtype));
      }),
    dispose: operation.abandon,
  };
}
