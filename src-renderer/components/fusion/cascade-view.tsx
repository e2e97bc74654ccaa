import { Slider } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CascadePoint } from '../../../src-shared/domain/serial-fusion.ts';
import { XyDrawing, type DrawnMark } from '../../charts/xy-drawing.tsx';
import { useFormat } from '../use-format.ts';
import { askedShares, marksOf, nearestTo } from './cascade-curve.ts';
import type { ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';

interface CascadeViewProps {
  readonly stages: readonly ShownMember[];
  /** Multiply-adds of each for one item. */
  readonly costs: readonly number[];
  readonly accuracies: readonly number[];
  /** The settings a slider goes along, the cheapest first. */
  readonly points: readonly CascadePoint[];
  readonly place: number;
  /** Absent where the setting is made for good. */
  readonly onPlace?: (place: number) => void;
  readonly items: number;
  readonly children?: ReactNode;
}

/** Accuracy against cost, a setting on the curve, and what that setting means for each stage. */
export function CascadeView(props: CascadeViewProps) {
  const { stages, costs, accuracies, points, place, onPlace } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const chosen = points[place] ?? points[0];
  const line = useMemo(() => points.map(({ cost, accuracy }) => ({ x: cost, y: accuracy })), [points]);
  if (chosen === undefined) return null;
  const last = costs.at(-1) ?? 1;
  const alone = stages.map(({ label, colour }, i): DrawnMark => {
    return { x: (costs[i] ?? 0) / last, y: accuracies[i] ?? 0, label: t('fusion.aloneMark', { name: label }), colour, shape: 'ring' };
  });
  return (
    <div className={styles.cascade}>
      <XyDrawing
        title={t('fusion.curve')}
        spoken={t('fusion.curveSpoken', { accuracy: format.percent(chosen.accuracy), cost: format.percent(chosen.cost, 1) })}
        x={{ title: t('fusion.costAxis', { last: stages.at(-1)?.label ?? '' }), write: value => format.percent(value, 0) }}
        y={{ title: t('fusion.accuracyAxis'), write: value => format.percent(value, 1) }}
        lines={[{ label: t('fusion.curve'), colour: 'var(--accent)', points: line }]}
        marks={alone}
        guide={{ x: chosen.cost, y: chosen.accuracy }}
        height={300}
        {...(onPlace === undefined ? {} : { onPick: (cost: number) => onPlace(nearestTo(points, cost)) })}
      />
      {onPlace !== undefined && <PlaceSlider {...props} onPlace={onPlace} chosen={chosen} />}
      <Reading {...props} chosen={chosen} />
      {props.children}
    </div>
  );
}

interface ChosenProps extends Pick<CascadeViewProps, 'stages' | 'costs' | 'accuracies' | 'points' | 'place' | 'items'> {
  readonly chosen: CascadePoint;
}

function PlaceSlider({ accuracies, points, place, onPlace, chosen }: ChosenProps & { onPlace: (place: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = marksOf(points, accuracies.at(-1) ?? 1);
  return (
    <div className={styles.slider}>
      <span className="soft small">{t('fusion.cheaper')}</span>
      <Slider
        className="grow"
        min={0}
        max={Math.max(1, points.length - 1)}
        disabled={points.length < 2}
        value={place}
        onChange={onPlace}
        label={null}
        marks={marks.map(mark => ({ value: mark.place }))}
        thumbLabel={t('fusion.setting')}
        thumbValueText={() => t('fusion.settingValue', { accuracy: format.percent(chosen.accuracy), cost: format.percent(chosen.cost, 1) })}
      />
      <span className="soft small">{t('fusion.moreAccurate')}</span>
      <div className={styles.sliderMarks}>
        {marks.map(({ kind, place: at }) => (
          <button key={kind} type="button" className={styles.markButton} aria-pressed={place === at} onClick={() => onPlace(at)}>
            <b>{t(`fusion.mark.${kind}`)}</b> {format.percent(points[at]!.accuracy)} · {format.percent(points[at]!.cost, 0)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** The setting in figures, then stage by stage. */
function Reading({ stages, costs, accuracies, items, chosen }: ChosenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [last = 1, lastAccuracy = 0] = [costs.at(-1), accuracies.at(-1)];
  const difference = chosen.accuracy - lastAccuracy;
  const errors = Math.round((1 - chosen.accuracy) * items);
  const asked = askedShares(chosen.exits);
  return (
    <>
      <dl className={styles.reading}>
        <div>
          <dt>{t('figures.accuracy')}</dt>
          <dd>{format.percent(chosen.accuracy)}</dd>
          <dd className="faint small">{t('fusion.wrongOf', { errors: format.count(errors), items: format.count(items) })}</dd>
        </div>
        <div>
          <dt>{t('fusion.againstLast', { last: stages.at(-1)?.label ?? '' })}</dt>
          <dd className={difference < -1e-9 ? 'worse' : difference > 1e-9 ? 'better' : undefined}>
            <span aria-hidden="true">{difference < -1e-9 ? '▼ ' : difference > 1e-9 ? '▲ ' : ''}</span>
            {t('fusion.points', { value: format.signed(100 * difference, 2) })}
          </dd>
        </div>
        <div>
          <dt>{t('fusion.costPerItem')}</dt>
          <dd>{format.percent(chosen.cost, 1)}</dd>
          <dd className="faint small">{t('fusion.multiplyAddsOf', { count: 2, value: format.compact(chosen.cost * last) })}</dd>
        </div>
        <div>
          <dt>{t(chosen.cost > 1 ? 'fusion.more' : 'fusion.less')}</dt>
          <dd>{format.number(chosen.cost > 1 ? chosen.cost : 1 / Math.max(chosen.cost, 1e-9), 3)} ×</dd>
          <dd className="faint small">{t('fusion.byMultiplyAdds')}</dd>
        </div>
      </dl>
      <ExitBar stages={stages} exits={chosen.exits} />
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('fusion.stages')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('fusion.stage')}</th>
              <th>{t('fusion.answers')}</th>
              <th>{t('fusion.asked')}</th>
              <th>{t('fusion.threshold')}</th>
              <th>{t('fusion.aloneAccuracy')}</th>
              <th>{t('figures.multiplyAdds')}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map(({ label }, i) => (
              <tr key={`${label}${i}`}>
                <th scope="row" className="text">
                  {i + 1}. {label}
                </th>
                <td>{format.percent(chosen.exits[i] ?? 0, 1)}</td>
                <td className="soft">{format.percent(asked[i] ?? 0, 1)}</td>
                <td>{thresholdText(chosen.thresholds[i], { format, never: t('fusion.never'), rest: t('fusion.rest') })}</td>
                <td>{format.percent(accuracies[i] ?? 0)}</td>
                <td>{format.compact(costs[i] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface ThresholdTexts {
  readonly format: ReturnType<typeof useFormat>;
  readonly never: string;
  readonly rest: string;
}

/** Above 1 no answer is sure enough; the last stage has none. */
function thresholdText(threshold: number | undefined, { format, never, rest }: ThresholdTexts): string {
  if (threshold === undefined) return rest;
  return threshold > 1 ? never : `≥ ${format.number(threshold, 3)}`;
}

/** Which stage answers which share of the items, to scale. */
function ExitBar({ stages, exits }: { stages: readonly ShownMember[]; exits: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <div className={styles.exits} role="img" aria-label={t('fusion.exitsSpoken', { words: wordsOf(stages, exits, format) })}>
        {stages.map(({ label, colour }, i) =>
          (exits[i] ?? 0) > 0 ? (
            <span key={`${label}${i}`} style={{ flexGrow: exits[i], '--exit': colour } as React.CSSProperties}>
              <i />
              <span className="ellipsis">
                {label} {format.percent(exits[i] ?? 0, 1)}
              </span>
            </span>
          ) : null,
        )}
      </div>
    </div>
  );
}

function wordsOf(stages: readonly ShownMember[], exits: readonly number[], format: ReturnType<typeof useFormat>): string {
  return stages.map(({ label }, i) => `${label} ${format.percent(exits[i] ?? 0, 1)}`).join(', ');
}
