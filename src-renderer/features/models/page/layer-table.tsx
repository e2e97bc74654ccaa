import { useTranslation } from 'react-i18next';
import type { LayerRow } from '../../../../src-shared/contracts/models.contract.ts';
import { Bytes } from '../../../components/figures.tsx';
import { Term } from '../../../components/term.tsx';
import { Panel } from '../../../components/page.tsx';
import { useFormat } from '../../../components/use-format.ts';
import styles from '../models.module.css';

const FLOAT_BYTES = 4;

interface LayerTableProps {
  readonly layers: readonly LayerRow[];
  readonly peakActivationBytes: number;
  /** Share of zeros per pruned layer. */
  readonly sparsity: Readonly<Record<string, number>>;
}

export function LayerTable({ layers, sparsity, peakActivationBytes }: LayerTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = (of: (layer: LayerRow) => number) => format.count(layers.reduce((total, layer) => total + of(layer), 0));
  return (
    <Panel flush>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.layers')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('models.layer')}</th>
              <th className="text">{t('models.type')}</th>
              <th>{t('models.outputShape')}</th>
              <th>{t('figures.parameters')}</th>
              <th>{t('figures.nonZeros')}</th>
              <th aria-hidden="true" />
              <th>{t('figures.multiplyAdds')}</th>
              <th>
                <Term text={t('models.memory')} help={t('models.memoryHelp')} />
              </th>
            </tr>
          </thead>
          <tbody>
            {layers.map(layer => (
              <LayerLine key={layer.name} layer={layer} sparsity={sparsity[layer.name]} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th className="text" colSpan={3}>
                {t('models.total')}
              </th>
              <td>{sum(layer => layer.parameters)}</td>
              <td>{sum(layer => layer.nonZeros)}</td>
              <td />
              <td>{sum(layer => layer.multiplyAdds)}</td>
              <td>
                {t('models.peak')} <Bytes value={peakActivationBytes} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Panel>
  );
}

function LayerLine({ layer, sparsity }: { layer: LayerRow; sparsity: number | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = layer.parameters === 0 ? 0 : layer.nonZeros / layer.parameters;
  const dash = (value: number) => (value === 0 ? <span className="faint">{t('common.none')}</span> : format.count(value));
  return (
    <tr>
      <th scope="row" className="text">
        {layer.name}
      </th>
      <td className="text soft">{layer.layer}</td>
      <td>{format.shape(layer.outputShape)}</td>
      <td>{dash(layer.parameters)}</td>
      <td>
        {dash(layer.nonZeros)}{' '}
        {sparsity !== undefined && <span className="faint small">{t('models.kept', { percent: format.percent(1 - sparsity, 1) })}</span>}
      </td>
      <td className={styles.share}>
        {layer.parameters > 0 && (
          <span className={styles.shareBar} aria-hidden="true">
            <i style={{ width: `${share * 100}%` }} />
          </span>
        )}
      </td>
      <td>{dash(layer.multiplyAdds)}</td>
      <td>
        {layer.parameters > 0 && (
          <>
            <Bytes value={layer.parameters * FLOAT_BYTES} /> <span className="faint">+</span>{' '}
          </>
        )}
        <Bytes value={layer.activationBytes} />
      </td>
    </tr>
  );
}
