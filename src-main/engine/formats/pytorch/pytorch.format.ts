import { defineFormat } from '../format.ts';
import { torchModule } from './module.ts';
import { openTorchState, writeTorchState } from './state.ts';

const namesOf = (name: string): readonly [source: string, weights: string] => [`${name}.py`, `${name}.safetensors`];

export const pytorch = defineFormat({
  id: 'pytorch',
  title: 'PyTorch',
  help: 'A module of plain layers in Python and its weights beside it; needs nothing but PyTorch, answers with probabilities.',
  source: 'PyTorch 2, torch.nn',
  revision: 1,
  params: {},
  extension: '.py',
  tolerance: 1e-5,
  fileNames: namesOf,
  async write(model, { name }) {
    const [source, weights] = namesOf(name);
    const module = torchModule(model, weights.split('/').at(-1) as string);
    return [
      { name: source, bytes: new TextEncoder().encode(module.source) },
      { name: weights, bytes: writeTorchState(model, module) },
    ];
  },
  async open(files, engine) {
    const [source, weights] = await Promise.all([files.read(files.names[0]!), files.read(files.names[1]!)]);
    return openTorchState({ source, weights, name: files.names[1]!.split('/').at(-1) as string }, await engine());
  },
});
