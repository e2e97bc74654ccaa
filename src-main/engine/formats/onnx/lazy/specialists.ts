import type { LayerConfigs } from '../../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from '../builder.ts';
import type { OnnxCall } from '../onnx-call.ts';
import type { OnnxLazyCall, OnnxLazyForm } from './form.ts';
import { suretyOf } from './surety.ts';

type Config = LayerConfigs['specialists'];

/**
 * Answers are logarithms of probabilities. A specialist changes those of its own classes only, and an item goes to one: so the
 * generalist's answer, which says who is sent where, is what an item's answers were before its specialist is asked.
 */
export const specialistsOnDemand: OnnxLazyForm = {
  first: ({ builder, node }, logits) => builder.add('LogSoftmax', `${node.name}.own`, [logits], { axis: -1 }),
  asking({ builder, node }, { input }) {
    const name = `${node.name}.${input}`;
    const sent = sentTo({ builder, node }, { input, own: `${node.name}.own` });
    return builder.add('Reshape', `${name}.asking`, [sent, builder.integers(`${name}.row`, [-1])]);
  },
  mended: ({ builder, node }, { input, answers, logits }) => dividedAmong({ builder, node }, { input, former: answers, logits }),
};

/** All computed, where the specialists are a part of something else. */
export function specialistsWhole({ builder, node, inputs }: OnnxCall): OnnxValue['names'] {
  const [general, ...others] = inputs.map(x => builder.read(x, 'last')) as [string, ...string[]];
  const own = specialistsOnDemand.first({ builder, node }, general);
  return {
    last: others.reduce((answers, logits, i) => {
      const input = i + 1;
      const mended = dividedAmong({ builder, node }, { input, former: answers, logits });
      const sent = sentTo({ builder, node }, { input, own });
      return builder.add('Where', `${node.name}.${input}.answers`, [sent, mended, answers]);
    }, own),
  };
}

/** `[N, 1]`: whether the generalist's answer is among the specialist's classes, and it is not sure. */
function sentTo({ builder, node }: OnnxLazyCall, { input, own }: { readonly input: number; readonly own: string }): string {
  const name = `${node.name}.${input}`;
  const { confidence, threshold, classes } = node.config as Config;
  const width = node.shape.at(-1) ?? 1;
  const surety = suretyOf(builder, `${name}.surety`, { logits: own, classes: width, confidence });
  const unsure = builder.add('Less', `${name}.unsure`, [surety, builder.number(`${name}.threshold`, threshold)]);
  const place = builder.add('ArgMax', `${name}.told`, [own], { axis: -1, keepdims: 1 });
  const group = Array.from({ length: width }, (_, one) => Number(classes[input - 1]!.includes(one)));
  const member = builder.add('Gather', `${name}.member`, [builder.integers(`${name}.group`, group), place], { axis: 0 });
  const isMember = builder.add('Cast', `${name}.is-member`, [member], { to: 9 });
  return builder.add('And', `${name}.sent`, [unsure, isMember]);
}

interface Division {
  readonly input: number;
  readonly former: string;
  readonly logits: string;
}

function dividedAmong({ builder, node }: OnnxLazyCall, { input, former, logits }: Division): string {
  const name = `${node.name}.${input}.part`;
  const list = (node.config as Config).classes[input - 1]!;
  const width = node.shape.at(-1) ?? 1;
  const group = Float32Array.from({ length: width }, (_, one) => Number(list.includes(one)));
  const mass = massOf(builder, name, { former, list });
  const place = Float32Array.from({ length: list.length * width }, (_, i) => Number(list[Math.floor(i / width)] === i % width));
  const shares = builder.add('LogSoftmax', `${name}.shares`, [logits], { axis: -1 });
  const placed = builder.add('MatMul', `${name}.placed`, [
    shares,
    builder.constant(`${name}.place`, { shape: [list.length, width], values: place }),
  ]);
  const divided = builder.add('Add', `${name}.divided`, [placed, mass]);
  const isOwn = builder.add('Cast', `${name}.is-own`, [builder.constant(`${name}.group`, { shape: [1, width], values: group })], { to: 9 });
  return builder.add('Where', `${name}.mended`, [isOwn, divided, former]);
}

/** `[N, 1]`: ln of the probability of these classes, from logarithms. */
function massOf(
  builder: OnnxBuilder,
  name: string,
  { former, list }: { readonly former: string; readonly list: readonly number[] },
): string {
  const own = builder.add('Gather', `${name}.logs`, [former, builder.integers(`${name}.classes`, list)], { axis: 1 });
  return builder.add('ReduceLogSumExp', `${name}.mass`, [own], { axes: [-1], keepdims: 1 });
}
