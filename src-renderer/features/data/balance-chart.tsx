import { BalanceBars } from '../../components/data-findings/balance-bars.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { useBalance } from '../../ipc/data-queries.ts';

export function BalanceChart({ dataId }: { dataId: string }) {
  const balance = useBalance(dataId);
  if (balance.isError) return <FailureNote failure={balance.error} />;
  return balance.data === undefined ? <Loading heights={[240]} /> : <BalanceBars balance={balance.data} />;
}
