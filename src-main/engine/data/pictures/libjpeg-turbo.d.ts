/** libjpeg-turbo as WebAssembly (`tjDecompress2`, without flags); the package brings no types. */
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  /** Takes one picture after the other, each as three colours, or as grey where it is. */
  interface TurboDecoder {
    /** To be filled with a file's bytes. */
    getEncodedBuffer(length: number): Uint8Array;
    /** Throws what is no `Error`, where the library so much as warns. */
    decode(): void;
    /** A copy, rows from above. */
    getDecodedBuffer(): Uint8ClampedArray;
  }

  function createLibrary(): Promise<{ readonly JPEGDecoder: new () => TurboDecoder }>;

  export = createLibrary;
}
