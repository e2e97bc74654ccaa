import type { Confidence } from '../../graph/confidence.ts';
import type { LayerTable } from '../export-plan.ts';
import type { GraphCall } from './graph-call.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue } from './graph-value.ts';

/** The layers that fusions in a row are made of. Every stage is computed, and each item's answer chosen. */
export const GRAPH_SERIAL_LAYERS: LayerTable<GraphCall, GraphValue> = {
  repeat({ ops, node, x, config: { times } }) {
    const row = ops.reshape(`${node.name}/row`, x, [1, x.shape.at(-1) ?? 1]);
    const places = ops.constant(`${node.name}/places`, [1, times, 1], new Float32Array(times).fill(1));
    return ops.binary('Mul', node.name, row, places);
  },

  cascade({ ops, node, inputs, config: { confidence, thresholds, temperatures } }) {
    const stages = inputs.map((x, i) =>
      ops.binary('RealDiv', `${node.name}/stage${i}`, x, ops.number(`${node.name}/temperature${i}`, temperatures[i]!)),
    );
    return stages.slice(0, -1).reduceRight(
      (later, logits, i) => {
        const part = (name: string): string => `${node.name}/${name}${i}`;
        const surety = suretyOf(ops, part('surety'), logits, confidence);
        const isSure = ops.compare('GreaterEqual', part('sure'), surety, ops.number(part('threshold'), thresholds[i]!));
        return ops.select(i === 0 ? node.name : part('answers'), isSure, [logits, later]);
      },
      stages.at(-1) as GraphValue,
    );
  },

  specialists({ ops, node, inputs, config: { classes, confidence, threshold } }) {
    const [general, ...others] = inputs as [GraphValue, ...GraphValue[]];
    const part = (name: string): string => `${node.name}/${name}`;
    const own = ops.unary('LogSoftmax', part('own'), general);
    const surety = suretyOf(ops, part('surety'), own, confidence);
    const unsure = ops.compare('Less', part('unsure'), surety, ops.number(part('threshold'), threshold));
    const told = ops.argMax(part('told'), own);
    const last = others.length - 1;
    return others.reduce((former, logits, i) => {
      const name = i === last ? node.name : part(`answers${i}`);
      return dividedAmong(ops, { name, part: word => part(`${word}${i}`), own, told, unsure, former, logits, classes: classes[i]! });
    }, own);
  },
};

interface Division {
  readonly name: string;
  part(word: string): string;
  /** Logarithms of the generalist's probabilities. */
  readonly own: GraphValue;
  readonly told: GraphValue;
  readonly unsure: GraphValue;
  readonly former: GraphValue;
  readonly logits: GraphValue;
  readonly classes: readonly number[];
}

/** What the group's classes have together is shared as the specialist says, for the items that are sent to it. */
function dividedAmong(ops: GraphOps, { name, part, own, told, unsure, former, logits, classes }: Division): GraphValue {
  const width = own.shape.at(-1) ?? 1;
  const group = ops.constant(
    part('group'),
    [1, width],
    Float32Array.from({ length: width }, (_, one) => Number(classes.includes(one))),
  );
  const flags = ops.constant(
    part('flags'),
    [width],
    Float32Array.from({ length: width }, (_, one) => Number(classes.includes(one))),
  );
  const member = ops.gather(part('member'), flags, { places: told, axis: 0 });
  const isMember = ops.compare('Greater', part('is-member'), ops.reshape(part('column'), member, [1]), ops.number(part('half'), 0.5));
  const isSent = ops.compare('LogicalAnd', part('sent'), unsure, isMember);
  const shares = ops.unary('Exp', part('shares'), own);
  const mass = ops.reduce('Sum', part('mass'), ops.binary('Mul', part('masses'), shares, group), { axes: [1], keep: true });
  const least = ops.binary('Maximum', part('least'), mass, ops.number(part('least-mass'), LEAST));
  const place = Float32Array.from({ length: classes.length * width }, (_, i) => Number(classes[Math.floor(i / width)] === i % width));
  const placed = ops.emitter.weighted({
    op: 'MatMul',
    name: part('placed'),
    input: ops.unary('LogSoftmax', part('answer'), logits),
    kernel: { shape: [classes.length, width], values: place },
    bias: undefined,
    window: { size: [1, 1], strides: [1, 1], padding: 'valid' },
    shape: [-1, width],
  });
  const divided = ops.binary('AddV2', part('divided'), placed, ops.unary('Log', part('log-mass'), least));
  const isOwn = ops.compare('Greater', part('is-own'), group, ops.number(part('own-half'), 0.5));
  return ops.select(name, ops.compare('LogicalAnd', part('mended'), isSent, isOwn), [divided, former]);
}

const LEAST = 1e-30;

/** `[N, 1]`, as `confidenceOf`. */
function suretyOf(ops: GraphOps, name: string, logits: GraphValue, confidence: Confidence): GraphValue {
  const shares = logits.shape.at(-1) === 1 ? twoClasses(ops, name, logits) : ops.unary('Softmax', `${name}/shares`, logits);
  return SURETIES[confidence](ops, name, shares);
}

function twoClasses(ops: GraphOps, name: string, logits: GraphValue): GraphValue {
  const second = ops.unary('Sigmoid', `${name}/second`, logits);
  return ops.concat(`${name}/shares`, [ops.binary('Sub', `${name}/first`, ops.number(`${name}/one`, 1), second), second]);
}

const SURETIES: { readonly [C in Confidence]: (ops: GraphOps, name: string, shares: GraphValue) => GraphValue } = {
  'max-probability': (ops, name, shares) => ops.reduce('Max', name, shares, { axes: [1], keep: true }),
  margin(ops, name, shares) {
    const [first, second] = ops.split(`${name}/both`, ops.greatestTwo(`${name}/best`, shares), 2) as [GraphValue, GraphValue];
    return ops.binary('Sub', name, first, second);
  },
  entropy(ops, name, shares) {
    const logs = ops.unary('Log', `${name}/logs`, ops.binary('AddV2', `${name}/kept`, shares, ops.number(`${name}/least`, LEAST)));
    const sum = ops.reduce('Sum', `${name}/sum`, ops.binary('Mul', `${name}/products`, shares, logs), { axes: [1], keep: true });
    const share = ops.binary('RealDiv', `${name}/share`, sum, ops.number(`${name}/most`, Math.log(shares.shape.at(-1) ?? 1)));
    return ops.binary('AddV2', name, share, ops.number(`${name}/whole`, 1));
  },
};
