import { availableMemory } from './available-memory.ts';

/** Memory of this process, bytes: held now, held at most so far, and what it could still take. */
export function processMemory(): { readonly usedBytes: number; readonly peakBytes: number; readonly availableBytes: number } {
  return {
    usedBytes: process.memoryUsage.rss(),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    availableBytes: availableMemory(),
  };
}
