import { EventEmitter } from 'node:events';

/**
 * Loaded before a bundle (`--import`): what Electron gives a utility process, over the channel of `child_process.fork`.
 * The end that forked it is in `fake-utility-process.ts`.
 */
const port = Object.assign(new EventEmitter(), { postMessage: (message: object) => void process.send?.(message) });
process.on('message', data => void port.emit('message', { data }));
process.on('disconnect', () => void port.emit('close'));
Object.assign(process, { parentPort: port });
