import { toAppError } from '../../src-shared/lib/app-error.ts';
import type { SourceCheckQuestion } from '../engine/data/check-source.ts';
import type { GlimpseQuestion } from '../engine/data/glimpse-source.ts';
import { createEngine } from '../engine/backends/ladder.ts';
import { answerBench, type BenchQuestion } from '../engine/fusion/bench-question.ts';
import { previewExport, type ExportQuestion } from '../engine/formats/preview-export.ts';
import { previewAugment, type AugmentQuestion } from '../engine/training/preview-augment.ts';
import type { Answered } from '../platform/answering-process.ts';
import { readCapsulePrograms } from '../platform/capsule-programs.ts';
import { createSha256 } from '../platform/sha256.ts';
import { checkSourceHere } from './check-source.ts';
import { glimpse } from './glimpse.ts';
import { processPort } from './main-port.ts';

interface Numbered {
  readonly number: number;
  readonly question: BenchQuestion | AugmentQuestion | ExportQuestion | GlimpseQuestion | SourceCheckQuestion;
}

/** Entry of the process that computes what screens ask for while main stays free; it lives until main ends it. */
const main = processPort<Answered, Numbered>();
main.onClose(() => process.exit());
// Not killed at once: what it has written for a while goes with it.
process.on('SIGTERM', () => process.exit());
main.onMessage(({ number, question }) => {
  void answerOf(question).then(answer => main.post({ number, answer }));
});

async function answerOf(question: Numbered['question']): Promise<Answered['answer']> {
  try {
    if (question.kind === 'export')
      return { value: await previewExport(question, { engine: () => createEngine('wasm'), createSha256, programs: readCapsulePrograms }) };
    if (question.kind === 'source-check') return { value: await checkSourceHere(question) };
    if (question.kind === 'glimpse') return { value: await glimpse(question) };
    if (question.kind !== 'augment') return { value: answerBench(question) };
    const { tf } = await createEngine('wasm');
    return { value: await previewAugment(tf, question) };
  } catch (thrown) {
    return { error: toAppError(thrown) };
  }
}
