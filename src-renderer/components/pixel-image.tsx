import { useEffect, useRef } from 'react';
import styles from './pixel-image.module.css';

interface PixelImageProps {
  /** Bytes in base64, row by row. */
  readonly pixels: string;
  /** `[H, W, C]`: one channel is grey, three are colours. */
  readonly shape: readonly number[];
  readonly label: string;
}

/** One stored image, pixel for pixel. */
export function PixelImage({ pixels, shape, label }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height = 1, width = 1, channels = 1] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(rgbaOf(bytesOf(pixels), channels), width, height), 0, 0);
  }, [pixels, channels, width, height]);
  return (
    <canvas
      ref={canvas}
      className={styles.pixels}
      data-large={Math.max(width, height) > 40 || undefined}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  );
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** Grey or colour bytes as a canvas takes them. */
export function rgbaOf(bytes: Uint8Array, channels: number): Uint8ClampedArray<ArrayBuffer> {
  const count = bytes.length / channels;
  const rgba = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    const at = i * channels;
    rgba[i * 4] = bytes[at]!;
    rgba[i * 4 + 1] = channels >= 3 ? bytes[at + 1]! : bytes[at]!;
    rgba[i * 4 + 2] = channels >= 3 ? bytes[at + 2]! : bytes[at]!;
    rgba[i * 4 + 3] = channels === 4 ? bytes[at + 3]! : 255;
  }
  return rgba;
}
