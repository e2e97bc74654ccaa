import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { SourceEntry } from './ports.ts';

/** What was written to meanwhile may be half of the old and half of the new. Throws `invalid-input` where `bytes`, as read, are others. */
export function requireUnchanged(file: SourceEntry, bytes: number): void {
  if (bytes !== file.bytes)
    throw invalidInput(`A file that stays as it is while it is read is required, but it went from ${file.bytes} to ${bytes} bytes`, {
      path: file.name,
    });
}
