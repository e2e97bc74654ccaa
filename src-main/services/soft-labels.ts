import { hasWideTargets } from '../../src-shared/domain/graph/task.ts';
import type {
  ClassNeighbours,
  TaughtItem,
  TaughtItemPage,
  TaughtRow,
  TeachingPart,
  TeachingView,
} from '../../src-shared/contracts/distillation.contract.ts';
import { MOST_ROWS } from '../../src-shared/contracts/distillation.contract.ts';
import type { TaughtPart } from '../../src-shared/domain/soft-labels.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { answeredParts, unknownClasses, type AnsweredPart } from '../engine/distillation/answered-part.ts';
import { logitsAt, type Answerer } from '../engine/distillation/class-logits.ts';
import { digestPart, type PartDigest } from '../engine/distillation/part-digest.ts';
import { pickItems, picksOf, type ItemChoice } from '../engine/distillation/pick-items.ts';
import { decodeSoftLabels } from '../engine/distillation/soft-labels.ts';
import { listDatasets } from '../stores/dataset-store.ts';
import type { ServiceContext } from './context.ts';
import { readFacts, type DataFacts } from '../engine/data/dataset-facts.ts';
import { cellColumns, pictureShape, readItem } from './item-view.ts';
import { requireModels } from './models.ts';

export interface TaughtItemsWanted extends ItemChoice {
  readonly modelId: string;
  readonly part: TaughtPart;
}

export interface TaughtPageWanted extends TaughtItemsWanted {
  readonly offset: number;
  readonly limit: number;
}

/** What distilled models were taught, item by item. All throw `not-found` for a model that is not there or had no teacher. */
export interface SoftLabelService {
  open(modelId: string): Promise<TeachingView>;
  /** Throws `invalid-input` for a part that answers were not kept of, or a pick it does not have. */
  items(wanted: TaughtPageWanted): Promise<TaughtItemPage>;
  rows(wanted: TaughtItemsWanted): Promise<TaughtRow[]>;
}

/** Numbers of all answers on a page: 60 items of 10 classes are 1,800. */
const PAGE_NUMBERS = 30_000;
const MOST_ON_PAGE = 60;
const NEIGHBOURS = 5;

export function createSoftLabelService(context: ServiceContext): SoftLabelService {
  // One: a person looks into one model at a time.
  let recent: { readonly key: string; readonly lesson: Promise<Lesson> } | null = null;
  const lessonOf = async (modelId: string): Promise<Lesson> => {
    const files = filesOf(context, modelId);
    const key = `${files.softLabels} ${files.data}`;
    if (recent?.key !== key) recent = { key, lesson: readLesson(context, files) };
    const { lesson } = recent;
    lesson.catch(() => (recent = null));
    return lesson;
  };
  return {
    open: async modelId => viewOf(context, await lessonOf(modelId)),
    items: async wanted => pageOf(context, await lessonOf(wanted.modelId), wanted),
    rows: async wanted => rowsOf(await lessonOf(wanted.modelId), wanted),
  };
}

interface Lesson {
  readonly facts: DataFacts;
  readonly dataHash: string;
  readonly unknown: readonly number[];
  readonly parts: readonly { readonly answered: AnsweredPart; readonly digest: PartDigest }[];
}

interface LessonFiles {
  readonly softLabels: string;
  readonly data: string;
}

function filesOf({ db }: ServiceContext, modelId: string): LessonFiles {
  const { output, name } = requireModels(db, modelId)[0]!;
  const { distillation } = output.summary;
  if (distillation !== undefined) return { softLabels: distillation.softLabels.hash, data: output.data.hash };
  throw new AppFailure({ code: 'not-found', message: `A model that was taught by another is required, '${name}' had no teacher` });
}

async function readLesson(context: ServiceContext, { softLabels, data }: LessonFiles): Promise<Lesson> {
  const labels = decodeSoftLabels(await context.readArtifact(softLabels));
  const facts = await readFacts(context, data);
  const { task, classes } = facts.manifest.target;
  const parts: { answered: AnsweredPart; digest: PartDigest }[] = [];
  for (const answered of answeredParts(labels, { task, classes, targets: facts.targets, itemsOf: facts.itemsOf })) {
    parts.push({ answered, digest: await digestPart(answered, () => new Promise(resolve => setImmediate(resolve))) });
  }
  return { facts, dataHash: data, unknown: unknownClasses(labels), parts };
}

function viewOf({ db }: ServiceContext, { facts, dataHash, unknown, parts }: Lesson): TeachingView {
  const { manifest } = facts;
  const { task, classes } = manifest.target;
  return {
    ...{ task, classes, unknown },
    dataId: listDatasets(db).find(data => data.output.manifest.hash === dataHash)?.id ?? null,
    shape: pictureShape(manifest),
    columns: cellColumns(facts.manifest),
    pageSize: pageSizeOf(parts),
    parts: parts.map(({ answered, digest }) => partView(answered, digest)),
  };
}

function partView(answered: AnsweredPart, digest: PartDigest): TeachingPart {
  const { part, task } = answered;
  const disagreements = task === 'values' ? null : pickItems(answered, digest, { pick: 'teacher-label', label: null, rival: null }).length;
  return { part, items: digest.items, picks: picksOf(answered), disagreements, nearest: digest.means.map(neighboursOf) };
}

function neighboursOf({ items, shares }: PartDigest['means'][number], label: number): ClassNeighbours {
  const others = [...shares].flatMap((share, other) => (other === label || share === 0 ? [] : [{ label: other, share }]));
  return { label, items, own: shares[label] ?? 0, towards: others.sort((a, b) => b.share - a.share).slice(0, NEIGHBOURS) };
}

function pageSizeOf(parts: Lesson['parts']): number {
  const width = Math.max(1, ...parts.map(({ answered }) => answered.width));
  return Math.max(1, Math.min(MOST_ON_PAGE, Math.floor(PAGE_NUMBERS / (3 * width))));
}

async function pageOf(context: ServiceContext, lesson: Lesson, wanted: TaughtPageWanted): Promise<TaughtItemPage> {
  const { answered, digest } = partOf(lesson, wanted);
  const places = pickItems(answered, digest, wanted);
  const { facts, parts } = lesson;
  const items = places
    .slice(wanted.offset, wanted.offset + Math.min(wanted.limit, pageSizeOf(parts)))
    .map(async (place): Promise<TaughtItem> => {
      const item = answered.items[place]!;
      const answersOf = (who: Answerer): number[] | null =>
        answered[who] === null ? null : Array.from(logitsAt(answered, who, place), short);
      return {
        item,
        label: labelAt(answered, place),
        ...(await readItem(context, facts.manifest, item)),
        ...{ teacher: answersOf('teacher') ?? [], student: answersOf('student'), alone: answersOf('alone') },
      };
    });
  return { total: places.length, items: await Promise.all(items) };
}

function rowsOf(lesson: Lesson, wanted: TaughtItemsWanted): TaughtRow[] {
  const { answered, digest } = partOf(lesson, wanted);
  if (hasWideTargets(answered.task)) return [];
  return pickItems(answered, digest, wanted)
    .slice(0, MOST_ROWS)
    .map(place => ({
      item: answered.items[place]!,
      label: answered.labels[place]!,
      teacher: digest.answer[place]!,
      confidence: short(digest.confidence[place]!),
      student: digest.student === null ? null : digest.student[place]!,
    }));
}

function partOf({ parts }: Lesson, { part, pick }: TaughtItemsWanted): Lesson['parts'][number] {
  const found = parts.find(({ answered }) => answered.part === part);
  if (found === undefined) {
    const there = parts.map(({ answered }) => answered.part).join(', ');
    throw invalidInput(`A part that answers were kept of is required, got '${part}'`, {
      path: 'part',
      hint: there === '' ? 'The teacher ran within the steps, and there is no validation part.' : `Kept: ${there}.`,
    });
  }
  const picks = picksOf(found.answered);
  if (!picks.includes(pick)) throw invalidInput(`One of ${picks.join(', ')} is required for '${part}', got '${pick}'`, { path: 'pick' });
  return found;
}

function labelAt({ task, labels, width }: AnsweredPart, place: number): number[] {
  if (!hasWideTargets(task)) return [labels[place]!];
  const own = labels.subarray(place * width, (place + 1) * width);
  return task === 'labels' ? [...own.keys()].filter(label => own[label] === 1) : Array.from(own, short);
}

/** More digits than a float32 has would only lengthen the message. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}
