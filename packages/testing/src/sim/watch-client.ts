/**
 * A client that watches: at any member, over a connection that breaks now and then, and that it takes up again at
 * another member where it ended. What it saw of each watch is kept for {@link Witness}.
 */
import { mustGet } from '@kuorum/base';
import { wants, type WatchRequest, type WatchResponse } from '../linearizability/index.js';
import type { SimCluster } from './sim-cluster.js';
import type { WatchPump } from './watch-pump.js';

const CONNECTION_MS_MAX = 1500;
const RECONNECT_MS_MAX = 60;

export class WatchClient {
  /** The first revision that it has not been told of. */
  private next = 1;
  private isResumed = false;
  private watches = 0;
  private readonly wanted: Omit<WatchRequest, 'startRevision'>;

  constructor(
    private readonly name: string,
    private readonly cluster: SimCluster,
  ) {
    const { prng } = cluster;
    this.wanted = {
      key: 'era-',
      end: 'era~',
      prevKv: prng.next() < 0.5,
      noPut: prng.next() < 0.1,
      noDelete: prng.next() < 0.1,
    };
  }

  start(): void {
    const { clock, prng, ids } = this.cluster;
    const member = this.cluster.member(mustGet(ids[prng.int(ids.length)], 'a member'));
    const request: WatchRequest = { ...this.wanted, startRevision: this.next };
    const responses: WatchResponse[] = [];
    const isServed = member.isRunning && !member.paused;
    const connection = new Connection(
      this.cluster,
      (response) => {
        responses.push(response);
        this.advance(response);
      },
      (compactedTo) => this.resume(compactedTo),
    );
    if (!isServed) {
      connection.breakOff();
      return;
    }
    const name = `${this.name}.${++this.watches} at member ${member.id} from revision ${this.next}`;
    this.cluster.witness.watches.push({ name, request, responses });
    const takeMsMax = prng.next() < 0.2 ? this.cluster.options.watchMsMax * 20 : this.cluster.options.watchMsMax;
    member.serve((server) => {
      connection.pump = server.watch({ ...request, isResumed: this.isResumed, takeMsMax }, connection);
      if (connection.pump === undefined) connection.breakOff();
    });
    clock.setTimeout(() => connection.breakOff(), prng.next() * CONNECTION_MS_MAX);
  }

  /** It was told of everything that there is. */
  get isUpToDate(): boolean {
    const { log } = this.cluster.witness;
    const request: WatchRequest = { ...this.wanted, startRevision: this.next };
    return !log.between(this.next, log.lastRevision).some((event) => wants(request, event));
  }

  private advance(response: WatchResponse): void {
    const last = response.kind === 'progress' ? response.revision : response.events.at(-1)?.modRevision;
    if (last === undefined) return;
    this.next = Math.max(this.next, last + 1);
    this.isResumed = true;
  }

  private resume(compactedTo: number | undefined): void {
    const { clock, prng } = this.cluster;
    if (compactedTo !== undefined) {
      this.next = Math.max(this.next, compactedTo);
      this.isResumed = false;
    }
    clock.setTimeout(() => this.start(), prng.next() * RECONNECT_MS_MAX);
  }
}

/** Responses arrive in order, a little later; when it breaks, what was on its way is lost. */
class Connection {
  pump: WatchPump | undefined;
  private isBroken = false;
  private arrivesAtMs = 0;

  constructor(
    private readonly cluster: SimCluster,
    private readonly arrived: (response: WatchResponse) => void,
    private readonly broken: (compactedTo: number | undefined) => void,
  ) {}

  responded(response: WatchResponse): void {
    this.afterJourney(() => this.arrived(response));
  }

  ended(compactedTo: number | undefined): void {
    this.afterJourney(() => this.end(compactedTo));
  }

  breakOff(): void {
    this.pump?.close();
    this.end(undefined);
  }

  private end(compactedTo: number | undefined): void {
    if (this.isBroken) return;
    this.isBroken = true;
    this.broken(compactedTo);
  }

  private afterJourney(task: () => void): void {
    const { clock, prng, options } = this.cluster;
    const journeyMs = prng.next() * options.network.delayMsMax;
    this.arrivesAtMs = Math.max(this.arrivesAtMs, clock.now() + journeyMs);
    clock.setTimeout(() => {
      if (!this.isBroken) task();
    }, this.arrivesAtMs - clock.now());
  }
}
