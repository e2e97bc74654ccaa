import { spreadShape } from '../../graph/broadcast.ts';
import type { LayerTable } from '../export-plan.ts';
import type { Layout, OnnxBuilder, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { layoutOf } from './pieces.ts';

/** Layers that join values one by one. */
export const ONNX_JOINS: LayerTable<OnnxCall, OnnxValue['names']> = {
  add({ builder, node, inputs }) {
    const { layout, names } = spread(builder, inputs);
    return { [layout]: builder.add(names.length === 2 ? 'Add' : 'Sum', node.name, names) };
  },

  multiply({ builder, node, inputs }) {
    const { layout, names } = spread(builder, inputs);
    const [first = '', ...others] = names;
    const last = others.length - 1;
    const product = (before: string, name: string, i: number): string =>
      builder.add('Mul', i === last ? node.name : `${node.name}.product${i}`, [before, name]);
    return { [layout]: others.reduce(product, first) };
  },
};

/** The inputs in one layout, and rows under as many axes as the others: ONNX broadcasts from the last axis. */
function spread(builder: OnnxBuilder, inputs: readonly OnnxValue[]): { readonly layout: Layout; readonly names: readonly string[] } {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const layout = layoutOf(inputs.filter(({ shape }) => shape.length === rank));
  const names = inputs.map(x => {
    const isRow = x.shape.length < rank;
    return isRow ? rowAtOnePlace(builder, x, { layout, rank }) : builder.read(x, layout);
  });
  return { layout, names };
}

/** Named after the row: several may read it so. */
function rowAtOnePlace(builder: OnnxBuilder, x: OnnxValue, { layout, rank }: { readonly layout: Layout; readonly rank: number }): string {
  const [source] = [builder.read(x, 'last')];
  const spread = spreadShape(x.shape, rank);
  const shape = layout === 'last' ? spread : [...x.shape, ...spread.slice(0, -1)];
  const name = `${source}.under-${rank}-${layout}`;
  if (builder.has(name)) return name;
  return builder.add('Reshape', name, [source, builder.integers(`${name}.shape`, [0, ...shape])]);
}
