import { AppFailure } from '../../../../src-shared/lib/app-error.ts';

/** `TF_RESOURCE_EXHAUSTED`. */
const OUT_OF_MEMORY = 8;

/** What TensorFlow said about an operation. */
export class TensorFlowFailure extends Error {
  override readonly name = 'TensorFlowFailure';
  /** TensorFlow's name of it, or the C function's. */
  readonly operation: string;
  /** `TF_Code`. */
  readonly code: number;

  constructor(operation: string, code: number, message: string) {
    super(`${operation}: ${message}`);
    this.operation = operation;
    this.code = code;
  }
}

/** A full device is a refusal that people can act on; anything else is a bug of ours and stays what it is. */
export function asFailure(thrown: unknown): unknown {
  if (!(thrown instanceof TensorFlowFailure) || thrown.code !== OUT_OF_MEMORY) return thrown;
  return new AppFailure(
    {
      code: 'out-of-memory',
      message: `TensorFlow needs more memory than there is: ${thrown.message.split('\n')[0] ?? ''}`,
      hint: 'Choose a smaller batch size or a smaller network.',
    },
    { cause: thrown },
  );
}
