import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import { defineAugmentation } from '../augmentation.ts';

/** Makes tokens unknown (number 1), each with the same chance, anew at every step; the padding (0) stays. */
export const wordDropout = defineAugmentation({
  id: 'word-dropout',
  title: 'Word dropout',
  help: 'Makes a share of the words unknown at every step, so that no single one decides.',
  source: 'Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods", ACL, §3.1; Bowman et al. 2016, arXiv:1511.06349',
  params: { rate: { kind: 'number', label: 'Share', help: 'Of the tokens.', default: 0.1, min: 0, max: 0.95 } },
  revision: 1,
  check(shape, path, tokens = true) {
    if (!tokens)
      throw invalidInput('Word dropout takes numbers of tokens, got inputs that are amounts', {
        path,
        hint: 'For amounts there is noise.',
      });
    if (shape.length === 1) return;
    throw invalidInput(`Word dropout takes rows of token numbers, got items of ${shapeText(shape)}`, { path });
  },
  apply({ tf, config: { rate }, inputs, uniform }) {
    // 1 for u ≥ rate, else 0: u is below 1.
    const kept = tf.floor(tf.add(uniform(inputs.shape), 1 - rate));
    const unknown = tf.minimum(inputs, 1);
    return tf.add(tf.mul(kept, inputs), tf.mul(tf.sub(1, kept), unknown));
  },
});
