import './zod-without-eval.ts';
import { createContext, type ReactNode, use, useMemo } from 'react';
import { compareContract } from '../../src-shared/contracts/compare.contract.ts';
import { dataContract } from '../../src-shared/contracts/data.contract.ts';
import type { Client } from '../../src-shared/contracts/define-contract.ts';
import { distillationContract } from '../../src-shared/contracts/distillation.contract.ts';
import { draftsContract } from '../../src-shared/contracts/drafts.contract.ts';
import { fusionContract } from '../../src-shared/contracts/fusion.contract.ts';
import { engineContract } from '../../src-shared/contracts/engine.contract.ts';
import { modelsContract } from '../../src-shared/contracts/models.contract.ts';
import { projectsContract } from '../../src-shared/contracts/projects.contract.ts';
import { recipesContract } from '../../src-shared/contracts/recipes.contract.ts';
import { runsContract } from '../../src-shared/contracts/runs.contract.ts';
import { shellContract } from '../../src-shared/contracts/shell.contract.ts';
import { uploadsContract } from '../../src-shared/contracts/uploads.contract.ts';
import { settingsContract } from '../../src-shared/contracts/settings.contract.ts';
import { studiesContract } from '../../src-shared/contracts/studies.contract.ts';
import { surgeryContract } from '../../src-shared/contracts/surgery.contract.ts';
import { workspaceContract } from '../../src-shared/contracts/workspace.contract.ts';
import type { Bridge, Host } from './bridge.ts';
import { createClient } from './create-client.ts';
import { createLivePoints, type LivePoints } from './live-points.ts';

/** All of main as the screens see it. */
export interface Api {
  readonly workspace: Client<typeof workspaceContract>;
  readonly recipes: Client<typeof recipesContract>;
  readonly runs: Client<typeof runsContract>;
  readonly models: Client<typeof modelsContract>;
  readonly compare: Client<typeof compareContract>;
  readonly data: Client<typeof dataContract>;
  readonly settings: Client<typeof settingsContract>;
  readonly engine: Client<typeof engineContract>;
  readonly projects: Client<typeof projectsContract>;
  readonly shell: Client<typeof shellContract>;
  readonly uploads: Client<typeof uploadsContract>;
  readonly drafts: Client<typeof draftsContract>;
  readonly surgery: Client<typeof surgeryContract>;
  readonly distillation: Client<typeof distillationContract>;
  readonly fusion: Client<typeof fusionContract>;
  readonly studies: Client<typeof studiesContract>;
}

export function createApi(bridge: Bridge): Api {
  return {
    workspace: createClient(workspaceContract, bridge),
    recipes: createClient(recipesContract, bridge),
    runs: createClient(runsContract, bridge),
    models: createClient(modelsContract, bridge),
    compare: createClient(compareContract, bridge),
    data: createClient(dataContract, bridge),
    settings: createClient(settingsContract, bridge),
    engine: createClient(engineContract, bridge),
    projects: createClient(projectsContract, bridge),
    shell: createClient(shellContract, bridge),
    uploads: createClient(uploadsContract, bridge),
    drafts: createClient(draftsContract, bridge),
    surgery: createClient(surgeryContract, bridge),
    distillation: createClient(distillationContract, bridge),
    fusion: createClient(fusionContract, bridge),
    studies: createClient(studiesContract, bridge),
  };
}

interface Connected {
  readonly host: Host;
  readonly api: Api;
  readonly livePoints: LivePoints;
}

const HostContext = createContext<Connected | null>(null);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  const value = useMemo(() => ({ host, api: createApi(host.bridge), livePoints: createLivePoints() }), [host]);
  return <HostContext value={value}>{children}</HostContext>;
}

function useConnected(): Connected {
  const connected = use(HostContext);
  if (connected === null) throw new Error('HostProvider is missing above this component');
  return connected;
}

export function useApi(): Api {
  return useConnected().api;
}

export function useHost(): Host {
  return useConnected().host;
}

/** What running jobs measured a moment ago. */
export function useLivePoints(): LivePoints {
  return useConnected().livePoints;
}
