import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

const HEADER_BYTES = 54;

/** Of a Windows bitmap, in red, green and blue: most writers leave a fourth byte empty. The size is checked before anything is allocated. */
export async function bmpPixels(
  bytes: Uint8Array,
  file: string,
  mostPixels: number,
): Promise<{ readonly pixels: Uint8Array; readonly width: number; readonly height: number }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES) throw damaged(file, `it has only ${bytes.length} bytes`);
  const [width, height] = [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
  if (!(width > 0 && height > 0 && width * height <= mostPixels))
    throw damaged(file, `its size is ${width} × ${height}, and at most ${mostPixels / 1e6} million pixels are taken`);
  const { decode } = await import('bmp-ts');
  try {
    const { data } = decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { toRGBA: true });
    if (data.length !== width * height * 4) throw new Error('its pixels are incomplete');
    return { pixels: Uint8Array.from({ length: width * height * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]!), width, height };
  } catch (thrown) {
    throw damaged(file, thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function damaged(path: string, reason: string): Error {
  return invalidInput(`A whole bitmap is required, but ${reason}`, { path });
}
