import type { ExportNode } from '../export-plan.ts';
import { createOnnxBuilder, type OnnxBuilder, type OnnxValue } from './builder.ts';
import type { OnnxLazyForm, OnnxLazyPlace } from './lazy/form.ts';
import { describe, writeNodes, type OnnxValues } from './nodes.ts';
import { INT32, type OnnxGraph } from './schema.ts';

export interface OnDemand {
  readonly builder: OnnxBuilder;
  /** Of the whole model, the layer last. */
  readonly nodes: readonly ExportNode[];
  readonly values: OnnxValues;
  readonly output: ExportNode;
  readonly form: OnnxLazyForm;
}

/**
 * The first input is computed for all items. For each further one an `If` looks whether any item needs it; then these items'
 * rows are gathered, the input is computed for them alone, and their answers are put in place of the former ones.
 */
export function writeOnDemand({ builder, nodes, values, output, form }: OnDemand): void {
  const call = { builder, node: output };
  const partOf = (name: string): readonly ExportNode[] => ancestors(nodes, name);
  writeNodes(builder, partOf(output.inputs[0]!), values);
  let answers = form.first(call, builder.read(values.get(output.inputs[0]!) as OnnxValue, 'last'));
  let asked: string | null = null;
  for (let input = 1; input < output.inputs.length; input++) {
    const asking: string = form.asking(call, { input, answers, asked });
    const name = `${output.name}.${input}`;
    const most = builder.add('ReduceMax', `${name}.greatest`, [builder.add('Cast', `${name}.count`, [asking], { to: INT32 })], {
      keepdims: 0,
    });
    const place = { input, answers, asked: asking };
    const part = partOf(output.inputs[input]!).filter(node => !values.has(node.name));
    const then = branchFor({ name, output, form, part, values, place });
    const any = builder.add('Cast', `${name}.any`, [most], { to: BOOL });
    answers = builder.add('If', `${name}.answers`, [any], {
      then_branch: { branch: then },
      else_branch: { branch: unchanged(name, output, answers) },
    });
    asked = asking;
  }
  values.set(output.name, { shape: output.shape, names: { last: answers } });
}

const BOOL = 9;

interface Branch {
  readonly name: string;
  readonly output: ExportNode;
  readonly form: OnnxLazyForm;
  readonly part: readonly ExportNode[];
  /** Known outside. */
  readonly values: OnnxValues;
  readonly place: OnnxLazyPlace & { readonly asked: string };
}

function branchFor({ name, output, form, part, values, place }: Branch): OnnxGraph {
  const builder = createOnnxBuilder();
  const indices = builder.add('Transpose', `${name}.indices`, [builder.add('NonZero', `${name}.found`, [place.asked])], { perm: [1, 0] });
  const rows = builder.add('Reshape', `${name}.rows`, [indices, builder.integers(`${name}.flat`, [-1])]);
  const within = gatheredValues({ builder, name, part, values, rows });
  writeNodes(builder, part, within);
  const stage = within.get(output.inputs[place.input]!) ?? (values.get(output.inputs[place.input]!) as OnnxValue);
  const former = builder.add('Gather', `${name}.former`, [place.answers, rows], { axis: 0 });
  const at = { ...place, answers: former, logits: builder.read(stage, 'last') };
  const mended = form.mended({ builder, node: output }, at);
  const result = builder.add('ScatterND', `${name}.put`, [place.answers, indices, mended]);
  return graphOf(builder, `${name}.then`, describe(result, output.shape));
}

/** What the part reads from outside, for the rows alone. */
function gatheredValues({ builder, name, part, values, rows }: Pick<Branch, 'name' | 'part' | 'values'> & Rows): OnnxValues {
  const read = [...new Set(part.flatMap(node => node.inputs))].filter(source => values.has(source));
  return new Map(
    read.map(source => {
      const { shape, names } = values.get(source) as OnnxValue;
      const layout = names.last === undefined ? 'first' : 'last';
      const gathered = builder.add('Gather', `${name}.of.${source}`, [names[layout]!, rows], { axis: 0 });
      return [source, { shape, names: { [layout]: gathered } }];
    }),
  );
}

interface Rows {
  readonly builder: OnnxBuilder;
  readonly rows: string;
}

function unchanged(name: string, output: ExportNode, answers: string): OnnxGraph {
  const builder = createOnnxBuilder();
  const result = builder.add('Identity', `${name}.same`, [answers]);
  return graphOf(builder, `${name}.else`, describe(result, output.shape));
}

function graphOf(builder: OnnxBuilder, name: string, output: OnnxGraph['output'][number]): OnnxGraph {
  return { name, node: builder.nodes, initializer: builder.constants, input: [], output: [output] };
}

/** In topological order, the node itself last. */
function ancestors(nodes: readonly ExportNode[], name: string): readonly ExportNode[] {
  const needed = new Set([name]);
  for (const node of nodes.toReversed()) if (needed.has(node.name)) node.inputs.forEach(source => needed.add(source));
  return nodes.filter(node => needed.has(node.name));
}
