import { encodeConfig, type ContextConfig } from './config-proto.ts';
import { TensorFlowFailure } from './failure.ts';
import type { Library, Pointer } from './library.ts';

export interface Device {
  /** `/job:localhost/replica:0/task:0/device:GPU:0`. */
  readonly name: string;
  /** `CPU`, `GPU`. */
  readonly type: string;
  readonly memoryBytes: number;
}

/** TensorFlow's eager context, and the one status that all calls share: a job is single-threaded. */
export interface Session extends ContextConfig {
  readonly library: Library;
  readonly context: Pointer;
  readonly status: Pointer;
  readonly devices: readonly Device[];
  /** The first accelerator; null when there is none. */
  readonly accelerator: Device | null;
  /** Throws what TensorFlow said, with the operation's name, if the last call failed. */
  check(operation: string): void;
  dispose(): void;
}

export function openSession(library: Library, settings: ContextConfig): Session {
  const config = encodeConfig(settings);
  const status: Pointer = library.TF_NewStatus();
  const check = (operation: string): void => {
    const code: number = library.TF_GetCode(status);
    if (code !== 0) throw new TensorFlowFailure(operation, code, library.TF_Message(status));
  };
  const options: Pointer = library.TFE_NewContextOptions();
  library.TFE_ContextOptionsSetConfig(options, config, config.length, status);
  check('TFE_ContextOptionsSetConfig');
  const context: Pointer = library.TFE_NewContext(options, status);
  check('TFE_NewContext');
  library.TFE_DeleteContextOptions(options);
  const devices = devicesOf(library, context, status);
  return {
    library,
    context,
    status,
    ...settings,
    devices,
    accelerator: devices.find(device => device.type === 'GPU') ?? null,
    check,
    dispose() {
      library.TFE_DeleteContext(context);
      library.TF_DeleteStatus(status);
    },
  };
}

function devicesOf(library: Library, context: Pointer, status: Pointer): readonly Device[] {
  const list: Pointer = library.TFE_ContextListDevices(context, status);
  const count: number = library.TF_DeviceListCount(list);
  const devices = Array.from({ length: count }, (_, i) => ({
    name: String(library.TF_DeviceListName(list, i, status)),
    type: String(library.TF_DeviceListType(list, i, status)),
    memoryBytes: Number(library.TF_DeviceListMemoryBytes(list, i, status)),
  }));
  library.TF_DeleteDeviceList(list);
  return devices;
}
