import type { CreateSha256, LocalFiles, SourceFiles } from '../../data/ports.ts';

/** Soft labels as a file holds them: a row an item. */
export interface AnswerTable {
  readonly name: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  /** What stands above the columns; null for an array without names. */
  readonly columns: readonly string[] | null;
  /** Whether every column is an answer; else those are that are called so. */
  readonly areAnswers: boolean;
  /** Row-major `[rows, width]`; NaN where there is no number. */
  readonly values: Float64Array;
  readonly rows: number;
  readonly width: number;
  /** Which item of the data each row is of, by number; null where the file does not say. */
  readonly items: Float64Array | null;
  /** Hash of the data they were made for; null where the file does not say. */
  readonly madeFor: string | null;
}

/** A file of soft labels as a recipe names it. */
export interface AnswerFileSettings {
  readonly source: string;
  /** Of quantities, the values as they are. */
  readonly holds: 'probabilities' | 'logits';
  /** What the logits were divided by. */
  readonly temperature: number;
  /** Column with the items' numbers. */
  readonly items?: string | undefined;
  /** Names of the columns of an array. */
  readonly classes?: readonly string[] | undefined;
  /** Hash of the data. */
  readonly madeFor?: string | undefined;
}

/** The part of a job's world that reading asks for. */
export interface AnswerFileWorld {
  readonly sources: SourceFiles;
  readonly local?: LocalFiles | undefined;
  readonly createSha256: CreateSha256;
  /** Called between pieces of work; may throw to stop. */
  turn(): Promise<void>;
}

/** Names of what is no answer, where a recipe names none. */
export const ITEM_NAMES = ['item', 'items', 'id', 'ids', 'index'];
export const MADE_FOR = 'data';
