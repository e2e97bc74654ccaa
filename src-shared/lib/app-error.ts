/** Every failure that may cross a process boundary. The renderer owns the user-facing text per code. */
export const APP_ERROR_CODES = [
  'invalid-input',
  'not-found',
  'cancelled',
  'diverged',
  'nothing-changed',
  'verification-failed',
  'job-lost',
  'disk-full',
  'out-of-memory',
  'read-only',
  'workspace-locked',
  'store-from-future',
  'store-damaged',
  'engine-unavailable',
  'install-failed',
  /** The renderer and main lost each other while a call was under way: whether it was done is unknown. */
  'connection-lost',
  'internal',
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** Whether the same may come out well another time: what failed for the machine or its surroundings, and not for what was asked for. */
export function mayPass(code: AppErrorCode): boolean {
  return !ASKED_FOR.has(code);
}

const ASKED_FOR: ReadonlySet<AppErrorCode> = new Set([
  'invalid-input',
  'not-found',
  'diverged',
  'nothing-changed',
  'verification-failed',
  'store-from-future',
]);

export interface AppError {
  readonly code: AppErrorCode;
  /** A sentence: what was required, and what came. */
  readonly message: string;
  /** Where: `steps.lean.target.keep.fc1`, a file with line and column, a layer's name. */
  readonly path?: string;
  /** What to do. */
  readonly hint?: string;
  /** To quote when reporting an `internal` error; the log holds the stack under it. */
  readonly id?: string;
  /** What is seen better than read. */
  readonly picture?: ErrorPicture;
  /** What is required and was deleted: taken back, it is there again. */
  readonly deleted?: DeletedEntity;
}

export interface DeletedEntity {
  readonly to: 'model' | 'data';
  readonly id: string;
}

/** A figure along the straight lines between models in weight space. */
export interface ErrorPicture {
  /** Name of the figure. */
  readonly measure: string;
  readonly barriers: readonly PicturedBarrier[];
}

export interface PicturedBarrier {
  readonly from: string;
  readonly to: string;
  /** `at` from 0 to 1; on validation items, batch-norm statistics measured anew between the ends. */
  readonly points: readonly { readonly at: number; readonly measure: number }[];
  /** Greatest rise above the straight line between the ends' values; of values as a share of their mean. */
  readonly height: number;
}

/** The throwable form, for code inside one process. */
export class AppFailure extends Error {
  override readonly name = 'AppFailure';
  readonly error: AppError;
  constructor(error: AppError, options?: ErrorOptions) {
    super(`${error.code}: ${error.message}`, options);
    this.error = error;
  }
}

/** Shorthand for the most frequent refusal. */
export function invalidInput(message: string, more: Partial<Omit<AppError, 'code' | 'message'>> = {}): AppFailure {
  return new AppFailure({ code: 'invalid-input', message, ...more });
}

/** What a thrown value is to the other side; system errors of a full or read-only disk get their own codes. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  if (!(thrown instanceof Error)) return { code: 'internal', message: String(thrown) };
  const system = systemError(thrown);
  if (system !== null) return system;
  const code = thrown.name === 'AbortError' ? 'cancelled' : 'internal';
  return { code, message: `${thrown.name}: ${thrown.message}` };
}

/** Exit code of the command line for an error code (recipe.md): 2 the request, 3 the environment, 130 interrupted, else 1. */
export function exitCodeOf(code: AppErrorCode): number {
  if (code === 'invalid-input' || code === 'not-found') return 2;
  if (code === 'cancelled') return 130;
  return ENVIRONMENT_CODES.has(code) ? 3 : 1;
}

const ENVIRONMENT_CODES: ReadonlySet<AppErrorCode> = new Set([
  'disk-full',
  'out-of-memory',
  'read-only',
  'workspace-locked',
  'store-from-future',
  'store-damaged',
  'engine-unavailable',
  'install-failed',
]);

function systemError(thrown: Error): AppError | null {
  const { code, path } = thrown as Error & { code?: unknown; path?: unknown };
  const place = typeof path === 'string' ? { path } : {};
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
    // The index of the write-ahead log could not grow.
    case 'SQLITE_IOERR_SHMSIZE':
      return {
        code: 'disk-full',
        message: thrown.message,
        ...place,
        hint: 'Free some space, then run again: it goes on from the last checkpoint.',
      };
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
      return { code: 'read-only', message: thrown.message, ...place, hint: 'Choose a folder you may write to.' };
    default:
      return null;
  }
}
