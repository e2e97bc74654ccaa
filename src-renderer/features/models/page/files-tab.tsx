import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Loaded } from '../../../components/loading.tsx';
import { useModelUses } from '../../../ipc/model-queries.ts';
import styles from '../models.module.css';
import { FileList } from './file-list.tsx';
import { FormatMatrix } from './format-matrix.tsx';
import { QuantisedFiles } from './quantised-files.tsx';

/** Every format for the model, what became of those that were quantised, and each file that was written. */
export function FilesTab({ row }: { row: ModelRow }) {
  const uses = useModelUses(row.id);
  return (
    <Loaded query={uses} heights={[320, 160]}>
      {found => (
        <div className={styles.stack}>
          <FormatMatrix row={row} uses={found} />
          <QuantisedFiles row={row} uses={found} />
          <FileList modelId={row.id} />
        </div>
      )}
    </Loaded>
  );
}
