import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { SCREENS } from '../screens.ts';
import styles from './shell.module.css';

export function Rail() {
  const { t } = useTranslation();
  const [location] = useLocation();
  return (
    <nav className={styles.rail} aria-label={t('app.navigation')}>
      <ul>
        {SCREENS.map(({ id, path, icon: Icon }, i) => (
          <li key={id}>
            <Tooltip label={<RailLabel name={t(`screens.${id}`)} digit={i + 1} />} position="right">
              <Link href={path} aria-label={t(`screens.${id}`)} aria-current={isCurrent(location, path) ? 'page' : undefined}>
                <Icon size={20} stroke={1.6} aria-hidden="true" />
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function RailLabel({ name, digit }: { name: string; digit: number }) {
  return (
    <span className="row">
      {name} <kbd>{digit}</kbd>
    </span>
  );
}

function isCurrent(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
}
