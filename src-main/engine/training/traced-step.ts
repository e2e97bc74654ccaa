import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { CompiledFunction, Compiler, DeviceResult, DeviceVariable, TraceScope, VariableUpdate } from '../compiler.ts';
import type { Scalar, Tensor } from '../tensor-library.ts';
import { dropoutStream } from './batches.ts';
import { createBatchSource, type BatchSource } from './batch-source.ts';
import { createDeviceState, MASK, PARAMETER, SLOT, type DeviceState } from './device-state.ts';
import { adjustGradients } from './gradients.ts';
import type { InPlaceUpdate } from './optimizer.ts';
import { activationsByNode, valuesPerChannel } from './activation-sums.ts';
import { disposeAll, download as downloadAll } from './device-arrays.ts';
import { activationSums, differentiate, gradientsOf, judgedBatch, sharedConstants } from './step.ts';
import type { Batch, Measurements, ObjectiveInputs, StepPlan, Tensors } from './step-plan.ts';
import type { RunnerPlan, RunnerState, StepPlace, StepRunner } from './step-runner.ts';

/**
 * Makes a whole step one native call, one function per batch size: parameters, slots and masks are variables, the data set
 * lies on the device, and a call takes item numbers and the optimizer's scalars. Throws `NotTraceable`.
 */
export function createTracedRunner(plan: RunnerPlan, start: RunnerState, compiler: Compiler): StepRunner {
  const traced: Traced = {
    plan: plan.step,
    compiler,
    source: createBatchSource(plan.data, compiler),
    state: createDeviceState(compiler, start),
    fixed: fixedVariables(plan.step, compiler),
  };
  const { source, state, fixed } = traced;
  const { steps, judgements, gradients, activations } = functionsOf(traced);
  const functions = [steps, judgements, gradients, activations];
  const stream = dropoutStream(plan.seed);
  const scalars = scalarInputs(plan.step);
  const runner: StepRunner = {
    step(positions, at) {
      const given = { ...source.values('train', { positions, following: at.following }, 'all'), ...scalars(at) };
      return measurementsOf(steps.of(positions.length).call(given, stream(at.done)));
    },
    async evaluate(split: Split, positions) {
      const { loss, correct } = measurementsOf(judgements.of(positions.length).call(source.values(split, { positions }, 'items'), null));
      const figures = { loss: (await loss.data())[0]!, correct: correct === null ? 0 : (await correct.data())[0]! };
      for (const scalar of [loss, correct]) scalar?.dispose();
      return figures;
    },
    gradients: async positions => download(gradients.of(positions.length).call(source.values('train', { positions }, 'all'), null)),
    async activations(positions, nodes) {
      const sums = activations.of(positions.length, nodes).call(source.values('train', { positions }, 'all'), null);
      return activationsByNode(await download(sums), nodes, valuesPerChannel(plan.step.graph, positions.length));
    },
    readParameters: async () => state.read(PARAMETER),
    readSlots: async () => state.read(SLOT),
    write(written) {
      if (!state.write(written)) return;
      for (const part of functions) part.clear();
    },
    dispose() {
      for (const part of functions) part.clear();
      state.dispose();
      source.dispose();
      for (const variable of Object.values(fixed)) variable.dispose();
    },
  };
  try {
    steps.of(plan.batchSize);
    return runner;
  } catch (thrown) {
    runner.dispose();
    throw thrown;
  }
}

/** Compiled when first called. */
function functionsOf(traced: Traced): Readonly<Record<'steps' | 'judgements' | 'gradients' | 'activations', FunctionsBySize>> {
  return {
    steps: functionsBySize(items => compileStep(traced, items)),
    judgements: functionsBySize(items => compileJudgement(traced, items)),
    gradients: functionsBySize(items => compileReading(traced, items, gradientsOf)),
    activations: functionsBySize((items, nodes) =>
      compileReading(traced, items, (step, parameters, batch) => activationSums(step, parameters, batch, nodes)),
    ),
  };
}

interface Traced {
  readonly plan: StepPlan;
  readonly compiler: Compiler;
  readonly source: BatchSource;
  readonly state: DeviceState;
  /** The objective's arrays. */
  readonly fixed: Readonly<Record<string, DeviceVariable>>;
}

function compileStep({ plan, compiler, source, state, fixed }: Traced, items: number): CompiledFunction {
  const scalars = [...optimizerScalars(plan).map(name => SCALAR + name), ...objectiveScalars(plan).map(name => OBJECTIVE + name)];
  return compiler.compile({
    title: `a training step of ${items} items`,
    inputs: { ...source.inputs(items, 'all'), ...Object.fromEntries(scalars.map(name => [name, { dtype: 'float32', shape: [] }])) },
    arrays: source.arrays,
    variables: { ...state.variables, ...fixed },
    body(scope) {
      const parameters = state.tensors(scope, PARAMETER);
      const batch = source.batch(scope, plan.tf, 'all');
      const hyper = { objective: objectiveInputs(plan, scope), uniform: scope.uniform };
      const { statistics, gradients, ...measurements } = differentiate(plan, parameters, batch, hyper);
      const adjusted = adjustGradients(plan, parameters, gradients, state.tensors(scope, MASK));
      for (const [name, value] of Object.entries(statistics)) scope.assign(PARAMETER + name, value);
      applyOptimizer(plan, scope, parameters, adjusted);
      return resultsOf(measurements);
    },
  });
}

function compileJudgement({ plan, compiler, source, state }: Traced, items: number): CompiledFunction {
  return compiler.compile({
    title: `an evaluation of ${items} items`,
    inputs: source.inputs(items, 'items'),
    arrays: source.arrays,
    variables: state.variables,
    body: scope => resultsOf(judgedBatch(plan, state.tensors(scope, PARAMETER), source.batch(scope, plan.tf, 'items'))),
  });
}

/** A function that changes nothing. */
function compileReading(
  { plan, compiler, source, state }: Traced,
  items: number,
  compute: (plan: StepPlan, parameters: Tensors, batch: Batch) => Tensors,
): CompiledFunction {
  return compiler.compile({
    title: `a reading of ${items} items`,
    inputs: source.inputs(items, 'all'),
    arrays: source.arrays,
    variables: state.variables,
    body: scope => compute(plan, state.tensors(scope, PARAMETER), source.batch(scope, plan.tf, 'all')),
  });
}

/** By TensorFlow's own operation where the optimizer names one, else composed and assigned. */
function applyOptimizer(plan: StepPlan, scope: TraceScope, parameters: Tensors, gradients: Tensors): void {
  const { tf, optimizer, trainable } = plan;
  const constant = sharedConstants(tf);
  const scalars = Object.fromEntries(optimizerScalars(plan).map(name => [name, scope.input(SCALAR + name) as Scalar]));
  for (const { name, decays } of trainable) {
    const gradient = gradients[name];
    if (gradient === undefined) continue;
    const parameter = parameters[name]!;
    if (optimizer.inPlace !== null) {
      updateInPlace(optimizer.inPlace, { plan, scope, scalars, name, parameter, gradient, decays });
      continue;
    }
    const slots = Object.fromEntries(optimizer.slots.map(slot => [slot, scope.variable(`${SLOT}${name}/${slot}`)]));
    const updated = optimizer.update({ parameter, gradient, slots, scalars, decays, constant });
    scope.assign(PARAMETER + name, updated.parameter);
    for (const slot of optimizer.slots) scope.assign(`${SLOT}${name}/${slot}`, updated.slots[slot]!);
  }
}

interface InPlaceCall {
  readonly plan: StepPlan;
  readonly scope: TraceScope;
  readonly scalars: Readonly<Record<string, Scalar>>;
  readonly name: string;
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly decays: boolean;
}

function updateInPlace({ operation, inputs, flags, shrink }: InPlaceUpdate, call: InPlaceCall): void {
  const { plan, scope, scalars, name, parameter, gradient, decays } = call;
  const { tf, optimizer } = plan;
  if (decays && shrink !== undefined) scope.assign(PARAMETER + name, tf.mul(parameter, scalars[shrink]!));
  scope.update({ operation, flags, inputs: inputs.map(argument) });

  function argument(input: string | number): VariableUpdate['inputs'][number] {
    if (typeof input === 'number') return input;
    if (input === 'parameter') return { variable: PARAMETER + name };
    if (input === 'gradient') return gradient;
    return optimizer.slots.includes(input) ? { variable: `${SLOT}${name}/${input}` } : scalars[input]!;
  }
}

async function download(results: Readonly<Record<string, DeviceResult>>): Promise<Parameters> {
  const read = await downloadAll(results);
  disposeAll(results);
  return read;
}

/** What a scalar input's name begins with: the optimizer's, the objective's. */
const SCALAR = 'scalar/';
const OBJECTIVE = 'objective/';
/** What names begin with: variables that stay as they are, and parts among the results. */
const FIXED = 'fixed/';
const PART = 'part/';

/** A step's scalars as inputs of its call. The arrays are written anew for the next step. */
function scalarInputs(plan: StepPlan): (at: StepPlace) => Readonly<Record<string, Float32Array>> {
  const { optimizer, objective } = plan;
  const kept = (names: readonly string[]): readonly (readonly [string, Float32Array])[] => names.map(name => [name, new Float32Array(1)]);
  const [ofOptimizer, ofObjective] = [kept(optimizerScalars(plan)), kept(objectiveScalars(plan))];
  const inputs = Object.fromEntries([
    ...ofOptimizer.map(([name, array]) => [SCALAR + name, array] as const),
    ...ofObjective.map(([name, array]) => [OBJECTIVE + name, array] as const),
  ]);
  return ({ learningRate, done }) => {
    const now = optimizer.scalars({ learningRate, step: done + 1 });
    for (const [name, array] of ofOptimizer) array[0] = now[name]!;
    const wanted = objective?.scalars(done) ?? {};
    for (const [name, array] of ofObjective) array[0] = wanted[name]!;
    return inputs;
  };
}

function optimizerScalars({ optimizer }: StepPlan): readonly string[] {
  return Object.keys(optimizer.scalars({ learningRate: 1, step: 1 }));
}

function objectiveScalars({ objective }: StepPlan): readonly string[] {
  return Object.keys(objective?.scalars(0) ?? {});
}

function fixedVariables({ objective }: StepPlan, compiler: Compiler): Readonly<Record<string, DeviceVariable>> {
  const arrays = Object.entries(objective?.fixed ?? {});
  return Object.fromEntries(arrays.map(([name, { values, shape }]) => [FIXED + name, compiler.variable(values, shape)]));
}

function objectiveInputs(plan: StepPlan, scope: TraceScope): ObjectiveInputs {
  const fixed = Object.keys(plan.objective?.fixed ?? {}).map(name => [name, scope.variable(FIXED + name)]);
  const scalars = objectiveScalars(plan).map(name => [name, scope.input(OBJECTIVE + name)]);
  return { fixed: Object.fromEntries(fixed) as Tensors, scalars: Object.fromEntries(scalars) as ObjectiveInputs['scalars'] };
}

function resultsOf({ loss, correct, parts }: Measurements): Readonly<Record<string, Tensor>> {
  const named = Object.fromEntries(Object.entries(parts).map(([name, part]) => [PART + name, part]));
  return { loss, ...(correct === null ? {} : { correct }), ...named };
}

function measurementsOf(results: Readonly<Record<string, DeviceResult>>): Measurements<DeviceResult> {
  const parts: Record<string, DeviceResult> = {};
  for (const name of Object.keys(results)) if (name.startsWith(PART)) parts[name.slice(PART.length)] = results[name]!;
  return { loss: results['loss']!, correct: results['correct'] ?? null, parts };
}

interface FunctionsBySize {
  of(items: number, nodes?: readonly string[]): CompiledFunction;
  clear(): void;
}

/** Compiled when first asked for. `nodes`: whose values are read, for functions that read values of nodes. */
function functionsBySize(compile: (items: number, nodes: readonly string[]) => CompiledFunction): FunctionsBySize {
  const known = new Map<string, CompiledFunction>();
  return {
    of(items, nodes = []) {
      const key = [items, ...nodes].join();
      const made = known.get(key) ?? compile(items, nodes);
      known.set(key, made);
      return made;
    },
    clear() {
      for (const made of known.values()) made.dispose();
      known.clear();
    },
  };
}
