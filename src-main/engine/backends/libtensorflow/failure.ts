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

/** Refusals that people can act on: a full device, a library without the operation. Anything else is a bug of ours and stays what it is. */
export function asFailure(thrown: unknown): unknown {
  if (!(thrown instanceof TensorFlowFailure)) return thrown;
  const [first = ''] = thrown.message.split('\n');
  const cause = { cause: thrown };
  if (thrown.code === OUT_OF_MEMORY) {
    const message = `TensorFlow needs more memory than there is: ${first}`;
    return new AppFailure({ code: 'out-of-memory', message, hint: 'Choose a smaller batch size or a smaller network.' }, cause);
  }
  if (!/Op type not registered/.test(thrown.message)) return thrown;
  return new AppFailure(
    {
      code: 'engine-unavailable',
      message: `This TensorFlow library lacks the operation ${thrown.operation}: ${first}`,
      hint: "'espalier engine install' fetches one that has it; or choose another engine.",
    },
    cause,
  );
}
