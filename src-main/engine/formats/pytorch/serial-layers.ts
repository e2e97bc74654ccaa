import type { LayerTable } from '../export-plan.ts';
import type { Confidence } from '../../graph/confidence.ts';
import { literal } from './names.ts';
import { result } from './pieces.ts';
import type { TorchCall, TorchValue, TorchWriter } from './torch-form.ts';

/** The layers that fusions in a row are made of. Every stage is computed, and each item's answer chosen. */
export const TORCH_SERIAL_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  repeat: ({ writer, node, x, config: { times } }) =>
    result(writer, node, 'last', `${writer.read(x, 'last')}.unsqueeze(1).expand(-1, ${times}, -1)`),

  cascade({ writer, node, inputs, config: { confidence, thresholds, temperatures } }) {
    const stages = inputs.map((x, i) => writer.line(node, `${writer.read(x, 'last')} / ${temperatures[i]!}`, `stage${i}`));
    const last = stages.at(-1) as string;
    const chosen = stages.slice(0, -1).reduceRight((later, logits, i) => {
      return `torch.where(${sureness(writer, logits, confidence)} >= ${thresholds[i]!}, ${logits}, ${later})`;
    }, last);
    return result(writer, node, 'last', chosen);
  },

  specialists({ writer, node, inputs, config: { classes, confidence, threshold } }) {
    const [general, ...others] = inputs.map(x => writer.read(x, 'last')) as [string, ...string[]];
    const own = writer.line(node, `F.log_softmax(${general}, dim=-1)`, 'own');
    const unsure = writer.line(node, `${sureness(writer, own, confidence)} < ${threshold}`, 'unsure');
    const told = writer.line(node, `${own}.argmax(dim=-1, keepdim=True)`, 'told');
    const answers = others.reduce((former, logits, i) => {
      const list = `[${classes[i]!.join(', ')}]`;
      const part = (name: string): string => `${name}${i + 1}`;
      const shares = `F.log_softmax(${logits}, dim=-1) + ${own}[:, ${list}].logsumexp(dim=-1, keepdim=True)`;
      const mended = writer.line(node, `${former}.index_copy(1, ${literal(own, classes[i]!)}.long(), ${shares})`, part('mended'));
      const isSent = `${unsure} & torch.isin(${told}, ${literal(own, classes[i]!)}.long())`;
      return writer.line(node, `torch.where(${isSent}, ${mended}, ${former})`, part('answers'));
    }, own);
    return result(writer, node, 'last', answers);
  },
};

/** As `confidenceOf`. */
function sureness(writer: TorchWriter, logits: string, confidence: Confidence): string {
  writer.needs('surety');
  return `surety(${logits}, "${confidence}")`;
}
