import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FusionControls, JudgedMethod } from '../../../src-shared/domain/fusion-report.ts';
import { Bytes, Compact } from '../figures.tsx';
import { chipClass } from '../page.tsx';
import { Term } from '../term.tsx';
import { useFormat } from '../use-format.ts';
import { bestFirst, latencyOf, verdictOf, type ShownMember } from './fused-members.ts';
import styles from './fusion.module.css';
import { useMeasure, type Measure } from './use-measure.ts';
import { useMethodName } from './use-method-name.ts';
import { WeightBar } from './weight-bar.tsx';

interface MethodTableProps {
  readonly members: readonly ShownMember[];
  readonly measure: string;
  readonly methods: readonly JudgedMethod[];
  readonly controls: FusionControls;
  /** Costs of the best member. */
  readonly bestCost: { readonly multiplyAdds: number; readonly bytes: number };
  readonly chosen: string | null;
  /** Rows can be chosen. */
  readonly onChoose?: (id: string) => void;
}

/** The uniform mean is what every other method has to be better than. */
const CONTROL = 'average';

/** Every method on the same items, beside the controls; the best first. */
export function MethodTable(props: MethodTableProps) {
  const { members, methods, controls, chosen } = props;
  const { t } = useTranslation();
  const measure = useMeasure(props.measure);
  const hasLatency = members.every(({ latencyMs }) => latencyMs !== null);
  const sorted = bestFirst(methods);
  const best = members[controls.best];
  return (
    <div className={`scroll-x ${styles.methodTable}`} tabIndex={0} role="group" aria-label={t('fusion.methodTable')}>
      <table className={`table ${styles.methods}`}>
        <thead>
          <tr>
            <th className="text">{t('fusion.method')}</th>
            <th>{measure.name}</th>
            <th>
              <Term text={t('fusion.gain')} help={t('fusion.gainHelp')} />
            </th>
            <th className="text">{t('fusion.weights')}</th>
            <th>{t('figures.multiplyAdds')}</th>
            <th>{t('figures.file')}</th>
            {hasLatency && (
              <th>
                <Term text={t('figures.latency')} help={t('fusion.latencyHelp')} />
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="text">
              <span className={styles.methodName}>
                {props.onChoose !== undefined && <span className={styles.noRadio} />}
                {t('fusion.bestMember', { name: best?.label ?? '' })} <Chip text={t('fusion.control')} />
              </span>
            </th>
            <td>{measure.write(controls.bestFigures[props.measure] ?? NaN)}</td>
            <td className="faint">{t('common.none')}</td>
            <td />
            <td>
              <Compact value={props.bestCost.multiplyAdds} />
            </td>
            <td>
              <Bytes value={props.bestCost.bytes} />
            </td>
            {hasLatency && <Latency ms={best?.latencyMs ?? null} />}
          </tr>
          {sorted.map(method => (
            <MethodRow
              key={method.id}
              {...props}
              method={method}
              isChosen={method.id === chosen}
              measure={measure}
              best={controls.bestFigures[props.measure] ?? NaN}
              hasLatency={hasLatency}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface MethodRowProps extends Pick<MethodTableProps, 'members' | 'onChoose'> {
  readonly method: JudgedMethod;
  readonly isChosen: boolean;
  readonly measure: Measure;
  /** Of the best member. */
  readonly best: number;
  readonly hasLatency: boolean;
}

function MethodRow({ members, method, isChosen, measure, best, hasLatency, onChoose }: MethodRowProps) {
  const { t } = useTranslation();
  const name = useMethodName();
  const { id, interval, weights, multiplyAdds, bytes, isFitted } = method;
  const title = (
    <>
      {name(id)} {id === CONTROL && <Chip text={t('fusion.control')} />}
      {isFitted && <Chip text={t('fusion.fitted')} title={t('fusion.fittedHelp')} />}
      {isChosen && onChoose === undefined && <Chip text={t('fusion.chosen')} />}
    </>
  );
  return (
    <tr data-selected={isChosen || undefined}>
      <th scope="row" className="text">
        {onChoose === undefined ? (
          <span className={styles.methodName}>{title}</span>
        ) : (
          <Radio
            size="xs"
            name="fusion-method"
            checked={isChosen}
            onChange={() => onChoose(id)}
            label={<span className={styles.methodName}>{title}</span>}
          />
        )}
      </th>
      <td>
        <b>{measure.write(interval.value)}</b> <span className="faint small">{measure.writeInterval(interval.low, interval.high)}</span>
      </td>
      <td>
        <Gain gain={best - interval.value} p={method.againstBest.p} measure={measure} />
      </td>
      <td className="text">
        <WeightBar members={members} weights={weights} />
      </td>
      <td>
        <Compact value={multiplyAdds} />
      </td>
      <td>
        <Bytes value={bytes} />
      </td>
      {hasLatency && <Latency ms={latencyOf(members, weights)} />}
    </tr>
  );
}

function Latency({ ms }: { ms: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return <td>{ms === null ? t('common.none') : `${format.number(ms, 3)} ms`}</td>;
}

const MARKS = { better: '▲', worse: '▼', unsure: '≈' } as const;

/** Against the best member, with what chance alone would do. */
function Gain({ gain, p, measure }: { gain: number; p: number; measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const verdict = verdictOf(gain, p);
  const direction = gain === 0 ? '' : gain > 0 ? '−' : '+';
  return (
    <span className={verdict === 'unsure' ? 'soft' : verdict} title={t(`fusion.verdict.${verdict}`)}>
      <span aria-hidden="true">{MARKS[verdict]}</span>
      <span className="visually-hidden">{t(`fusion.verdict.${verdict}`)}: </span> {direction}
      {measure.writeGain(Math.abs(gain))} <span className="faint small">{t('fusion.pValue', { p: format.p(p) })}</span>
    </span>
  );
}

function Chip({ text, title }: { text: string; title?: string }) {
  return (
    <span className={`${chipClass ?? ''} ${styles.chip}`} title={title}>
      {text}
    </span>
  );
}
