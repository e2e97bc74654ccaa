import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { PictureDecoder, PictureWish } from '../data/pictures/decode-picture.ts';
import type { SourceFiles } from '../data/ports.ts';
import type { Sound } from '../data/sound/sound.ts';

/** Something to be answered, as the model takes it. */
export interface NewItem {
  /** The file, or the file and the number of the record in it: `rows.csv:12`, counted from 1 behind the header. */
  readonly name: string;
  /** `[…inputShape]`; null where `problem` says why there is none. */
  readonly inputs: Float32Array | null;
  /** In words; null where there is none. */
  readonly problem: string | null;
}

/** What opens pictures and recordings: libraries where the program runs, which are others in a browser. */
export interface ItemDecoders {
  picture(wish: PictureWish): Promise<PictureDecoder>;
  /** Throws `invalid-input` for what is no whole recording. */
  sound(bytes: Uint8Array, file: string): Promise<Sound>;
}

export interface NewItemsCall {
  readonly sources: SourceFiles;
  readonly source: string;
  readonly decoders: ItemDecoders;
  readonly card: Pick<ModelCard, 'inputShape' | 'preprocessing'>;
  /** Called between pieces of work; may throw to stop. */
  turn(): Promise<void>;
}

/** Items in batches of any size, in the order of the files. */
export type NewItems = AsyncGenerator<readonly NewItem[]>;

/** The step of this kind, where the model has one. */
export function stepOf<K extends ModelCard['preprocessing'][number]['kind']>(
  { preprocessing }: Pick<ModelCard, 'preprocessing'>,
  kind: K,
): Extract<ModelCard['preprocessing'][number], { readonly kind: K }> | undefined {
  return preprocessing.find((step): step is Extract<typeof step, { readonly kind: K }> => step.kind === kind);
}
