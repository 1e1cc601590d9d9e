/**
 * At most one of several equal processes works at a time, agreed through a Lease object (client-go's leaderelection).
 *
 * - The holder renews; another may take over when the lease did not change for its duration, measured on the watcher's
 *   own clock from when it saw the last change: clocks of different machines are never compared.
 * - A holder that could not renew for the (shorter) renew deadline stops working before others may start.
 * - Each write compares and swaps on the resourceVersion, so two candidates cannot both win.
 *
 * It does not fence: a process that is stopped in the middle of a write and wakes up later may still write. What a
 * leader writes must therefore itself be safe to lose a race (compare-and-swap, uid preconditions).
 */
import { AssertionError, assert, systemClock, systemPrng, type Clock, type Timer } from '@kuorum/base';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { isAlreadyExists, isConflict, isNotFound, make, type Lease } from '@kuorum/api';
import { Observable, Subscription, type Subscriber } from 'rxjs';
import type { LeaderElectionOptions, ResourceClient } from './types.js';

const leaseDurationMsDefault = 15_000;
const renewDeadlineMsDefault = 10_000;
const retryPeriodMsDefault = 2_000;

/** Retries are spread over this share of the period beyond it, so that candidates do not move in step. */
const retryJitter = 0.2;

/**
 * Runs `run` while leading. When the lease is lost `run` is unsubscribed from and the candidate tries again; when `run`
 * completes or errors, so does the election. Unsubscribing stops `run`, then gives the lease back.
 */
export function leaderElected$(options: LeaderElectionOptions): Observable<unknown> {
  return new Observable<unknown>((subscriber) => {
    const candidate = new Candidate(options, subscriber);
    candidate.start();
    return () => candidate.stop();
  });
}

class Candidate {
  private readonly leases: ResourceClient<'Lease'>;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly namespace: string;
  private readonly leaseDurationMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryPeriodMs: number;
  /** The lease as last seen, and when it was first seen so. */
  private observed: Lease | undefined;
  private observedAtMs = 0;
  private running: Subscription | undefined;
  private retryTimer: Timer | undefined;
  private deadlineTimer: Timer | undefined;
  private stopped = false;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly options: LeaderElectionOptions,
    private readonly subscriber: Subscriber<unknown>,
  ) {
    this.namespace = options.namespace ?? 'kube-system';
    this.leaseDurationMs = options.leaseDurationMs ?? leaseDurationMsDefault;
    this.renewDeadlineMs = options.renewDeadlineMs ?? renewDeadlineMsDefault;
    this.retryPeriodMs = options.retryPeriodMs ?? retryPeriodMsDefault;
    assert(this.leaseDurationMs > this.renewDeadlineMs, 'the lease must last longer than the renew deadline');
    assert(this.renewDeadlineMs > this.retryPeriodMs * (1 + retryJitter), 'the renew deadline must allow a retry');
    this.leases = options.client.resource('Lease');
    this.clock = options.clock ?? systemClock;
    this.logger = (options.logger ?? silentLogger).child({ lease: options.name, identity: options.identity });
  }

  start(): void {
    const triedAtMs = this.clock.monotonic();
    const attempt = this.tryAcquireOrRenew();
    this.writing = attempt.catch(() => undefined);
    attempt.then(
      (leads) => this.onAttempt(leads, triedAtMs),
      (error: unknown) => {
        if (error instanceof AssertionError) {
          this.subscriber.error(error);
          return;
        }
        if (!isConflict(error) && !isAlreadyExists(error)) this.logger.warn({ err: error }, 'cannot reach the lease');
        // What is stored is not what was seen: look again before the next write.
        this.onAttempt(undefined, triedAtMs);
      },
    );
  }

  stop(): void {
    this.stopped = true;
    this.retryTimer?.cancel();
    const led = this.running !== undefined;
    this.endTerm();
    if (led) this.writing.then(() => this.release()).catch((error: unknown) => this.onReleaseFailed(error));
  }

  /** `leads` undefined: nobody knows, the last term goes on until its deadline. */
  private onAttempt(leads: boolean | undefined, triedAtMs: number): void {
    if (this.stopped) return;
    // Counted from before the write was sent: others may count from when it arrived.
    const leftMs = triedAtMs + this.renewDeadlineMs - this.clock.monotonic();
    if (leads === true && leftMs > 0) {
      this.deadlineTimer?.cancel();
      this.deadlineTimer = this.clock.setTimeout(() => this.lose('could not renew in time'), leftMs);
      if (this.running === undefined) this.lead();
    } else if (leads === false && this.running !== undefined) {
      this.lose('another holds it');
    }
    const pauseMs = this.retryPeriodMs * (1 + retryJitter * systemPrng.next());
    if (!this.stopped) this.retryTimer = this.clock.setTimeout(() => this.start(), pauseMs);
  }

  private lead(): void {
    this.logger.info({}, 'became leader');
    const { subscriber } = this;
    // There before `run` is subscribed to, because that may end at once.
    const running = (this.running = new Subscription());
    running.add(
      this.options.run().subscribe({
        next: (value) => subscriber.next(value),
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
  }

  private lose(why: string): void {
    this.logger.warn({ why }, 'lost the lease');
    this.endTerm();
  }

  private endTerm(): void {
    this.deadlineTimer?.cancel();
    const running = this.running;
    this.running = undefined;
    running?.unsubscribe();
  }

  private async tryAcquireOrRenew(): Promise<boolean> {
    const { name, identity } = this.options;
    const lease = await this.read();
    if (lease === undefined) {
      const made = make('Lease', { metadata: { namespace: this.namespace, name }, spec: this.specOf(undefined) });
      this.observe(await this.leases.create(made, { timeoutMs: this.renewDeadlineMs }));
      return true;
    }
    this.observe(lease);
    const { holderIdentity, leaseDurationSeconds } = lease.spec;
    const heldByOther = holderIdentity !== '' && holderIdentity !== identity;
    const lapsesAtMs = this.observedAtMs + (leaseDurationSeconds ?? 0) * 1000;
    if (heldByOther && this.clock.monotonic() < lapsesAtMs) return false;
    const wanted = structuredClone(lease);
    wanted.spec = this.specOf(lease);
    this.observe(await this.leases.update(wanted, { timeoutMs: this.renewDeadlineMs }));
    return true;
  }

  private async read(): Promise<Lease | undefined> {
    try {
      return await this.leases.get(this.namespace, this.options.name, { timeoutMs: this.renewDeadlineMs });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private observe(lease: Lease): void {
    if (lease.metadata.resourceVersion === this.observed?.metadata.resourceVersion) return;
    this.observed = lease;
    this.observedAtMs = this.clock.monotonic();
  }

  /** The lease as this candidate writes it, over `present`. */
  private specOf(present: Lease | undefined): Lease['spec'] {
    const { identity } = this.options;
    const now = new Date(this.clock.now()).toISOString();
    const renews = present?.spec.holderIdentity === identity;
    const transitions = present?.spec.leaseTransitions ?? 0;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(this.leaseDurationMs / 1000),
      acquireTime: renews ? present.spec.acquireTime : now,
      renewTime: now,
      leaseTransitions: renews || present === undefined ? transitions : transitions + 1,
    };
  }

  private async release(): Promise<void> {
    const lease = this.observed;
    if (lease === undefined || lease.spec.holderIdentity !== this.options.identity) return;
    const wanted = structuredClone(lease);
    wanted.spec.holderIdentity = '';
    wanted.spec.leaseDurationSeconds = 1;
    await this.leases.update(wanted, { timeoutMs: this.retryPeriodMs });
    this.logger.info({}, 'gave the lease back');
  }

  private onReleaseFailed(error: unknown): void {
    this.logger.info({ err: error }, 'could not give the lease back; it lapses');
  }
}
