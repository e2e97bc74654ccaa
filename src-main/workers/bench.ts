import { toAppError } from '../../src-shared/lib/app-error.ts';
import { answerBench, type BenchQuestion } from '../engine/fusion/bench-question.ts';
import type { Answered } from '../platform/answering-process.ts';
import { processPort } from './main-port.ts';

interface Numbered {
  readonly number: number;
  readonly question: BenchQuestion;
}

/** Entry of the process that computes on members' stored answers while main stays free; it lives until main ends it. */
const main = processPort<Answered, Numbered>();
main.onClose(() => process.exit());
main.onMessage(({ number, question }) => {
  let answer: Answered['answer'];
  try {
    answer = { value: answerBench(question) };
  } catch (thrown) {
    answer = { error: toAppError(thrown) };
  }
  void main.post({ number, answer });
});
