/** What a member counts of itself: plain numbers and histograms that cost their users an addition. */
import { performance } from 'node:perf_hooks';
import { MvccCounts } from '../../mvcc/index.js';
import type { NodeId } from '../../raft/index.js';
import { exponential, Histogram } from '@kuorum/base';

/** Every count of a disk that is asked to be sure: 1 ms to 8 s. */
const diskSeconds = exponential(0.001, 2, 14);
const longSeconds = exponential(0.01, 2, 17);

/** What applied commands did; it outlives the parts of a state that a snapshot replaces. */
export class StateCounts {
  readonly mvcc = new MvccCounts();
  leasesGranted = 0;
  leasesRevoked = 0;
  leasesExpired = 0;
  leasesRenewed = 0;
  readonly leaseTtlSeconds = new Histogram(exponential(1, 2, 24));
}

/** Of what is exchanged with one other member. */
export class PeerMetrics {
  sentBytes = 0;
  receivedBytes = 0;
  sendFailures = 0;
  disconnects = 0;
  connected = false;
  snapshotsSent = 0;
  snapshotsFailed = 0;
  readonly roundTripSeconds = new Histogram(exponential(0.0001, 2, 16));
  readonly snapshotSeconds = new Histogram(exponential(0.1, 2, 10));

  sentSnapshot(ok: boolean, durationMs: number): void {
    if (!ok) {
      this.snapshotsFailed++;
      return;
    }
    this.snapshotsSent++;
    this.snapshotSeconds.observe(durationMs / 1000);
  }
}

export interface MemberTallies {
  readonly proposalsPending: number;
  readonly proposalsFailed: number;
  readonly readsFailed: number;
  readonly readsSlow: number;
  readonly appliesSlow: number;
  /** Written to the log. */
  readonly logBytes: number;
}

export class MemberMetrics {
  leaderChanges = 0;
  heartbeatsLate = 0;
  healthSuccesses = 0;
  healthFailures = 0;
  snapshotsInstalled = 0;
  defragmentations = 0;
  readonly logSyncSeconds = new Histogram(diskSeconds);
  readonly stateWriteSeconds = new Histogram(diskSeconds);
  readonly defragmentSeconds = new Histogram(exponential(0.1, 2, 13));
  readonly snapshotSeconds = new Histogram(longSeconds);
  readonly hashSeconds = new Histogram(exponential(0.01, 2, 15));
  readonly hashRevisionSeconds = new Histogram(exponential(0.01, 2, 15));
  readonly compactionSliceMs = new Histogram(exponential(1, 2, 13));
  readonly compactionMs = new Histogram(exponential(100, 2, 14));
  private tickedMs = 0;
  /** Members that there are; whoever left is forgotten. */
  private readonly byPeer = new Map<NodeId, PeerMetrics>();
  private readonly checksByName = new Map<
    string,
    { readonly labels: CheckLabels; counts: [ok: number, failed: number]; last: boolean }
  >();

  constructor(private readonly heartbeatIntervalMs: number) {}

  /** At every tick: a leader's heartbeats leave with it, and were late when an interval was as long as two. */
  ticked(isLeader: boolean): void {
    const nowMs = performance.now();
    if (isLeader && this.tickedMs > 0 && nowMs - this.tickedMs > 2 * this.heartbeatIntervalMs) this.heartbeatsLate++;
    this.tickedMs = nowMs;
  }

  peers(): ReadonlyMap<NodeId, PeerMetrics> {
    return this.byPeer;
  }

  peer(id: NodeId): PeerMetrics | undefined {
    return this.byPeer.get(id);
  }

  /** Keeps the counts of those that stay. */
  setPeers(ids: Iterable<NodeId>): void {
    const wanted = new Set(ids);
    for (const id of this.byPeer.keys()) if (!wanted.has(id)) this.byPeer.delete(id);
    for (const id of wanted) if (!this.byPeer.has(id)) this.byPeer.set(id, new PeerMetrics());
  }

  /** What came of a check of /livez or /readyz. */
  checked(type: string, name: string, ok: boolean): void {
    const key = `${type}/${name}`;
    const found = this.checksByName.get(key) ?? { labels: { type, name }, counts: [0, 0], last: ok };
    this.checksByName.set(key, found);
    found.counts[ok ? 0 : 1]++;
    found.last = ok;
  }

  checks(): Iterable<{
    readonly labels: CheckLabels;
    readonly counts: readonly [number, number];
    readonly last: boolean;
  }> {
    return this.checksByName.values();
  }
}

type CheckLabels = { readonly type: string; readonly name: string };
