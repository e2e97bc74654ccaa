import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem } from '../../../src-shared/domain/step-output.ts';
import { answerFormats } from '../../engine/prediction/answer-rows.ts';
import { element } from './elements.ts';
import type { Texts } from './texts.ts';

/** Rows that are shown; all of them can be saved. */
const MOST_SHOWN = 1000;

export interface AnswerTable {
  readonly root: HTMLElement;
  add(answers: readonly PredictedItem[]): void;
}

/** The answers as they come: the item, its answer, and how sure the model is. */
export function createAnswerTable(card: ModelCard, texts: Texts): AnswerTable {
  const kept: PredictedItem[] = [];
  const body = element('tbody');
  const head = element(
    'tr',
    {},
    ...[texts.item, card.label === '' ? texts.answer : card.label, texts.probability].map(text => element('th', { scope: 'col' }, text)),
  );
  const saves = (['csv', 'jsonl'] as const).map(id => {
    const button = element('button', { type: 'button' }, `${texts.save}${answerFormats[id].ending.toUpperCase()}`);
    button.addEventListener('click', () => save(card, id, kept));
    return button;
  });
  const root = element('section', {}, element('p', {}, ...saves), element('table', {}, element('thead', {}, head), body));
  return {
    root,
    add(answers) {
      const room = Math.max(0, MOST_SHOWN - kept.length);
      body.append(...answers.slice(0, room).map(answer => rowOf(card, answer)));
      kept.push(...answers);
    },
  };
}

function rowOf(card: ModelCard, { name, answer, probability, values, problem }: PredictedItem): HTMLElement {
  const cell = (text: string, attributes = {}): HTMLElement => element('td', attributes, text);
  if (problem !== null) return element('tr', {}, cell(name), cell(problem, { class: 'problem', colspan: '2' }));
  const shown = typeof answer === 'number' ? values.map(value => Number(value.toPrecision(6))).join(', ') : String(answer);
  const title = card.classes.map((label, i) => `${label}: ${percent(values[i] ?? 0)}`).join('\n');
  const share = probability === null ? cell('') : element('td', { title }, meter(probability), percent(probability));
  return element('tr', {}, cell(name), cell(shown, { class: 'answer' }), share);
}

function meter(share: number): HTMLElement {
  return element('meter', { min: '0', max: '1', value: String(share) });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function save(card: ModelCard, id: keyof typeof answerFormats, answers: readonly PredictedItem[]): void {
  const format = answerFormats[id];
  const lines = [format.header(card), ...answers.map(answer => format.line(card, answer))];
  const link = element('a', { href: URL.createObjectURL(new Blob(lines)), download: `answers.${format.ending}` });
  link.click();
  URL.revokeObjectURL(link.href);
}
