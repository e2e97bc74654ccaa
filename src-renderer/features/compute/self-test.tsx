import { Button } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SelfTestReport } from '../../../src-shared/domain/native-engine.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useMessage } from '../../components/use-message.ts';
import { useSelfTest } from '../../ipc/settings-queries.ts';
import styles from './native-engine.module.css';

/** Tests the registered library again, in a process of its own. */
export function SelfTest() {
  const { t } = useTranslation();
  const test = useSelfTest();
  return (
    <div className={styles.stack}>
      <div className="row">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          {t('compute.native.test')}
        </Button>
        <span className="faint small">{t('compute.native.testHelp')}</span>
      </div>
      {test.isError && <FailureNote failure={test.error} />}
      {test.isSuccess && <Report report={test.data} />}
    </div>
  );
}

function Report({ report: { checks, gemmGflops, convGflops } }: { report: SelfTestReport }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  const speed = (value: number): string => t('compute.native.speed', { value: format.number(value) });
  return (
    <table className="table" role="status">
      <tbody>
        {checks.map(({ name, passed, detail }) => (
          <tr key={name}>
            <th scope="row" className="text">
              {passed ? <IconCheck size={14} aria-hidden="true" /> : <IconX size={14} aria-hidden="true" />} {message(name)}
            </th>
            <td className={`text ${passed ? 'better' : 'worse'}`}>{t(passed ? 'compute.native.passed' : 'compute.native.failed')}</td>
            <td className="text wrap soft">{message(detail)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row" className="text">
            {t('compute.native.matrices')}
          </th>
          <td className="text">{speed(gemmGflops)}</td>
          <td className="text soft">
            {t('compute.native.convolution')} {speed(convGflops)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
