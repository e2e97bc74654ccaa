import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MOST_UPLOAD_BYTES, UPLOAD_PATH } from '../../../src-shared/contracts/uploads.contract.ts';
import { invalidInput, toAppError } from '../../../src-shared/lib/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/lib/result.ts';

/** Keeps what comes as one file of a batch; returns its bytes. */
export type TakeUpload = (batch: string, path: string, chunks: AsyncIterable<Uint8Array>) => Promise<number>;

/** A sender that says nothing for this long is gone. */
const SILENCE_MS = 60_000;

/**
 * `POST /uploads?batch=…&path=…`, the body as it is: never held in memory, never parsed. The answer is a `Result`, so that
 * a refusal reads like one of the contracts.
 */
export function addUploadRoute(server: FastifyInstance, take: TakeUpload, log: (message: string) => void): void {
  // The body is handed on as a stream, whatever it says it is.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_, payload, done) => done(null, payload));
  server.post(UPLOAD_PATH, { bodyLimit: MOST_UPLOAD_BYTES }, async (request, reply) => {
    const result = await receive(request, take, log);
    void reply.header('cache-control', 'no-store');
    // What is refused half-way is not read to its end.
    if (!result.ok) void reply.header('connection', 'close');
    return result;
  });
}

async function receive(request: FastifyRequest, take: TakeUpload, log: (message: string) => void): Promise<Result<unknown, unknown>> {
  const { batch, path } = request.query as { batch?: unknown; path?: unknown };
  try {
    if (typeof batch !== 'string' || typeof path !== 'string') throw invalidInput("An upload names its 'batch' and its 'path'");
    const length = Number(request.headers['content-length'] ?? 0);
    if (length > MOST_UPLOAD_BYTES) throw invalidInput(`A file may have ${MOST_UPLOAD_BYTES} bytes, but this one has ${length}`);
    request.raw.setTimeout(SILENCE_MS, () => request.raw.destroy(new Error('Nothing came for a minute')));
    return ok({ bytes: await take(batch, path, request.raw) });
  } catch (thrown) {
    const error = toAppError(thrown);
    log(`An upload ended: ${error.code}: ${error.message}`);
    if (error.code !== 'internal') return err(error);
    return err({ code: 'internal', message: 'The file could not be kept; the log holds the details.' });
  }
}
