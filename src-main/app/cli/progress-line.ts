import type { JobView } from '../../../src-shared/contracts/views.ts';
import type { Progress } from '../../../src-shared/domain/job-state.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { formatDuration } from '../../../src-shared/lib/units.ts';

const WIDTH = 16;

/** `dense ━━━━━━━━──────── 51 % · training · epoch 4/8 · step 1720/3440 · loss 0.0412 · 1 min 3 s left` */
export function progressLine({ step, replicate, progress, remainingMs }: JobView): string {
  const name = numberedName(step, replicate);
  if (progress === null) return `${name} starting`;
  const filled = Math.round(progress.fraction * WIDTH);
  const bar = `${'━'.repeat(filled)}${'─'.repeat(WIDTH - filled)}`;
  const left = remainingMs === null ? [] : [`${formatDuration(remainingMs, 'en')} left`];
  return [`${name} ${bar} ${Math.floor(progress.fraction * 100)} %`, progress.stage, ...counts(progress as Progress), ...left].join(' · ');
}

function counts({ epoch, epochs, step, steps, loss }: Progress): readonly string[] {
  const parts: string[] = [];
  if (epoch !== undefined && epochs !== undefined) parts.push(`epoch ${epoch}/${epochs}`);
  if (step !== undefined && steps !== undefined) parts.push(`step ${step}/${steps}`);
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(3)}`);
  return parts;
}
