import type { ToJob } from '../jobs/messages.ts';

/** Whether, and how, the job is to stop. */
export interface StopSignal {
  ask(how: Extract<ToJob['type'], 'cancel' | 'interrupt'>): void;
  /** A checkpoint is stored: one asked for by `interrupt` needs to wait no longer. */
  saved(): void;
  readonly wantsCheckpoint: boolean;
  readonly isDue: boolean;
  readonly wasAsked: boolean;
}

export function createStopSignal(): StopSignal {
  let state: 'run' | 'save' | 'stop' = 'run';
  return {
    ask(how) {
      if (how === 'cancel') state = 'stop';
      else if (state === 'run') state = 'save';
    },
    saved() {
      if (state === 'save') state = 'stop';
    },
    get wantsCheckpoint() {
      return state === 'save';
    },
    get isDue() {
      return state === 'stop';
    },
    get wasAsked() {
      return state !== 'run';
    },
  };
}

export function abortError(): Error {
  const error = new Error('The job was asked to stop');
  error.name = 'AbortError';
  return error;
}
