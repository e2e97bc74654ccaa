import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n as I18n } from 'i18next';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { Router } from 'wouter';
import { shellContract } from '../../src-shared/contracts/shell.contract.ts';
import { HostProvider } from '../ipc/api-context.tsx';
import type { Host } from '../ipc/bridge.ts';
import { createClient } from '../ipc/create-client.ts';
import { MessageProvider } from './message-provider.tsx';
import { CrashBoundary } from './crash-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { useHashLocation, useHashSearch } from './hash-location.ts';
import { theme } from './theme.ts';

/** Main answers from the same machine and tells of every change, so nothing is retried or refetched on focus. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, staleTime: 5000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Above the provider of the calls, so that a crash there is told as well. */
function crashReporter({ bridge }: Host): (id: string, details: string) => void {
  const shell = createClient(shellContract, bridge);
  return (id, details) => void shell.crashed({ id, details });
}

export function App({ host, i18n }: { host: Host; i18n: I18n }) {
  const [queries] = useState(createQueryClient);
  const [onCrash] = useState(() => crashReporter(host));
  const [schemes] = useState(() => localStorageColorSchemeManager({ key: 'espalier.theme' }));
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <CrashBoundary onCrash={onCrash}>
          <QueryClientProvider client={queries}>
            <HostProvider host={host}>
              <MessageProvider>
                <Router hook={useHashLocation} searchHook={useHashSearch}>
                  <Notifications position="bottom-right" limit={3} className="toasts" />
                  <Shell />
                </Router>
              </MessageProvider>
            </HostProvider>
          </QueryClientProvider>
        </CrashBoundary>
      </MantineProvider>
    </I18nextProvider>
  );
}
