import type { AppErrorCode } from '../../../src-shared/lib/app-error.ts';

/** Per code: what happened, and what to do when main has no better hint. */
export const errors = {
  quoteId: 'Quote {{id}} when reporting it.',
  'invalid-input': { title: 'This can’t be done as it was given', advice: 'Change what is named above and try again.' },
  'not-found': { title: 'Not found', advice: 'It may have been deleted, or the name has a typing mistake.' },
  cancelled: { title: 'Cancelled', advice: 'Resume goes on from the last checkpoint.' },
  diverged: {
    title: 'The training diverged',
    advice: 'The loss is no longer a number. Try a lower learning rate, gradient clipping, or standardised inputs.',
  },
  'nothing-changed': { title: 'The step changed nothing', advice: 'Its result would equal its input. Change the target.' },
  'verification-failed': {
    title: 'The written file does not give the same answers',
    advice: 'The file was not kept. Export to another format, and please report it.',
  },
  'job-lost': {
    title: 'The process of this job ended by itself',
    advice: 'Resume goes on from the last checkpoint. The log shows its last words.',
  },
  'disk-full': { title: 'The disk is full', advice: 'Free some space, then resume: the run goes on from the last checkpoint.' },
  'out-of-memory': {
    title: 'There is not enough memory',
    advice: 'Choose a smaller batch size or a smaller network, or close other programs.',
  },
  'read-only': { title: 'That place can’t be written to', advice: 'Choose a folder you may write to.' },
  'workspace-locked': { title: 'Another program has this workspace open', advice: 'Close it there, or open another workspace.' },
  'store-from-future': { title: 'This workspace was made by a newer Espalier', advice: 'Update Espalier to open it.' },
  'store-damaged': { title: 'Stored data is damaged', advice: 'Run “espalier doctor” to see what is affected.' },
  'engine-unavailable': { title: 'No device can compute this', advice: 'The Compute screen shows why.' },
  'install-failed': {
    title: 'The native engine was not installed',
    advice: 'Nothing has changed: computing goes on as before. Try again.',
  },
  'connection-lost': { title: 'The connection broke', advice: 'Look whether it was done before trying again.' },
  internal: {
    title: 'Something went wrong inside Espalier',
    advice: 'This is a mistake in the program. Please report it with the details.',
  },
} as const satisfies Record<AppErrorCode, { title: string; advice: string }> & { quoteId: string };
