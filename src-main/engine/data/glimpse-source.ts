import type { FoundSource, ReaderCall } from './reader.ts';
import { readers } from './readers/index.ts';

/** A look at a source before it is imported; asked of a process beside main. */
export interface GlimpseQuestion {
  readonly kind: 'glimpse';
  /** `builtin:NAME`, or an absolute path. */
  readonly source: string;
  readonly reader: string;
  /** Of the reader's parameters, those that are given and right. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Folders of built-in data. */
  readonly builtin: Readonly<Record<string, string>>;
}

type GlimpsePorts = Pick<ReaderCall<unknown>, 'sources' | 'createSha256' | 'local' | 'turn'>;

/** Null where the reader has nothing to choose from. Throws what the reader would of the first rows, or of the files' names. */
export async function glimpseSource(
  { source, reader, config }: Pick<GlimpseQuestion, 'source' | 'reader' | 'config'>,
  ports: GlimpsePorts,
): Promise<FoundSource | null> {
  return (await readers.require(reader).glimpse?.({ source, config, ...ports })) ?? null;
}
