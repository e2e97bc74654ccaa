import type { LayerConfigs } from '../../export-plan.ts';
import type { OnnxValue } from '../builder.ts';
import type { OnnxCall } from '../onnx-call.ts';
import type { OnnxLazyCall, OnnxLazyForm } from './form.ts';
import { suretyOf } from './surety.ts';

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
