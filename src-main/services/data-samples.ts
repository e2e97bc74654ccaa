import { builtinSamples } from '../engine/data/readers/builtin.reader.ts';

/** Data sets that come with the program and are read as any folder is: by the reader whose matches name them. */
const FOLDERS = [
  {
    source: 'builtin:spam-assassin',
    title: 'SpamAssassin: 6,046 mails, subject and text, ham or spam (Apache SpamAssassin public corpus, 2002-2005)',
  },
] as const;

/** Each as a source an import can name, with its title. */
export function dataSamples(): readonly { readonly source: string; readonly title: string }[] {
  return [...builtinSamples(), ...FOLDERS];
}
