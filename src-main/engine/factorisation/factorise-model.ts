import type { GraphNode, Parameter } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { checkGraph } from '../graph/check-graph.ts';
import { costsOf } from '../graph/costs.ts';
import { candidatesOf, kernelValuesOf, type Candidate, type FactorisationSubject, type LayerLeft } from './candidates.ts';
import type { InputSizes } from './input-sizes.ts';
import { matrixOf } from './matrix.ts';
import { chooseRanks, reasonOf, spectrumOf, type ChosenRank, type FactorisationTarget } from './ranks.ts';
import { svdOf, type Svd } from './svd.ts';

/** What was made of a layer. */
export interface FactorisedLayer {
  readonly node: string;
  readonly rank: number;
  /** The full rank. */
  readonly of: number;
  /** Share of the squared singular values that stays. */
  readonly energy: number;
  /** Kernel values before and after. */
  readonly before: number;
  readonly after: number;
}

export interface Factorised extends FactorisationSubject {
  readonly layers: readonly FactorisedLayer[];
  readonly left: readonly LayerLeft[];
}

export interface FactorisationOrder {
  readonly target: FactorisationTarget;
  /** Left out: all that have a form of two smaller layers. */
  readonly layers?: readonly string[] | undefined;
  /** Left out: every weight counts alike. */
  readonly inputSizes?: InputSizes | undefined;
}

/**
 * The model with kernels replaced by products of two, each in a layer of its own: U·√S in front, under the layer's name and
 * `-basis`, √S·Vᵀ in the layer itself, which keeps its name, bias and activation. The best approximation of that rank in the
 * sum of squares (Eckart & Young 1936, doi:10.1007/BF02288367), where given of the weights times the size of what they
 * multiply: an error behind an input that is nearly always 0 costs nothing. Its argument is left alone.
 * Throws `invalid-input` for layers or targets that can't be, or weights that are no numbers; `nothing-changed` when nothing
 * would become smaller. `turn` is awaited on the way.
 */
export async function factoriseModel(
  subject: FactorisationSubject,
  { target, layers, inputSizes }: FactorisationOrder,
  turn: () => Promise<void>,
): Promise<Factorised> {
  const { candidates, left } = candidatesOf(subject, layers);
  const svds: Svd[] = [];
  for (const candidate of candidates) {
    const sizes = inputSizes?.get(candidate.resolved.node.inputs[0] ?? '');
    svds.push(await decomposition(candidate, { subject, sizes }, turn));
  }
  const spectra = candidates.map((candidate, i) => spectrumOf(candidate, svds[i]!.values));
  const chosen = chooseRanks(spectra, target, costsOf(subject.graph).total);
  const splits = chosen.flatMap(({ spectrum: { candidate }, rank }, i) => {
    return rank === null ? [] : [splitOf(candidate, rank, { svd: svds[i]!, names: namesOf(subject) })];
  });
  return {
    ...replaced(subject, splits),
    layers: chosen.flatMap(layerOf),
    left: [
      ...left,
      ...chosen.filter(({ rank }) => rank === null).map(one => ({ node: one.spectrum.candidate.node, reason: reasonOf(one) })),
    ],
  };
}

async function decomposition(
  { kernel, rows, columns }: Candidate,
  { subject: { parameters }, sizes }: { readonly subject: FactorisationSubject; readonly sizes: Float64Array | undefined },
  turn: () => Promise<void>,
): Promise<Svd> {
  const { values } = parameters[kernel]!;
  const odd = values.find(value => !Number.isFinite(value));
  if (odd !== undefined) throw invalidInput(`A kernel of finite numbers is required, got ${odd} in '${kernel}'`, { path: kernel });
  if (sizes === undefined) return svdOf(matrixOf(values, rows, columns), turn);
  // A kernel's rows are its places, each with all channels of the input.
  const sizeAt = (row: number): number => sizes[row % sizes.length]!;
  const weighted = Float64Array.from(values, (value, i) => value * sizeAt(Math.floor(i / columns)));
  const svd = await svdOf(matrixOf(weighted, rows, columns), turn);
  return { ...svd, left: svd.left.map(vector => vector.map((value, row) => (sizeAt(row) === 0 ? 0 : value / sizeAt(row)))) };
}

/** A layer's two successors and their kernels. */
interface Split {
  readonly candidate: Candidate;
  readonly basis: GraphNode;
  readonly outputs: GraphNode;
  readonly kernels: readonly [basis: Float32Array, outputs: Float32Array];
  readonly rank: number;
}

function splitOf(candidate: Candidate, rank: number, { svd, names }: { readonly svd: Svd; readonly names: ReadonlySet<string> }): Split {
  const { rows, columns } = candidate;
  const { node } = candidate.resolved;
  const [between, outputs] = candidate.split(rank);
  const name = freeName(`${node.name}-basis`, names);
  const { left, right, values } = svd;
  return {
    candidate,
    rank,
    basis: { ...node, name, config: between as JsonObject },
    outputs: { ...node, config: outputs as JsonObject, inputs: [name] },
    kernels: [
      Float32Array.from({ length: rows * rank }, (_, i) => left[i % rank]![Math.floor(i / rank)]! * Math.sqrt(values[i % rank]!)),
      Float32Array.from({ length: rank * columns }, (_, i) => {
        const k = Math.floor(i / columns);
        return right[k]![i % columns]! * Math.sqrt(values[k]!);
      }),
    ],
  };
}

function replaced(subject: FactorisationSubject, splits: readonly Split[]): FactorisationSubject {
  const byNode = new Map(splits.map(split => [split.candidate.node, split]));
  const graph = checkGraph({
    ...subject.graph,
    nodes: subject.graph.nodes.flatMap(node => {
      const split = byNode.get(node.name);
      return split === undefined ? [node] : [split.basis, split.outputs];
    }),
  });
  const byKernel = new Map(splits.map(split => [split.candidate.kernel, split]));
  const parameters = Object.entries(subject.parameters).flatMap(([name, parameter]): [string, Parameter][] => {
    const split = byKernel.get(name);
    return split === undefined ? [[name, parameter]] : kernelsOf(split, parameter);
  });
  const masks = Object.fromEntries(Object.entries(subject.masks).filter(([name]) => !byKernel.has(name)));
  return { graph, parameters: Object.fromEntries(parameters), masks };
}

function kernelsOf({ candidate, basis, kernels, rank }: Split, { shape }: Parameter): [string, Parameter][] {
  const short = candidate.kernel.slice(candidate.node.length + 1);
  // A window of one place: the kernel's axes stay as many.
  const outputs = [...shape.slice(0, -2).map(() => 1), rank, candidate.columns];
  return [
    [`${basis.name}/${short}`, { shape: shape.with(-1, rank), values: kernels[0] }],
    [candidate.kernel, { shape: outputs, values: kernels[1] }],
  ];
}

function layerOf({ spectrum: { candidate, energy }, rank }: ChosenRank): FactorisedLayer[] {
  if (rank === null) return [];
  const before = kernelValuesOf(candidate, null);
  return [{ node: candidate.node, rank, of: energy.length, energy: energy[rank - 1]!, before, after: kernelValuesOf(candidate, rank) }];
}

function namesOf({ graph }: FactorisationSubject): ReadonlySet<string> {
  return new Set(graph.nodes.map(({ name }) => name));
}

/** Names have at most 128 letters. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const short = wanted.slice(-120).replace(/^[^A-Za-z]+/, '');
  if (!taken.has(short)) return short;
  let count = 2;
  while (taken.has(`${short}${count}`)) count += 1;
  return `${short}${count}`;
}
