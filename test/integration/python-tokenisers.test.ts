import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { tokenisers } from '../../src-main/engine/data/text/tokenisers/index.ts';
import { textPart } from '../../src-main/engine/formats/capsule/python/text.ts';
import { judgingPython } from '../support/requirements.ts';

const python = judgingPython();
const available = answers(['-c', '']);
if (!available) console.log('skipped: tokens in Python, since there is none');

const TEXTS = [
  'unable to table: a cable, able',
  '机器学习很好，学习机器人',
  'The tables of unable cables',
  'naïve ΣΊΣΥΦΟΣ x² 龍々 𠮷野 ｱｲｳ',
];
/** Texts with words and characters that training never showed. */
const NEW = [
  'unableq tables',
  '我机器学习龘很好学abc',
  'x'.repeat(90),
  '好'.repeat(150),
  '',
  ' \u3000',
  '#a ##b ΣΊΣ 𠮷野𠮷',
  `${'𝒂'.repeat(40)}!`,
];
const config = { lowerCase: true };

it.runIf(available).each(tokenisers.all.map(({ id }) => id))('a capsule cuts the same tokens in Python: %s', id => {
  const tokeniser = tokenisers.require(id);
  const learned = tokeniser.learn(config, { texts: [...TEXTS, ...TEXTS], size: 60, atLeast: 2 });
  const texts = [...TEXTS, ...NEW];
  const plain = texts.map(text => text.normalize('NFKC').toLowerCase());
  const program = [
    'import gzip, json, math, re, sys, unicodedata',
    textPart,
    'asked = json.load(sys.stdin)',
    'cut = TOKENISERS[asked["id"]](asked["step"])',
    'print(json.dumps([cut(text) for text in asked["texts"]]))',
  ].join('\n');
  const input = JSON.stringify({ id, step: learned, texts: plain });
  const found = JSON.parse(execFileSync(python, ['-c', program], { encoding: 'utf8', input })) as unknown;
  expect(found).toEqual(texts.map(tokeniser.prepare(config, learned)));
});

function answers(args: readonly string[]): boolean {
  try {
    execFileSync(python, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
