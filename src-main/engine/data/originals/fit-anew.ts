import type { ArtifactRef, DatasetManifest } from '../../../../src-shared/domain/dataset.ts';
import { decodeTensorFile } from '../../../../src-shared/lib/tensor-file.ts';
import { storedOf, type LoadedDataset } from '../load-dataset.ts';
import type { ArtifactFiles } from '../ports.ts';
import type { ImportedTarget, Originals } from '../reader.ts';
import { withInputs } from '../with-inputs.ts';
import { originalsFormats } from './index.ts';
import { ORIGINALS_KIND } from './originals.ts';
import { bridgeOf, canRefit, crossed, refitPreprocessing } from './refit-inputs.ts';

/** The same items and splits, with the preprocessing fitted on their own training part only. Of no other item anything is looked at. */
export type FitAnew = (data: LoadedDataset) => LoadedDataset;

/**
 * What of a data set's preprocessing was learned from its items. `nothing`: it would be the same for any; `anew`: it can be fitted on
 * others; `once`: it was fitted on the training part, and what it was fitted on is not there.
 */
export function fittingOf(manifest: DatasetManifest): 'nothing' | 'anew' | 'once' {
  const { preprocessing, originals } = manifest;
  if (originals !== undefined || canRefit(manifest)) return 'anew';
  return preprocessing.some(({ kind }) => kind === 'table' || kind === 'tokens') ? 'once' : 'nothing';
}

/** Fits nothing where `fittingOf` says so. Reads what was kept of the items, whose hash the store verifies. */
export async function createFitAnew({ manifest }: LoadedDataset, artifacts: Pick<ArtifactFiles, 'read'>): Promise<FitAnew> {
  if (fittingOf(manifest) !== 'anew') return data => data;
  const { originals: file } = manifest;
  if (file === undefined) return refit;
  const originals = await loadOriginals(file, artifacts);
  return data => withInputs(data, originals.encode(data.itemsOf('train'), targetOf(data)));
}

/**
 * As `fittingOf`, for networks of several fits that are to stand in one model. `layers`: what layers in front of each can do to inputs
 * prepared as the data's are (see `bridgeOf`); `inputs`: each has inputs of its own, beside the others' (see `sideBySide`).
 */
export function fittingTogether(manifest: DatasetManifest): 'nothing' | 'layers' | 'inputs' | 'once' {
  const fitting = fittingOf(manifest);
  if (fitting !== 'anew') return fitting;
  return canRefit(manifest) ? 'layers' : 'inputs';
}

/** As `createFitAnew`, by the stored inputs alone wherever layers can do it. */
export async function createFitTogether(data: LoadedDataset, artifacts: Pick<ArtifactFiles, 'read'>): Promise<FitAnew> {
  return fittingTogether(data.manifest) === 'layers' ? refit : createFitAnew(data, artifacts);
}

function refit(data: LoadedDataset): LoadedDataset {
  const { preprocessing } = data.manifest;
  const anew = refitPreprocessing(data);
  const bridge = bridgeOf(preprocessing, anew);
  const values = crossed(storedOf(data).inputs, bridge);
  const isRow = data.inputShape.length === 1;
  return withInputs(data, { values, shape: isRow ? [bridge.places.length] : data.inputShape, preprocessing: anew });
}

async function loadOriginals({ hash }: ArtifactRef, artifacts: Pick<ArtifactFiles, 'read'>): Promise<Originals> {
  const file = decodeTensorFile(await artifacts.read(hash));
  return originalsFormats.require(file.metadata[ORIGINALS_KIND] ?? '').fromFile(file);
}

function targetOf(data: LoadedDataset): ImportedTarget {
  const { task, label, classes } = data.manifest.target;
  const { targets } = storedOf(data);
  if (task === 'values') return { task, label, classes: [], values: Float32Array.from(targets) };
  if (task === 'labels') return { task, label, classes, values: Uint8Array.from(targets) };
  return { task: 'classes', label, classes, values: Int32Array.from(targets) };
}
