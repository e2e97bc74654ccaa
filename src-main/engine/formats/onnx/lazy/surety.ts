import type { Confidence } from '../../../graph/confidence.ts';
import type { OnnxBuilder } from '../builder.ts';

interface Answers {
  readonly logits: string;
  readonly classes: number;
  readonly confidence: Confidence;
}

/** `[N, 1]`, as `confidenceOf`. */
export function suretyOf(builder: OnnxBuilder, name: string, { logits, classes, confidence }: Answers): string {
  const probabilities =
    classes === 1 ? twoClasses(builder, name, logits) : builder.add('Softmax', `${name}.shares`, [logits], { axis: -1 });
  return SURETIES[confidence](builder, name, { probabilities, classes: Math.max(2, classes) });
}

function twoClasses(builder: OnnxBuilder, name: string, logits: string): string {
  const second = builder.add('Sigmoid', `${name}.second`, [logits]);
  const first = builder.add('Sub', `${name}.first`, [builder.number(`${name}.one`, 1), second]);
  return builder.add('Concat', `${name}.shares`, [first, second], { axis: 1 });
}

type Surety = (builder: OnnxBuilder, name: string, of: { readonly probabilities: string; readonly classes: number }) => string;

const SURETIES: { readonly [C in Confidence]: Surety } = {
  'max-probability': (builder, name, { probabilities }) => builder.add('ReduceMax', `${name}.surety`, [probabilities], { axes: [-1] }),
  margin(builder, name, { probabilities }) {
    const best = `${name}.best`;
    const top = { opType: 'TopK', name: best, outputs: [best, `${best}.places`] };
    builder.addMany(top, [probabilities, builder.integers(`${name}.two`, [2])], { axis: -1 });
    const [first, second] = [0, 1].map(place =>
      builder.add('Gather', `${best}.${place}`, [best, builder.integers(`${best}.at${place}`, [place])], { axis: 1 }),
    ) as [string, string];
    return builder.add('Sub', `${name}.surety`, [first, second]);
  },
  entropy(builder, name, { probabilities, classes }) {
    const kept = builder.add('Add', `${name}.kept`, [probabilities, builder.number(`${name}.least`, 1e-30)]);
    const products = builder.add('Mul', `${name}.products`, [probabilities, builder.add('Log', `${name}.logs`, [kept])]);
    const sum = builder.add('ReduceSum', `${name}.sum`, [products, builder.integers(`${name}.axis`, [-1])]);
    const share = builder.add('Div', `${name}.share`, [sum, builder.number(`${name}.most`, Math.log(classes))]);
    return builder.add('Add', `${name}.surety`, [share, builder.number(`${name}.whole`, 1)]);
  },
};
