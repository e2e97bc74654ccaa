import type { JobView } from '../../../src-shared/contracts/views.ts';
import { formatDuration } from '../../../src-shared/lib/units.ts';

const WIDTH = 16;

/** `dense ━━━━━━━━──────── 51 % · training · epoch 4/8 · step 1720/3440 · loss 0.0412 · 1 min 3 s left` */
export function progressLine({ step, replicate, progress, remainingMs }: JobView): string {
  const name = replicate === null ? step : `${step} #${replicate + 1}`;
  if (progress === null) return `${name} starting`;
  const { fraction, stage, epoch, epochs, step, steps, loss } = progress;
  const filled = Math.round(fraction * WIDTH);
  const parts = [
    `${name} ${'━'.repeat(filled)}${'─'.repeat(WIDTH - filled)} ${Math.floor(fraction * 100)} %`,
    stage,
    ...(epoch === undefined || epochs === undefined ? [] : [`epoch ${epoch}/${epochs}`]),
    ...(step === undefined || steps === undefined ? [] : [`step ${step}/${steps}`]),
    ...(loss === undefined ? [] : [`loss ${loss.toPrecision(3)}`]),
    ...(remainingMs === null ? [] : [`${formatDuration(remainingMs, 'en')} left`]),
  ];
  return parts.join(' · ');
}
