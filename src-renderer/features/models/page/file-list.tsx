import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '../../../components/empty-state.tsx';
import { BudgetLines } from '../../../components/export-preview/budget-lines.tsx';
import { Bytes } from '../../../components/figures.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { useMessage } from '../../../components/use-message.ts';
import { useFormat } from '../../../components/use-format.ts';
import { useModelUses } from '../../../ipc/model-queries.ts';

/** Files exported from the model, each with the proof that it answers the same. */
export function FileList({ modelId }: { modelId: string }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  const uses = useModelUses(modelId);
  return (
    <Loaded query={uses} heights={[160]}>
      {({ files }) =>
        files.length === 0 ? (
          <EmptyState text={t('models.noFiles')} />
        ) : (
          <Panel flush>
            <div className="scroll-x" tabIndex={0} role="group" aria-label={t('models.tabs.files')}>
              <table className="table">
                <thead>
                  <tr>
                    <th className="text">{t('models.format')}</th>
                    <th className="text">{t('models.path')}</th>
                    <th>{t('figures.file')}</th>
                    <th>{t('models.maxDifference')}</th>
                    <th className="text">{t('models.readBackBy')}</th>
                    <th>{t('common.created')}</th>
                  </tr>
                </thead>
                <tbody>
                  {files.map(file => (
                    <tr key={`${file.jobId} ${file.path}`}>
                      <th scope="row" className="text">
                        <Link href={`/runs/${file.runId}`}>{file.format}</Link>
                        {file.quantisation !== undefined && <span className="soft"> {file.quantisation.precision}</span>}
                      </th>
                      <td className="text">
                        <span className="mono">{file.path}</span>
                        {file.budget !== undefined && <BudgetLines verdicts={file.budget} />}
                      </td>
                      <td>
                        <Bytes value={file.bytes} />
                      </td>
                      <td
                        title={t('models.verifiedOn', {
                          count: file.verification.items,
                          replace: { count: format.count(file.verification.items) },
                        })}
                      >
                        {format.number(file.verification.maxDifference, 2)}
                      </td>
                      <td className="text soft">{message(file.verification.runtime)}</td>
                      <td className="soft">
                        <TimeAgo atMs={file.atMs} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
        )
      }
    </Loaded>
  );
}
