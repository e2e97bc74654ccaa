import type { Confidence } from '../../../graph/confidence.ts';
import type { LayerConfigs } from '../../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from '../builder.ts';
import type { OnnxCall } from '../onnx-call.ts';
import type { OnnxLazyCall, OnnxLazyForm } from './form.ts';

type CascadeConfig = LayerConfigs['cascade'];

/** A stage's answers are its logits at its temperature; who isn't sure by them, and was not before, asks for the next. */
export const cascadeOnDemand: OnnxLazyForm = {
  first: (call, logits) => scaled(call, 0, logits),
  asking({ builder, node }, { input, answers, asked }) {
    const name = `${node.name}.${input}`;
    const { confidence, thresholds } = configOf(node);
    const surety = suretyOf(builder, name, { logits: answers, classes: classesOf(node), confidence });
    const unsure = builder.add('Less', `${name}.unsure`, [surety, builder.number(`${name}.threshold`, thresholds[input - 1]!)]);
    const flat = builder.add('Reshape', `${name}.asking`, [unsure, builder.integers(`${name}.row`, [-1])]);
    return asked === null ? flat : builder.add('And', `${name}.still`, [asked, flat]);
  },
  mended: (call, { input, logits }) => scaled(call, input, logits),
};

/** All stages computed, each item's answer chosen: where the cascade is a part of something else. */
export function cascadeWhole({ builder, node, inputs, config }: OnnxCall & { readonly config: CascadeConfig }): OnnxValue['names'] {
  const stages = inputs.map((x, i) => scaled({ builder, node }, i, builder.read(x, 'last')));
  const last = stages.at(-1) as string;
  return {
    last: stages.slice(0, -1).reduceRight((later, logits, i) => {
      const name = `${node.name}.${i + 1}`;
      const surety = suretyOf(builder, name, { logits, classes: classesOf(node), confidence: config.confidence });
      const threshold = builder.number(`${name}.threshold`, config.thresholds[i]!);
      const isSure = builder.add('GreaterOrEqual', `${name}.sure`, [surety, threshold]);
      return builder.add('Where', `${name}.answers`, [isSure, logits, later]);
    }, last),
  };
}

function classesOf({ shape }: OnnxLazyCall['node']): number {
  return shape.at(-1) ?? 1;
}

function configOf({ config }: OnnxLazyCall['node']): CascadeConfig {
  return config as CascadeConfig;
}

function scaled({ builder, node }: OnnxLazyCall, stage: number, logits: string): string {
  const name = `${node.name}.stage${stage}`;
  return builder.add('Div', `${name}.scaled`, [logits, builder.number(`${name}.temperature`, configOf(node).temperatures[stage]!)]);
}

interface Answers {
  readonly logits: string;
  readonly classes: number;
  readonly confidence: Confidence;
}

/** `[N, 1]`, as `confidenceOf`. */
function suretyOf(builder: OnnxBuilder, name: string, { logits, classes, confidence }: Answers): string {
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
