import { builtinSamples, type DataSample } from '../engine/data/readers/builtin.reader.ts';

/** Data sets that come with the program and are read as any folder is: by the reader whose matches name them. */
const FOLDERS: readonly DataSample[] = [
  {
    source: 'builtin:spam-assassin',
    title: 'SpamAssassin: 6,046 mails, subject and text, ham or spam (Apache SpamAssassin public corpus, 2002-2005)',
    holds: 'text',
  },
  {
    source: 'builtin:spoken-digits',
    title: 'Spoken digits: 1,200 recordings of 20 synthetic voices, clean and over a background, 16 kHz (made with eSpeak NG)',
    holds: 'sound',
  },
];

/** All that come with the program. */
export function dataSamples(): readonly DataSample[] {
  return [...builtinSamples(), ...FOLDERS];
}
