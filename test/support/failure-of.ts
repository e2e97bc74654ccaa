import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';

/** The error a call fails with; a call that succeeds, or throws anything but an AppFailure, fails the test. */
export function failureOf(call: () => unknown): AppError {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof AppFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('A failure was expected, but the call succeeded');
}
