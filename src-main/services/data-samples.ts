import { builtinSamples } from '../engine/data/readers/builtin.reader.ts';

/** Data sets that come with the program and are read as any folder is: by the reader whose matches name them. */
const FOLDERS = [
  {
    source: 'builtin:spam-assassin',
    title: 'SpamAssassin: 6,046 mails, subject and text, ham or spam (Apache SpamAssassin public corpus, 2002-2005)',
  },
  {
    source: 'builtin:spoken-digits',
    title: 'Spoken digits: 1,200 recordings of 20 synthetic voices, clean and over a background, 16 kHz (made with eSpeak NG)',
  },
] as const;

/** Each as a source an import can name, with its title. */
export function dataSamples(): readonly { readonly source: string; readonly title: string }[] {
  return [...builtinSamples(), ...FOLDERS];
}
