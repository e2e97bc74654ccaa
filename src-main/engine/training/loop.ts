import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import { heldBack } from '../graph/held-back.ts';
import { epochOrder } from './batches.ts';
import { evidencePasses } from './measure-evidence.ts';
import type { TrainingHooks } from './hooks.ts';
import { judgeEpoch } from './judge-epoch.ts';
import type { LoopPlan, MaskPlan, TrainingResult } from './loop-plan.ts';
import { initialState, maskedParameters } from './loop-state.ts';
import { divergedFailure, mustRead, readSteps } from './loss-window.ts';
import { isTurnDue, pacedTurn, startRun, trainingMsOf, waitingMsOf, type Run } from './run.ts';
import { readSnapshot, takeSnapshot } from './snapshot.ts';

/**
 * Trains for the plan's epochs, from the start or from a snapshot; either way the result has the same bits. Throws
 * `diverged` (the curve up to and including the bad point is measured before), `store-damaged` for a foreign snapshot, and
 * what `turn` throws once cancelled. Leaves no tensor behind.
 */
export async function runLoop(plan: LoopPlan, hooks: TrainingHooks): Promise<TrainingResult> {
  const stored = hooks.resumeFrom === null ? initialState(plan) : readSnapshot(hooks.resumeFrom, plan);
  if (plan.keep !== 'last' && plan.data.count('validation') === 0) {
    hooks.log('warn', 'There is no validation part to choose the best epoch by: the last one is kept');
  }
  const { opaque, nodes } = heldBack(plan.step.graph);
  if (opaque.length > 0)
    hooks.log('warn', `${nodes.size} layers stay as they are: they lead into ${opaque.join(', ')}, which gives no gradient`);
  const run = startRun(plan, hooks, stored);
  try {
    await trainEpochs(run);
    return await resultOf(run);
  } finally {
    for (const { loss, correct, parts } of run.unread) for (const scalar of [loss, correct, ...Object.values(parts)]) scalar?.dispose();
    run.runner.dispose();
  }
}

async function trainEpochs(run: Run): Promise<void> {
  const { plan, hooks, state } = run;
  // What an earlier part left is the first candidate: a later part may only make it better.
  if (plan.begin !== undefined && state.position.last === null) await judgeEpoch(run, 'again');
  while (state.position.judged < plan.epochs && !state.position.stopped) {
    await trainEpoch(run);
    await judgeEpoch(run);
    if (await pausesHere(run)) return;
    if (hooks.checkpointDue()) await saveCheckpoint(run);
  }
  if (await changeMasks(run)) await judgeEpoch(run, 'again');
}

async function pausesHere(run: Run): Promise<boolean> {
  const { hooks, state, session } = run;
  if (hooks.afterEpoch === undefined) return false;
  const { judged: epoch } = state.position;
  session.paused = (await hooks.afterEpoch({ epoch, validation: validationOf(run), trainingMs: trainingMsOf(run) })) === 'pause';
  return session.paused;
}

/** The rest of the epoch the run is in. */
async function trainEpoch(run: Run): Promise<void> {
  const { plan, hooks, state, rules } = run;
  const items = plan.data.count('train');
  const order = epochOrder(plan.seed, state.position.judged, items);
  const end = (state.position.judged + 1) * rules.stepsPerEpoch;
  while (state.position.done < end) {
    if (plan.maskPlan !== null) await changeMasks(run);
    const start = (state.position.done % rules.stepsPerEpoch) * plan.batchSize;
    const next = Math.min(items, start + plan.batchSize);
    takeStep(run, order.subarray(start, next), order.subarray(next));
    if (mustRead(rules, run.unread, state.position.done)) await readMeasurements(run);
    if (hooks.checkpointDue()) await saveCheckpoint(run);
    if (isTurnDue(run)) await pacedTurn(run);
  }
}

function takeStep({ plan, state, runner, unread }: Run, positions: Uint32Array, following: Uint32Array): void {
  const { done } = state.position;
  const learningRate = plan.learningRate(done);
  const measurements = runner.step(positions, { learningRate, done, following });
  state.position = { ...state.position, done: done + 1 };
  unread.push({ done: done + 1, items: positions.length, learningRate, ...measurements });
}

/** Whether there was a change. Slots are zeroed with their parameters. */
async function changeMasks(run: Run): Promise<boolean> {
  const { plan, state } = run;
  const { done } = state.position;
  const changes = plan.maskPlan?.changesAt(done) ?? 0;
  for (let which = 0; which < changes; which++) await changeMasksOnce(run, plan.maskPlan, { done, which });
  return changes > 0;
}

async function changeMasksOnce(run: Run, maskPlan: MaskPlan | null, at: { readonly done: number; readonly which: number }): Promise<void> {
  if (maskPlan === null) return;
  const { state, runner, hooks } = run;
  const [parameters, slots] = [await runner.readParameters(), await runner.readSlots()];
  const masks = await maskPlan.masksAt(at, { parameters, slots, masks: state.masks }, evidencePasses(run, at.done));
  const slotMasks = Object.fromEntries(
    Object.keys(slots)
      .map(name => [name, masks[name.slice(0, name.lastIndexOf('/'))]])
      .filter(([, mask]) => mask),
  );
  runner.write({ parameters: maskedParameters(parameters, masks), slots: maskedParameters(slots, slotMasks), masks });
  state.masks = masks;
  hooks.measure([{ name: 'sparsity', step: at.done, value: maskPlan.sparsity(masks) }]);
}

async function readMeasurements(run: Run): Promise<void> {
  const { hooks, state, rules } = run;
  const { window, points, recentLoss, diverged } = await readSteps(rules, state.position.window, run.unread.splice(0));
  if (points.length > 0) hooks.measure(points);
  if (diverged !== null) {
    throw divergedFailure('training loss', diverged.loss, { done: diverged.done, epoch: state.position.judged + 1 });
  }
  state.position = { ...state.position, window, recentLoss: recentLoss ?? state.position.recentLoss };
  reportProgress(run);
}

function reportProgress({ plan, hooks, state, rules, session }: Run): void {
  const { done, judged, recentLoss } = state.position;
  const steps = plan.epochs * rules.stepsPerEpoch;
  const items = (done - session.startedDone) * plan.batchSize;
  const seconds = (hooks.nowMs() - session.startedMs) / 1000;
  hooks.report({
    fraction: done / steps,
    stage: plan.stage(done - 1),
    epoch: judged + 1,
    epochs: plan.epochs,
    step: done,
    steps,
    ...(recentLoss === null ? {} : { loss: recentLoss }),
    items,
    ...(seconds > 0 ? { itemsPerSecond: items / seconds } : {}),
  });
}

async function saveCheckpoint(run: Run): Promise<void> {
  await run.hooks.checkpoint(await snapshotOf(run));
}

async function snapshotOf(run: Run): Promise<TensorFile> {
  if (run.unread.length > 0) await readMeasurements(run);
  run.state.position = { ...run.state.position, trainingMs: trainingMsOf(run), waitingMs: waitingMsOf(run) };
  run.session.waitingMs = 0;
  run.session.countedMs = run.hooks.nowMs();
  return takeSnapshot(run.state, run.runner);
}

/** Of the best epoch where one is kept, and of the last. */
function validationOf({ state: { position } }: Run): TrainingResult['validation'] {
  return position.last === null ? null : { kept: position.best?.figures ?? position.last, last: position.last };
}

async function resultOf(run: Run): Promise<TrainingResult> {
  const { state, runner } = run;
  const { position, masks } = state;
  const kept = position.best?.epoch ?? position.judged;
  const parameters = maskedParameters(state.best ?? (await runner.readParameters()), masks);
  for (const [name, { values }] of Object.entries(parameters)) {
    const bad = values.find(value => !Number.isFinite(value));
    if (bad !== undefined) throw divergedFailure(`value in '${name}'`, bad, { done: position.done, epoch: position.judged });
  }
  return {
    parameters,
    masks,
    validation: validationOf(run),
    epochs: { run: position.judged, kept, stoppedEarly: position.stopped },
    steps: position.done,
    slots: run.plan.handsOn === true ? await runner.readSlots() : {},
    trainingMs: trainingMsOf(run),
    waitingMs: waitingMsOf(run),
    ...(run.session.paused ? { paused: await snapshotOf(run) } : {}),
  };
}
