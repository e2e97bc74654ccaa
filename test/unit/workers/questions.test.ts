import { expect, it } from 'vitest';
import type { FromJob } from '../../../src-main/jobs/messages.ts';
import { createQuestions } from '../../../src-main/workers/questions.ts';

it('answers each question by its number, in any order', async () => {
  const posted: FromJob[] = [];
  const questions = createQuestions(message => posted.push(message));
  const [one, other] = [questions.ask('a'), questions.ask('b')];
  questions.answer({ type: 'answer', number: 2, answer: 'B' });
  questions.answer({ type: 'refusal', number: 1, error: { code: 'not-found', message: 'No a' } });
  expect(await other).toBe('B');
  await expect(one).rejects.toMatchObject({ error: { code: 'not-found' } });
  expect(posted).toEqual([
    { type: 'ask', number: 1, question: 'a' },
    { type: 'ask', number: 2, question: 'b' },
  ]);
});

it('lets nobody wait once the job is to stop', async () => {
  const questions = createQuestions(() => undefined);
  const open = questions.ask('a');
  questions.stop();
  await expect(open).rejects.toMatchObject({ name: 'AbortError' });
  await expect(questions.ask('b')).rejects.toMatchObject({ name: 'AbortError' });
});
