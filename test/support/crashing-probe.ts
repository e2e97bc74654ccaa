import type { ProbeRequest } from '../../src-main/workers/probe-request.ts';

/** A probe process with three engines: one dies of a signal, one by itself, and one answers, with what it was asked as its identity. */
const { measure, options } = JSON.parse(process.argv[2] ?? '') as ProbeRequest;
const rungs = ['signal', 'exit', 'well'].map(id => ({ id, title: id, refusal: null }));

if (measure === 'signal') {
  process.stderr.write('loading\nillegal hardware instruction\n', () => process.kill(process.pid, 'SIGSEGV'));
} else if (measure === 'exit') {
  process.exitCode = 3;
  process.disconnect();
} else {
  const identity = `${String(options.libraryFolder)} ${process.env['LD_LIBRARY_PATH'] ?? ''}`;
  const candidate = { id: 'well', title: 'well', available: true, reason: 'It runs', probeStepMs: 2, identity, threads: options.threads };
  process.send?.(measure === null ? rungs : candidate, () => process.disconnect());
}
