/** The real LongReads of a member: a read of several keys takes a turn or many, with a drawn time between them. */
import { type EtcdError, LongReads, READS_SLICE_MS } from '@kuorum/store/server/simulated';
import type { ServerHome } from './sim-server.js';

export function longReadsOf(home: ServerHome, unavailable: () => EtcdError | undefined): LongReads {
  const { pauses = 0, pauseMsMax = 0 } = home.options.slices ?? {};
  let spentMs = 0;
  return new LongReads(
    {
      machine: {
        get generation() {
          return home.generation;
        },
        alarms: { mustTrust: () => undefined },
      },
      get unavailable() {
        return unavailable();
      },
      soon: (fn) => home.later(home.random() * pauseMsMax, fn),
    },
    () => {
      // Now and then it seems that the time of a turn was spent.
      if (pauses > 0 && home.random() < pauses) spentMs += 2 * READS_SLICE_MS;
      return spentMs;
    },
  );
}
