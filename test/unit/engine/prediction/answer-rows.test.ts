import { expect, it } from 'vitest';
import { answerFormats, answerOf } from '../../../../src-main/engine/prediction/answer-rows.ts';

const card = { task: 'classes', classes: ['cat', '=dog'], label: 'animal' } as const;

it('answers with the likeliest class, of two by the probability of the second, or with a number', () => {
  expect(answerOf(card, 'a', Float32Array.of(0.25, 0.75))).toMatchObject({ answer: '=dog', probability: 0.75, values: [0.25, 0.75] });
  expect(answerOf({ ...card, task: 'binary' }, 'a', Float32Array.of(0.25))).toMatchObject({ answer: 'cat', probability: 0.75 });
  expect(answerOf({ task: 'values', classes: [] }, 'a', Float32Array.of(-2.5))).toMatchObject({ answer: -2.5, probability: null });
});

it('writes CSV that no spreadsheet runs: names that look like formulas have an apostrophe before them, numbers have none', () => {
  const { header, line } = answerFormats.csv;
  expect(header(card)).toBe('item,animal,probability,p(cat),p(=dog),problem\r\n');
  expect(line(card, answerOf(card, '=cmd|x,y.png', Float32Array.of(0.25, 0.75)))).toBe('"\'=cmd|x,y.png",\'=dog,0.75,0.25,0.75,\r\n');
  const values = { task: 'values', classes: [], label: '@price' } as const;
  expect(header(values)).toBe("item,'@price,problem\r\n");
  expect(line(values, answerOf(values, 'rows.csv:1', Float32Array.of(-2.5)))).toBe('rows.csv:1,-2.5,\r\n');
});

it('writes an object a line, with what could not be read', () => {
  const { line } = answerFormats.jsonl;
  expect(JSON.parse(line(card, answerOf(card, 'a', Float32Array.of(0.25, 0.75))))).toEqual({
    item: 'a',
    answer: '=dog',
    probability: 0.75,
    probabilities: { cat: 0.25, '=dog': 0.75 },
  });
  const bad = { name: 'b', answer: null, probability: null, values: [], problem: 'no picture' };
  expect(JSON.parse(line(card, bad))).toEqual({ item: 'b', problem: 'no picture' });
});

it('answers with every label whose probability reaches its threshold, none of them too', () => {
  const labels = { task: 'labels', classes: ['loud', '=rude'], label: 'tone' } as const;
  const row = Float32Array.of(0.75, 0.5);
  const told = answerOf(labels, 'a', row);
  expect(told).toMatchObject({ answer: 'loud|=rude', probability: null, values: [0.75, 0.5] });
  expect(answerOf({ ...labels, thresholds: [0.8, 0.9] }, 'a', row).answer).toBe('');
  const { header, line } = answerFormats.csv;
  expect(header(labels)).toBe('item,tone,p(loud),p(=rude),problem\r\n');
  expect(line(labels, told)).toBe('a,loud|=rude,0.75,0.5,\r\n');
  expect(JSON.parse(answerFormats.jsonl.line({ ...labels, thresholds: [0.5, 0.6] }, told))).toEqual({
    item: 'a',
    answer: ['loud'],
    probabilities: { loud: 0.75, '=rude': 0.5 },
  });
});
