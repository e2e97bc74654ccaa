import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';

/** Like `failureOf`, for a promise. */
export async function rejectionOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof AppFailure) return thrown.error;
  throw thrown ?? new Error('A failure was expected, but the call succeeded');
}
