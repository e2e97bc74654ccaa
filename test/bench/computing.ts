/**
 * Milliseconds this process has computed, all its threads together. On one thread that is what a clock would show on a machine of its
 * own; on a machine that others use, a clock counts their work too, and more of it in what takes long.
 */
export function computingMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
