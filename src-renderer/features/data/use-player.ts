import { useCallback, useEffect, useRef, useState } from 'react';

export interface PlayedSound {
  /** From −1 to 1. */
  readonly samples: Float32Array<ArrayBuffer>;
  /** Hz. */
  readonly sampleRate: number;
}

interface Player {
  readonly playing: boolean;
  play(sound: PlayedSound): void;
  stop(): void;
}

/** One sound at a time; stops where it is left. */
export function usePlayer(): Player {
  const [playing, setPlaying] = useState(false);
  const source = useRef<{ readonly context: AudioContext; readonly node: AudioBufferSourceNode } | null>(null);
  const stop = useCallback((): void => {
    const last = source.current;
    source.current = null;
    setPlaying(false);
    last?.node.stop();
    void last?.context.close();
  }, []);
  const play = useCallback(
    ({ samples, sampleRate }: PlayedSound): void => {
      stop();
      const context = new AudioContext();
      const buffer = context.createBuffer(1, samples.length, sampleRate);
      buffer.copyToChannel(samples, 0);
      const node = context.createBufferSource();
      node.buffer = buffer;
      node.connect(context.destination);
      node.onended = () => {
        if (source.current?.node === node) stop();
      };
      source.current = { context, node };
      setPlaying(true);
      node.start();
    },
    [stop],
  );
  useEffect(() => stop, [stop]);
  return { playing, play, stop };
}
