import { useTranslation } from 'react-i18next';
import type { TrialLayer } from '../../../src-shared/contracts/studies.contract.ts';
import { useFormat } from '../../components/use-format.ts';
import { useTrialStructure } from '../../ipc/study-queries.ts';
import styles from './studies.module.css';

const ROW = 18;
const WIDTH = 320;
const BARS = 150;
const SHORTEST = 6;

/** A trial's network, a bar a layer that has weights: as long as the layer is wide, on a logarithmic scale. */
export function StructureDrawing({ studyId, trial }: { studyId: string; trial: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const layers = (useTrialStructure(studyId, trial).data ?? []).filter(({ parameters, layer }) => parameters > 0 || layer === 'input');
  if (layers.length === 0) return null;
  const widest = Math.log2(1 + Math.max(...layers.map(widthOf)));
  const words = layers.map(layer => `${layer.name} ${layer.outputShape.join(' × ')}`);
  return (
    <svg
      className={styles.structure}
      viewBox={`0 0 ${WIDTH} ${layers.length * ROW}`}
      role="img"
      aria-label={`${t('studies.structure')}: ${words.join(', ')}`}
    >
      {layers.map((layer, i) => {
        const length = Math.max(SHORTEST, (BARS * Math.log2(1 + widthOf(layer))) / widest);
        return (
          <g key={layer.name} transform={`translate(0 ${i * ROW})`}>
            <rect
              x={(BARS - length) / 2}
              y={3}
              width={length}
              height={ROW - 6}
              rx={3}
              fill="var(--accent)"
              opacity={layer.parameters > 0 ? 1 : 0.4}
            />
            <text x={BARS + 10} y={ROW - 5} fontSize={11} fill="var(--soft)">
              {`${words[i]}${layer.parameters > 0 ? ` · ${format.count(layer.parameters)}` : ''}`}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function widthOf({ outputShape }: TrialLayer): number {
  return outputShape.at(-1) ?? 1;
}
