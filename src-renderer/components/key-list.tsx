import { useTranslation } from 'react-i18next';
import { KEYS } from './keys.ts';

/** Every key and what it does; how it is laid out is its place's. */
export function KeyList({ className }: { className: string | undefined }) {
  const { t } = useTranslation();
  return (
    <dl className={className}>
      {KEYS.map(([name, keys]) => (
        <div key={name}>
          <dt>
            {keys.map(key => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{t(`keys.${name}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
