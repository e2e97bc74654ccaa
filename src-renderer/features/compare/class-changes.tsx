import { useTranslation } from 'react-i18next';
import { useFormat } from '../../components/use-format.ts';

const HEIGHT = 170;
const STEP = 54;
const ROOM = 26;

/** Bars of errors more (down, vermilion) and fewer (up would mislead: fewer is drawn below, green) by class. */
export function ClassChanges({ changes, names }: { changes: readonly number[]; names: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(0, ...changes);
  const least = Math.min(0, ...changes);
  const unit = Math.min(24, (HEIGHT - 2 * ROOM - 24) / Math.max(1, most - least));
  const zero = ROOM + most * unit;
  const width = changes.length * STEP;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} width="100%" style={{ maxHeight: 210 }} role="group" aria-label={t('compare.byClass')}>
      <line x1="0" x2={width} y1={zero} y2={zero} stroke="var(--line)" />
      {changes.map((change, i) => {
        const size = Math.max(1, Math.abs(change) * unit);
        const top = change > 0 ? zero - size : zero;
        const label = t('compare.byClassCell', { name: names[i] ?? '', change: format.signed(change) });
        return (
          <g key={i} role="img" aria-label={label}>
            <title>{label}</title>
            <rect
              x={i * STEP + 12}
              y={top}
              width="30"
              height={size}
              rx="2"
              fill={change > 0 ? 'var(--worse)' : change < 0 ? 'var(--accent)' : 'var(--faint)'}
            />
            <text x={i * STEP + 27} y={change > 0 ? top - 7 : top + size + 15} textAnchor="middle" fontSize="12" fill="var(--ink)">
              {format.signed(change)}
            </text>
            <text x={i * STEP + 27} y={HEIGHT - 4} textAnchor="middle" fontSize="12" fill="var(--soft)">
              {(names[i] ?? '').slice(0, 7)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
