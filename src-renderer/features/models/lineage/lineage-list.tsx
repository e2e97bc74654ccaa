import { useTranslation } from 'react-i18next';
import type { Lineage } from '../../../../src-shared/domain/lineage/lineage.ts';
import { Panel } from '../../../components/page.tsx';
import { headline } from './gains.ts';
import { NodeName, NodeTools, type CardActions } from './lineage-card.tsx';
import styles from './lineage.module.css';
import { modelIdsOf } from './node-links.ts';
import { useLineageTexts } from './use-lineage-texts.ts';

/** The same as the graph, for those who read it line by line. */
export function LineageList({ lineage: { nodes, edges }, actions }: { lineage: Lineage; actions: CardActions }) {
  const { t } = useTranslation();
  const texts = useLineageTexts();
  const nameOf = new Map(nodes.map(node => [node.id, node.name]));
  const into = Map.groupBy(edges, edge => edge.to);
  return (
    <Panel flush>
      <div className="scroll-x" tabIndex={0} role="group" aria-label={t('lineage.title')}>
        <table className="table">
          <thead>
            <tr>
              <th className="text">{t('common.name')}</th>
              <th className="text">{t('lineage.madeFrom')}</th>
              <th className="text">{t('models.madeBy')}</th>
              <th className="text">{t('models.figures')}</th>
              <th className="text">{t('lineage.cost')}</th>
              <th className="text">{t('lineage.bought')}</th>
              <th>
                <span className="visually-hidden">{t('lineage.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {nodes.map(node => {
              const sources = into.get(node.id) ?? [];
              const ids = modelIdsOf(node);
              const chosen = ids.length > 0 && ids.every(id => actions.selected.has(id));
              return (
                <tr key={node.id} data-selected={chosen || undefined}>
                  <th scope="row" className="text">
                    <NodeName node={node} />
                  </th>
                  <td className="text soft">{sources.map(edge => nameOf.get(edge.from)).join(', ')}</td>
                  <td className="text soft">{texts.origin(node)}</td>
                  <td className="text">{texts.figures(node)}</td>
                  <td className="text soft">{sources[0] === undefined ? null : texts.cost(sources[0])}</td>
                  <td className="text">
                    {node.kind === 'files' && <span className={`${styles.gain} better`}>{texts.verified}</span>}
                    {sources
                      .flatMap(edge => headline(edge.bought))
                      .map((gain, i) => (
                        <span key={i} className={`${styles.gain} ${gain.tone === 'same' ? '' : gain.tone}`}>
                          {texts.change(gain)}
                        </span>
                      ))}
                  </td>
                  <td>
                    <span className={styles.tools}>
                      <NodeTools node={node} chosen={chosen} actions={actions} />
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
