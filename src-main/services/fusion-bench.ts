import type {
  BenchDiversityView,
  BenchMemberView,
  CascadeBench,
  JudgedBench,
  Unanswered,
} from '../../src-shared/contracts/fusion.contract.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import type { BenchMember } from '../engine/fusion/bench-answers.ts';
import type { BenchAnswers, BenchQuestion } from '../engine/fusion/bench-question.ts';
import type { Confidence } from '../engine/graph/confidence.ts';
import type { ReadableDb } from '../stores/database.ts';
import { readersOf, type MakerRecord } from '../stores/lineage-store.ts';
import { getModel, type ModelRecord } from '../stores/model-store.ts';
import type { ServiceContext } from './context.ts';
import { measuredLatencies } from './measured-latency.ts';
import { noSuchModel } from './not-there.ts';
import { numberedName } from '../../src-shared/domain/numbered-name.ts';

/** What members would come to in each kind of fusion, from their stored answers. Unknown ids throw `not-found`. */
export interface FusionBench {
  judge(modelIds: readonly string[]): Promise<Unanswered | ({ readonly kind: 'judged' } & JudgedBench)>;
  diversity(modelIds: readonly string[]): Promise<Unanswered | ({ readonly kind: 'diversity' } & BenchDiversityView)>;
  cascade(modelIds: readonly string[], confidence: Confidence): Promise<Unanswered | ({ readonly kind: 'cascade' } & CascadeBench)>;
}

/** Files of predictions that are remembered. */
const MOST_FILES = 64;

type Parts = Pick<ServiceContext, 'db' | 'readArtifact' | 'nowMs' | 'askBench'>;

export function createFusionBench(parts: Parts): FusionBench {
  const { db, nowMs, askBench } = parts;
  const readFile = createReader(parts);

  async function ask<K extends BenchQuestion['kind']>(
    modelIds: readonly string[],
    question: (members: readonly BenchMember[]) => BenchQuestion & { readonly kind: K },
  ): Promise<Unanswered | { readonly kind: 'answered'; readonly views: readonly BenchMemberView[]; readonly answer: BenchAnswers[K] }> {
    const records = recordsOf(db, modelIds);
    const places = records.map(record => placeOf(db, record));
    const unanswered = records.filter((_, i) => places[i] === null).map(({ id }) => id);
    if (unanswered.length > 0) return { kind: 'unanswered', modelIds: unanswered };
    const views = viewsOf(db, records);
    const members = await Promise.all(
      views.map(async ({ name, multiplyAdds, bytes }, i): Promise<BenchMember> => {
        const { hash, place } = places[i]!;
        return { name, multiplyAdds, bytes, place, file: await readFile(hash) };
      }),
    );
    return { kind: 'answered', views, answer: (await askBench(question(members))) as BenchAnswers[K] };
  }

  return {
    async judge(modelIds) {
      const from = nowMs();
      const asked = await ask(modelIds, members => ({ kind: 'methods', members }));
      if (asked.kind === 'unanswered') return asked;
      const { members: figures, ...rest } = asked.answer;
      return { kind: 'judged', ...rest, figures, members: asked.views, tookMs: nowMs() - from };
    },
    async diversity(modelIds) {
      const asked = await ask(modelIds, members => ({ kind: 'diversity', members }));
      return asked.kind === 'unanswered' ? asked : { kind: 'diversity', ...asked.answer };
    },
    async cascade(modelIds, confidence) {
      const asked = await ask(modelIds, members => ({ kind: 'cascade', members, confidence }));
      if (asked.kind === 'unanswered') return asked;
      const { chosen, ...rest } = asked.answer;
      return { kind: 'cascade', ...rest, sameAccuracy: chosen, members: asked.views };
    },
  };
}

/** Each in the order asked for. Throws `invalid-input` for a model that is there twice, and for models of different data. */
function recordsOf(db: ReadableDb, modelIds: readonly string[]): readonly ModelRecord[] {
  const records = modelIds.map(id => {
    const record = getModel(db, id);
    if (record !== null) return record;
    throw noSuchModel(db, id);
  });
  const twice = records.find(({ output }, i) => records.findIndex(other => other.output.file.hash === output.file.hash) !== i);
  if (twice !== undefined) {
    throw invalidInput(`Every model is required once, but '${twice.name}' is there twice (or another with the same weights)`, {
      path: 'members',
    });
  }
  const [first] = records;
  const stranger = records.find(({ output }) => output.data.hash !== first?.output.data.hash);
  if (stranger === undefined) return records;
  throw invalidInput(`Members of one data set are required, but '${stranger.name}' was made with another than '${first?.name ?? ''}'`, {
    path: 'members',
    hint: 'A chain fuses models of different data.',
  });
}

interface Place {
  readonly hash: string;
  /** The member's number in the file. */
  readonly place: number;
}

/** Where a model's answers to the validation items are kept, by an evaluation or a fusion it took part in; null for nowhere. */
function placeOf(db: ReadableDb, { id, output }: ModelRecord): Place | null {
  const readers = readersOf(db, id).toReversed();
  for (const reader of readers) {
    const found = placeIn(reader, id, output.data.hash);
    if (found !== null) return found;
  }
  return null;
}

function placeIn({ output }: MakerRecord, modelId: string, dataHash: string): Place | null {
  if (output.kind === 'evaluation' && output.predictions !== undefined) return { hash: output.predictions.hash, place: 0 };
  if (output.kind !== 'model' || output.data.hash !== dataHash) return null;
  const { fusion } = output.summary;
  if (fusion === undefined || fusion.predictions === null || fusion.fittedOn?.split === 'out-of-fold') return null;
  const place = fusion.members.findIndex(member => member.modelId === modelId);
  return place === -1 ? null : { hash: fusion.predictions.hash, place };
}

/** Replicates told apart by their numbers; latencies only where one engine measured all. */
function viewsOf(db: ReadableDb, records: readonly ModelRecord[]): readonly BenchMemberView[] {
  const latencies = measuredLatencies(
    db,
    records.map(({ id }) => id),
  );
  const engines = new Set([...latencies.values()].map(({ engine }) => engine));
  return records.map(({ id, name, replicate, output }) => ({
    modelId: id,
    name: numberedName(name, replicate),
    multiplyAdds: output.summary.size.multiplyAdds,
    bytes: output.file.bytes,
    latency: engines.size > 1 ? null : (latencies.get(id) ?? null),
  }));
}

/** Remembers the files that were read last; one object a file, so that it crosses to the other process once. */
function createReader({ readArtifact }: Pick<Parts, 'readArtifact'>): (hash: string) => Promise<Uint8Array> {
  const recent = new Map<string, Promise<Uint8Array>>();
  return hash => {
    const known = recent.get(hash) ?? readArtifact(hash);
    recent.delete(hash);
    recent.set(hash, known);
    known.catch(() => recent.delete(hash));
    const [oldest] = recent.keys();
    if (recent.size > MOST_FILES && oldest !== undefined) recent.delete(oldest);
    return known;
  };
}
