import { z } from 'zod';
import type { Task } from '../domain/graph/model-graph.ts';
import { ITEM_PICKS, TAUGHT_PARTS, type ItemPick, type TaughtPart } from '../domain/soft-labels.ts';
import { defineContract } from './define-contract.ts';
import { id, made } from './views.ts';

/** What can be looked at of a model's teaching. */
export interface TeachingView {
  readonly task: Task;
  /** By number; empty for values. */
  readonly classes: readonly string[];
  /** Classes that no teacher knows, by number. */
  readonly unknown: readonly number[];
  /** Null when the data set was deleted from the lists. */
  readonly dataId: string | null;
  /** Of an image, `[H, W, C]`; null for tables. */
  readonly shape: readonly number[] | null;
  /** Names of a table's columns as they were before they were encoded; empty for images. */
  readonly columns: readonly string[];
  /** Items on a page at most: fewer where there are many classes. */
  readonly pageSize: number;
  /** Those that answers were kept of, the one with the student's answers first. */
  readonly parts: readonly TeachingPart[];
}

export interface TeachingPart {
  readonly part: TaughtPart;
  readonly items: number;
  readonly picks: readonly ItemPick[];
  /** Items whose label is not the teacher's answer; null for values. */
  readonly disagreements: number | null;
  /** Per class, by number: its items, and the other classes the teacher gives the most on them, on average. */
  readonly nearest: readonly ClassNeighbours[];
}

export interface ClassNeighbours {
  readonly label: number;
  readonly items: number;
  /** The teacher's mean probability of the class itself. */
  readonly own: number;
  readonly towards: readonly { readonly label: number; readonly share: number }[];
}

/** Some items with everyone's answers, the most telling first. */
export interface TaughtItemPage {
  /** That fit, over all pages. */
  readonly total: number;
  readonly items: readonly TaughtItem[];
}

export interface TaughtItem {
  /** Number in the data set. */
  readonly item: number;
  /** The class's number; those of all labels it has; for values what they are. */
  readonly label: readonly number[];
  /** Bytes in base64, row by row; null for tables. */
  readonly pixels: string | null;
  readonly cells: readonly (string | number)[];
  /** Logits by class, or values. */
  readonly teacher: readonly number[];
  readonly student: readonly number[] | null;
  readonly alone: readonly number[] | null;
}

/** Answers alone, to be taken along. */
export interface TaughtRow {
  readonly item: number;
  readonly label: number;
  /** Numbers of classes. */
  readonly teacher: number;
  readonly confidence: number;
  readonly student: number | null;
}

const modelId = id;
const part = z.enum(TAUGHT_PARTS);
const chosenClass = z.number().int().min(0).nullable().default(null);
const choice = { modelId, part, pick: z.enum(ITEM_PICKS), label: chosenClass, rival: chosenClass };

/** The most items answers are listed of without their inputs. */
export const MOST_ROWS = 10_000;

/** Looking into what a distilled model was taught. Its report is part of the model; here are the answers item by item. */
export const distillationContract = defineContract({
  name: 'distillation',
  calls: {
    /** `not-found` for a model without a teacher. */
    open: { input: z.object({ modelId }), output: made<TeachingView>() },
    /** Longer pages than `pageSize` are cut. */
    items: {
      input: z.object({ ...choice, offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(60).default(12) }),
      output: made<TaughtItemPage>(),
    },
    /** Items with a class as label, as far as `MOST_ROWS`. Empty for labels and values. */
    rows: { input: z.object(choice), output: z.array(made<TaughtRow>()) },
  },
  events: {},
});
