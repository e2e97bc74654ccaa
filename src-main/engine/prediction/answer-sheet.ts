import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { PredictedItem } from '../../../src-shared/domain/step-output.ts';
import { writeNpy } from '../data/numpy/write-npy.ts';
import { writeZip } from '../formats/lib/zip.ts';
import { answerFormats, type AnswerFormat } from './answer-rows.ts';

type Told = Pick<ModelCard, 'task' | 'classes' | 'label' | 'thresholds'>;

/** A file of answers as it grows: it is held until it is whole. */
export interface AnswerSheet {
  readonly ending: string;
  add(answer: PredictedItem): void;
  /** About, so far. */
  bytes(): number;
  finish(): Uint8Array;
}

export const SHEETS = ['csv', 'jsonl', 'npz'] as const;

/** `data`: hash of the data whose items are answered, by number; null for items from elsewhere. */
export function answerSheet(format: (typeof SHEETS)[number], card: Told, data: string | null): AnswerSheet {
  return format === 'npz' ? arraySheet(card, data) : lineSheet(answerFormats[format], card);
}

function lineSheet(format: AnswerFormat, card: Told): AnswerSheet {
  const lines = [format.header(card)];
  let characters = 0;
  return {
    ending: format.ending,
    add(answer) {
      const line = format.line(card, answer);
      characters += line.length;
      lines.push(line);
    },
    bytes: () => characters,
    finish: () => new TextEncoder().encode(lines.join('')),
  };
}

/**
 * `probabilities` [N, classes] (or `values`) and `classes`, with `items` and `data` where they are of a data set, else `names`. Items that
 * could not be read are left out. It is what a distillation takes for a teacher.
 */
function arraySheet({ task, classes }: Told, data: string | null): AnswerSheet {
  const rows: Float32Array[] = [];
  const names: string[] = [];
  let bytes = 0;
  return {
    ending: 'npz',
    add({ name, values, problem }) {
      if (problem !== null) return;
      rows.push(Float32Array.from(values));
      names.push(name);
      bytes += 4 * (values.length + name.length);
    },
    bytes: () => bytes,
    finish() {
      const width = rows[0]?.length ?? 1;
      const all = new Float32Array(rows.length * width);
      rows.forEach((row, i) => all.set(row, i * width));
      const about =
        data === null
          ? { 'names.npy': writeNpy(names, [names.length]) }
          : { 'items.npy': writeNpy(Int32Array.from(names, Number), [names.length]), 'data.npy': writeNpy([data], [1]) };
      return writeZip({
        [task === 'values' ? 'values.npy' : 'probabilities.npy']: writeNpy(all, [rows.length, width]),
        ...(task === 'values' ? {} : { 'classes.npy': writeNpy(classes, [classes.length]) }),
        ...about,
      });
    },
  };
}
