import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createPageEngine } from '../../engine/backends/wasm/create-page-engine.ts';
import { createPredictor } from '../../engine/evaluation/predictor.ts';
import { answersFromOutputs } from '../../engine/formats/answers.ts';
import { decodeModel } from '../../engine/formats/native.ts';
import type { CapsuleModel } from '../answers-for.ts';
import { createCanvasDecoder } from './picture.ts';
import { decodeInBrowser } from './sound.ts';

/** In base64, put in by the build. */
declare const __CAPSULE_WASM__: string;

/** The model of a capsule's own file, ready to answer in this page. Throws `invalid-input` for a file that is none. */
export async function openModel(bytes: Uint8Array): Promise<CapsuleModel> {
  const { graph, parameters, card } = decodeModel(bytes);
  const engine = await createPageEngine(`data:application/wasm;base64,${__CAPSULE_WASM__}`).catch((thrown: unknown) => {
    throw invalidInput(`A browser with WebAssembly and its SIMD instructions is required: ${String(thrown)}`);
  });
  const predictor = createPredictor({ engine, graph, parameters, inputShape: card.inputShape });
  return {
    card,
    decoders: { picture: createCanvasDecoder, sound: decodeInBrowser },
    // A macrotask, so that the page stays alive.
    turn: () => new Promise(resolve => setTimeout(resolve)),
    answer: async (inputs, items) => answersFromOutputs(card.task, await predictor.answer(inputs, items), items),
  };
}
