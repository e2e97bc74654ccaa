import { useTranslation } from 'react-i18next';
import type { SurgeryColumn, SurgeryCosts, SurgeryLayerCost } from '../../../src-shared/contracts/surgery.contract.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import styles from './surgery.module.css';

interface ShapeTableProps {
  readonly before: SurgeryCosts;
  readonly after: SurgeryCosts;
  readonly columns: readonly SurgeryColumn[];
}

/** Every layer with weights: its shape and its costs, before and after; why it stays, where it must. */
export function ShapeTable({ before, after, columns }: ShapeTableProps) {
  const { t } = useTranslation();
  const layers = new Map(after.layers.map(layer => [layer.name, layer]));
  const fixed = new Map(columns.map(({ node, fixed: reason }) => [node, reason]));
  return (
    <Panel title={t('surgery.shapes')} flush>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('surgery.shapes')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('models.layer')}</th>
              <th>{t('models.outputShape')}</th>
              <th>{t('figures.parameters')}</th>
              <th>{t('figures.multiplyAdds')}</th>
            </tr>
          </thead>
          <tbody>
            {before.layers
              .filter(({ parameters }) => parameters > 0)
              .map(layer => (
                <ShapeLine key={layer.name} before={layer} after={layers.get(layer.name) ?? layer} reason={fixed.get(layer.name) ?? null} />
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ShapeLine({ before, after, reason }: { before: SurgeryLayerCost; after: SurgeryLayerCost; reason: string | null }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  return (
    <tr data-fixed={reason !== null || undefined} title={reason === null ? undefined : message(reason)}>
      <th scope="row" className="text">
        {before.name}
        {reason !== null && (
          <div className={`small soft ${styles.reason}`}>
            {t('surgery.fixed')}: {message(reason)}
          </div>
        )}
      </th>
      <Change before={format.shape(before.outputShape)} after={format.shape(after.outputShape)} />
      <Change before={format.count(before.parameters)} after={format.count(after.parameters)} />
      <Change before={format.compact(before.multiplyAdds)} after={format.compact(after.multiplyAdds)} />
    </tr>
  );
}

function Change({ before, after }: { before: string; after: string }) {
  if (before === after) return <td>{before}</td>;
  return (
    <td>
      <span className="soft">{before} → </span>
      <b>{after}</b>
    </td>
  );
}
