import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { GraphEnds, GraphRunner, OpenGraph } from '../../graph-runner.ts';
import type { Binding } from './binding.ts';
import { DATA_TYPE } from './data-types.ts';
import { asFailure, TensorFlowFailure } from './failure.ts';
import type { Pointer } from './library.ts';
import { packOutputs } from './trace-graph.ts';

/** Makes a function of a graph, so that it runs like any operation of the context. */
export function createGraphRunner(binding: Binding): GraphRunner {
  return {
    open(bytes, ends) {
      const name = binding.nextName('function');
      const graph: Pointer = binding.session.library.TF_NewGraph();
      try {
        importGraph(binding, graph, bytes);
        register(binding, { graph, name, ends });
      } catch (thrown) {
        throw refused(thrown);
      } finally {
        binding.session.library.TF_DeleteGraph(graph);
      }
      return openGraph(binding, name);
    },
  };
}

function importGraph({ session: { library, status, check } }: Binding, graph: Pointer, bytes: Uint8Array): void {
  const definition: Pointer = library.TF_NewBufferFromString(bytes, bytes.length);
  const options: Pointer = library.TF_NewImportGraphDefOptions();
  library.TF_GraphImportGraphDef(graph, definition, options, status);
  library.TF_DeleteImportGraphDefOptions(options);
  library.TF_DeleteBuffer(definition);
  check('TF_GraphImportGraphDef');
}

interface Registration {
  readonly graph: Pointer;
  readonly name: string;
  readonly ends: GraphEnds;
}

function register({ session }: Binding, { graph, name, ends }: Registration): void {
  const { library, context, status, check } = session;
  const [input, output] = [ends.input, ends.output].map(end => {
    const oper: Pointer = library.TF_GraphOperationByName(graph, library.intern(end).pointer);
    if (oper === null) throw invalidInput(`A graph with a node '${end}' is required`);
    return packOutputs([{ oper, index: 0 }]);
  });
  const text = library.intern(name).pointer;
  const all = -1;
  const made: Pointer = library.TF_GraphToFunctionWithControlOutputs(
    ...[graph, text, 0, all, null, 1, input, 1, output, null, 0, null, null, null, null, status],
  );
  check(name);
  library.TFE_ContextAddFunction(context, made, status);
  library.TF_DeleteFunction(made);
  check(name);
}

function openGraph({ session, tensors, eager }: Binding, name: string): OpenGraph {
  const { library, context, status, check } = session;
  return {
    runtime: `TensorFlow ${library.version}`,
    run(inputs, shape) {
      const given = tensors.create(shape, DATA_TYPE.float, inputs);
      const handles = BigUint64Array.of(tensors.handleOf(given, name) ?? 0n);
      const [answer] = eager.call(name, handles, { results: [DATA_TYPE.float], attributes: [] }) as [number];
      const values = tensors.read(answer) as Float32Array;
      tensors.delete(given);
      tensors.delete(answer);
      return values;
    },
    close() {
      library.TFE_ContextRemoveFunction(context, library.intern(name).pointer, status);
      check(name);
    },
  };
}

function refused(thrown: unknown): unknown {
  if (!(thrown instanceof TensorFlowFailure)) return thrown;
  const failure = asFailure(thrown);
  if (failure instanceof AppFailure) return failure;
  return invalidInput(`A graph that TensorFlow runs is required, it refuses this one: ${thrown.message.split('\n')[0] ?? ''}`);
}
