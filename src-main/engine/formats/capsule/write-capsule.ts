import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { heldBack } from '../../graph/held-back.ts';
import { allowanceOf } from '../allowance.ts';
import type { HandOver } from '../hand-over.ts';
import { encodeNpy } from '../lib/npy.ts';
import { writeZip } from '../lib/zip.ts';
import { encodeModel } from '../native.ts';
import { writeOnnx } from '../onnx/write.ts';
import { cardPage } from './card-page.ts';
import { MEMBERS, type CapsuleManifest, type CapsuleProof } from './manifest.ts';
import { pythonRunner } from './python/index.ts';
import { runPage } from './run-page.ts';

/** Text that shrinks to a third. */
const PROGRAMS: ReadonlySet<string> = new Set([MEMBERS.node, MEMBERS.runPage]);

/** Of the ONNX file inside. */
export const TOLERANCE = 1e-5;

/** Same model and same hand-over, same bytes. Throws as ONNX does where a layer has no form. */
export function writeCapsule(model: Model, name: string, handOver: HandOver | null): Uint8Array {
  const proof = handOver === null ? null : proofOf(handOver);
  const text = (written: string): Uint8Array => new TextEncoder().encode(written);
  const native = encodeModel(model);
  const members: Record<string, Uint8Array> = {
    [MEMBERS.model]: writeOnnx(model),
    [MEMBERS.native]: native,
    [MEMBERS.python]: text(pythonRunner),
    ...(handOver === null ? {} : checkFiles(handOver, model.card.inputShape)),
    ...(handOver === null || handOver.origin.recipe === null ? {} : { [MEMBERS.recipe]: text(handOver.origin.recipe) }),
  };
  if (handOver !== null) {
    members[MEMBERS.node] = text(handOver.programs.node);
    // A browser has no ONNX Runtime beside the engine of the page.
    if (heldBack(model.graph).opaque.length === 0)
      members[MEMBERS.runPage] = text(runPage({ name, program: handOver.programs.page, model: native }));
  }
  members[MEMBERS.page] = text(cardPage({ name, model, proof, modelBytes: members[MEMBERS.model]!.length }));
  const manifest: CapsuleManifest = {
    capsule: 1,
    card: model.card,
    ...allowanceOf({ tolerance: TOLERANCE }, model.graph),
    files: Object.fromEntries(
      Object.entries(members).map(([file, bytes]) => [file, { bytes: bytes.length, sha256: hashOf(bytes, handOver) }]),
    ),
    proof,
  };
  return writeZip({ [MEMBERS.manifest]: text(canonicalJson(manifest)), ...members }, PROGRAMS);
}

function proofOf({ checks, quality, size, shrunk, controls, origin: { recipe: _recipe, ...origin } }: HandOver): CapsuleProof {
  const { split, items, width } = checks;
  return { checks: { split, items, width }, quality, size, shrunk, controls, origin };
}

function checkFiles({ checks }: HandOver, inputShape: readonly number[]): Record<string, Uint8Array> {
  const { items, inputs, answers, width, targets } = checks;
  const columns = targets.length / Math.max(1, items);
  return {
    [MEMBERS.inputs]: encodeNpy(inputs, [items, ...inputShape]),
    [MEMBERS.answers]: encodeNpy(answers, [items, width]),
    [MEMBERS.targets]: encodeNpy(targets, columns === 1 ? [items] : [items, columns]),
  };
}

function hashOf(bytes: Uint8Array, handOver: HandOver | null): string | null {
  if (handOver === null) return null;
  const hash = handOver.createSha256();
  hash.update(bytes);
  return hash.digest();
}
