import type { ColumnInfo } from './dataset.ts';

/** A source before it is imported: as its first rows, or the names of its files, show it. `Pixels` are base64 where they cross to a screen. */
export interface SourceGlimpse<Pixels = string> {
  readonly files: number;
  /** Of all files. */
  readonly bytes: number;
  /** In the order of the source: columns of a table, or what names or a list say of files. */
  readonly columns: readonly GlimpsedColumn[];
  /** Whether no further row can bring a column that is not among these. */
  readonly areAllColumns: boolean;
  /** The first rows, a text a column, long ones cut. */
  readonly rows: readonly (readonly string[])[];
  /** From how many rows the columns' types were told; all of them where there are no more. */
  readonly looked: number;
  /** Where folders or names tell the classes, in order; empty where a column does. */
  readonly classes: readonly { readonly name: string; readonly items: number }[];
  /** A few of the files, of as many classes as there are. */
  readonly samples: readonly GlimpsedSample<Pixels>[];
}

export interface GlimpsedSample<Pixels = string> {
  readonly name: string;
  readonly label: string;
  /** `[H, W, C]` and its bytes, row by row: a picture, or a recording as the network would hear it; null for a text. */
  readonly picture: { readonly shape: readonly number[]; readonly pixels: Pixels } | null;
  /** How it begins; null for what is no text. */
  readonly text: string | null;
  /** Why it can't be read. */
  readonly problem: string | null;
}

export interface GlimpsedColumn {
  readonly name: string;
  /** What it would be taken for; null where columns are no inputs. */
  readonly type: ColumnInfo['type'] | null;
  /** What a person should know about it. */
  readonly warning: string | null;
  /** Ids of the encodings that can read it. */
  readonly encodings: readonly string[];
}
