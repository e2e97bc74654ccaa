import { defineFormat } from '../format.ts';
import { openOnnx } from '../onnx/session.ts';
import { readMembers } from './read-capsule.ts';
import { MEMBERS } from './manifest.ts';
import { TOLERANCE, writeCapsule } from './write-capsule.ts';

/** The model, and what somebody else needs to believe in it and to use it, in one zip. */
export const capsule = defineFormat({
  id: 'capsule',
  title: 'Capsule',
  help: 'One zip to hand over: the model as ONNX, its preprocessing, items to check it with, a model card, the recipe, and what runs it: a page for a browser, a program for Node and one for Python.',
  source: 'Model cards: Mitchell et al. 2019, arXiv:1810.03993',
  revision: 2,
  params: {},
  extension: '.capsule.zip',
  tolerance: TOLERANCE,
  handsOver: true,
  fileNames: name => [`${name}.capsule.zip`],
  write: async (model, { name, handOver }) => [{ name: `${name}.capsule.zip`, bytes: writeCapsule(model, name, handOver ?? null) }],
  open: async files => openOnnx(readMembers(await files.read(files.names[0]!))[MEMBERS.model]!),
});
