/** How long, and how much of the log stays behind snapshots that are on their way. */
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { asLogIndex, asTerm, MemoryLogStorage, type Entry } from '@kuorum/store/raft';
import { limits, LogHolds } from '@kuorum/store/server/internals';
import { expect } from 'chai';
import { confState } from '../storage/fixtures.js';

const MIB = 1024 * 1024;

/** A log of `count` entries; they share their data. */
function logOf(count: number, bytes = 1): MemoryLogStorage {
  const data = new Uint8Array(bytes);
  const log = new MemoryLogStorage();
  log.append(
    Array.from({ length: count }, (_, i): Entry => ({
      type: 'normal',
      index: asLogIndex(i + 1),
      term: asTerm(1),
      data,
    })),
  );
  return log;
}

describe('the log behind a snapshot', () => {
  const start = (): { clock: VirtualClock; holds: LogHolds } => {
    const clock = new VirtualClock();
    return { clock, holds: new LogHolds(clock, silentLogger) };
  };

  it('stays while the snapshot is on its way, however long, and for a while after it arrived', () => {
    const { clock, holds } = start();
    const log = logOf(100);
    expect(holds.bound(50, log)).to.equal(50);
    holds.begin(2n, 20);
    holds.begin(3n, 30);
    clock.advance(10 * limits.LOG_HELD_MS);
    expect(holds.bound(50, log)).to.equal(20);
    expect(holds.bound(10, log), 'no more than would be kept anyway').to.equal(10);
    holds.end(2n, true);
    clock.advance(limits.LOG_HELD_MS - 1);
    expect(holds.bound(50, log)).to.equal(20);
    clock.advance(1);
    expect(holds.bound(50, log)).to.equal(30);
  });

  it('stays from the first attempt on, for as long as that one may be gone on with', () => {
    const { clock, holds } = start();
    const log = logOf(100);
    holds.begin(2n, 20);
    holds.end(2n, false);
    clock.advance(limits.SNAPSHOT_KEPT_MS - 1);
    holds.begin(2n, 40);
    clock.advance(limits.SNAPSHOT_KEPT_MS);
    expect(holds.bound(50, log)).to.equal(20);
    holds.end(2n, true);
    holds.begin(2n, 45);
    expect(holds.bound(50, log), 'the one before arrived, and did not help').to.equal(45);
    holds.end(2n, false);
    clock.advance(limits.SNAPSHOT_KEPT_MS);
    expect(holds.bound(50, log)).to.equal(50);
  });

  it('stays within limits of its entries and of their bytes', () => {
    const few = Math.floor(limits.LOG_HELD_BYTES / MIB) - 1;
    for (const { count, log } of [
      { count: few, log: logOf(few + 2, MIB) },
      { count: limits.LOG_HELD_ENTRIES, log: logOf(limits.LOG_HELD_ENTRIES + 2) },
    ]) {
      const { holds } = start();
      holds.begin(2n, 1);
      expect(holds.bound(1 + count, log)).to.equal(1);
      expect(holds.bound(2 + count, log)).to.equal(2 + count);
      expect(holds.bound(1 + count, log), 'given up for good').to.equal(1 + count);
    }
  });

  it('is not kept for a snapshot that the log does not continue any more', () => {
    const { holds } = start();
    const log = logOf(100);
    log.createSnapshot(asLogIndex(60), confState, new Uint8Array(0));
    log.compact(asLogIndex(60));
    holds.begin(2n, 59);
    expect(holds.bound(80, log)).to.equal(80);
  });
});
