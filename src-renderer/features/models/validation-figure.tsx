import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';

/** The figure a list shows: accuracy where there is one, else the first error measure, else the loss. */
export function ValidationFigure({ validation }: { validation: Readonly<Record<string, number>> }) {
  const format = useFormat();
  const names = useNames();
  const accuracy = validation['accuracy'];
  if (accuracy !== undefined) {
    return (
      <>
        {format.percent(accuracy)} <span className="faint small">{names.figure('accuracy')}</span>
      </>
    );
  }
  const found = ['mae', 'rmse', 'loss'].find(name => validation[name] !== undefined);
  if (found === undefined) return null;
  return (
    <>
      {format.number(validation[found]!)} <span className="faint small">{names.figure(found)}</span>
    </>
  );
}
