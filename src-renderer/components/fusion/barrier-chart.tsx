import { useTranslation } from 'react-i18next';
import type { BarrierCurve } from '../../../src-shared/domain/fusion-report.ts';
import { XyDrawing } from '../../charts/xy-drawing.tsx';
import { useFormat } from '../use-format.ts';
import { useMeasure } from './use-measure.ts';

const COLOURS = ['var(--s1)', 'var(--s3)', 'var(--s2)', 'var(--s4)', 'var(--s5)', 'var(--s6)', 'var(--s7)'] as const;
/** More lines than these are not read. */
const MOST = 7;

/** The figure along the straight lines between models in weight space: flat, where they lie in one valley. */
export function BarrierChart({ barriers, measure: name }: { barriers: readonly BarrierCurve[]; measure: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const measure = useMeasure(name);
  const highest = [...barriers].sort((a, b) => b.height - a.height).slice(0, MOST);
  const words = highest.map(({ from, to, height }) => `${from} → ${to}: ${measure.writeGain(height)}`).join('; ');
  return (
    <div>
      <XyDrawing
        title={t('fusion.barrier')}
        spoken={t('fusion.barrierSpoken', { words })}
        x={{ title: t('fusion.barrierAxis'), write: value => format.percent(value, 0), range: [0, 1] }}
        y={{ title: measure.name, write: measure.tick }}
        lines={highest.map(({ from, to, points }, i) => ({
          label: `${from} → ${to}`,
          colour: COLOURS[i % COLOURS.length]!,
          points: points.map(point => ({ x: point.at, y: point.measure })),
          dashed: i % 2 === 1,
        }))}
        height={230}
      />
      <p className="faint small">{t('fusion.barrierHelp', { words })}</p>
    </div>
  );
}
