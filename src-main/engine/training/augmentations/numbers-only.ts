import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** Throws `invalid-input` where the inputs are numbers of tokens, which nothing can be added to. */
export function requireNumbers(title: string, tokens: boolean, path: string): void {
  if (!tokens) return;
  throw invalidInput(`${title} takes inputs that are amounts, got numbers of tokens`, { path, hint: 'For texts there is word-dropout.' });
}
