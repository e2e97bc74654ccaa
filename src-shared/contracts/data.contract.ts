import { z } from 'zod';
import type { Balance, DuplicateReport, LabelReport } from '../domain/data-report.ts';
import { INPUT_KINDS, SPLITS, type ColumnInfo, type DatasetManifest } from '../domain/dataset.ts';
import type { SourceCheck } from '../domain/source-check.ts';
import type { SourceGlimpse } from '../domain/source-glimpse.ts';
import { defineContract } from './define-contract.ts';
import type { Dependents } from './models.contract.ts';
import { dataRow, id, made } from './views.ts';

const split = z.enum(SPLITS);

const item = z.object({
  /** Number in the data set. */
  item: z.number().int(),
  label: z.string(),
  /** Bytes in base64, row by row; null for tables. */
  pixels: z.string().nullable(),
  cells: z.array(z.string().or(z.number())),
  /** Of a text, as the model sees them; null stands for the unknown. */
  tokens: z.array(z.string().nullable()),
});

const itemPage = z.object({
  /** That fit, over all pages. */
  total: z.number().int(),
  /** Of a picture (an image, a spectrogram), `[H, W, C]`; null for tables and texts. */
  shape: z.array(z.number().int()).nullable(),
  /** Names of a table's columns as they were before they were encoded; empty for images. */
  columns: z.array(z.string()),
  items: z.array(item),
});

/** Looking into a data set. What it was made from, and by which run, the row says; a new one is a recipe's import step. */
export const dataContract = defineContract({
  name: 'data',
  calls: {
    /** A source before it is imported, by the fields of an import as far as they are filled in; null where there is nothing to choose from. */
    glimpse: {
      input: z.object({ step: z.looseObject({ source: z.string().min(1) }) }),
      output: made<SourceGlimpse>().nullable(),
    },
    /** An import tried out: what it would make of its source, and what its guards find. Takes as long as the import; a newer one takes its place. */
    check: {
      input: z.object({ step: z.looseObject({ source: z.string().min(1) }) }),
      output: made<SourceCheck>(),
    },
    /** Also of a deleted one: `deleted` says so. */
    get: {
      input: z.object({ dataId: id }),
      output: z.object({
        data: dataRow,
        deleted: z.boolean(),
        runId: id,
        reader: z.string(),
        kind: z.enum(INPUT_KINDS),
        columns: z.array(made<ColumnInfo>()),
        sources: made<DatasetManifest['sources']>(),
        /** Models trained on it, which can't be evaluated or trained further without its files. */
        models: z.array(z.object({ id, name: z.string(), replicate: z.number().int().nullable() })),
      }),
    },
    balance: { input: z.object({ dataId: id }), output: made<Balance>() },
    /** Items of a split in their order; of one class only where `label` names it. */
    items: {
      input: z.object({
        dataId: id,
        split,
        label: z.number().int().min(0).nullable().default(null),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(200).default(60),
      }),
      output: itemPage,
    },
    /** These items in this order, from wherever they are. */
    itemsAt: {
      input: z.object({ dataId: id, items: z.array(z.number().int().min(0)).max(200) }),
      output: itemPage,
    },
    /** Items as they enter the network: preprocessed, and changed as a training step with this seed would change them. */
    seen: {
      input: z.object({
        dataId: id,
        split,
        label: z.number().int().min(0).nullable().default(null),
        offset: z.number().int().min(0).default(0),
        limit: z.number().int().min(1).max(100).default(24),
        /** As in a recipe. */
        augment: z.array(z.record(z.string(), z.unknown())).max(20).default([]),
        seed: z.number().int().min(0),
      }),
      /** `share`: what is left of an item where others are mixed in; `columns`: names of a row's inputs. */
      output: itemPage.extend({ items: z.array(item.extend({ share: z.number() })) }),
    },
    /** A recording as it was heard; null where it was not kept, or the item is none. */
    listen: {
      input: z.object({ dataId: id, item: z.number().int().min(0) }),
      /** 16-bit samples, little-endian, in base64. */
      output: z.object({ sampleRate: z.number(), samples: z.string() }).nullable(),
    },
    /** Compares every item with every other one: a second for 70,000 small images. */
    duplicates: { input: z.object({ dataId: id }), output: made<DuplicateReport>() },
    /** Items whose label the newest cross-validation of the data confidently contradicts. */
    labelSuspects: { input: z.object({ dataId: id }), output: made<LabelReport>() },
    /** What hangs on it, for the question before it is deleted. */
    dependents: { input: z.object({ dataId: id }), output: made<Dependents>() },
    /** From the lists; its files stay until a clean-up. */
    remove: { input: z.object({ dataId: id }), output: z.object({ removed: z.boolean() }) },
    /** Refused with `store-damaged` when a clean-up took its files. */
    restore: { input: z.object({ dataId: id }), output: z.object({ restored: z.boolean() }) },
  },
  events: {},
});
