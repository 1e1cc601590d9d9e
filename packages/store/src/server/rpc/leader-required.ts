/**
 * Calls that ask for a leader, by the metadata `hasleader: true` (etcd `api/v3rpc/interceptor.go`): whoever has several
 * members to choose from would rather go elsewhere than wait on the wrong side of a partition. A call is refused at once
 * while this member sees no leader. A stream that stands is worth more than that: it ends when there has been none for
 * `NO_LEADER_ELECTION_TIMEOUTS`.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { RpcStatus, StreamCall, StreamHandler } from '@kuorum/rpc';
import { NO_NODE, type NodeId } from '../../raft/index.js';
import { etcdError } from '../errors.js';
import { NO_LEADER_ELECTION_TIMEOUTS } from '../limits.js';
import type { Handler } from './unary.js';

/** What it needs of its member. */
export interface LedMember {
  readonly leader: NodeId;
  readonly clock: Clock;
  readonly options: { readonly electionTimeoutMs: number };
  onLeader(listener: (leader: NodeId) => void): () => void;
}

export class LeaderRequired {
  private readonly streams = new Set<BoundCall<unknown, unknown>>();
  private timer: Timer | undefined;
  private readonly forget: () => void;

  constructor(private readonly member: LedMember) {
    this.forget = member.onLeader((leader) => this.leaderIs(leader));
  }

  /** The same handlers, refusing what asks for a leader while there is none. */
  unaries(handlers: Record<string, Handler<unknown, unknown>>): Record<string, Handler<unknown, unknown>> {
    const entries = Object.entries(handlers).map(([name, handler]): [string, Handler<unknown, unknown>] => [
      name,
      (request, done, call) => {
        if (this.member.leader === NO_NODE && asksForLeader(call)) done(etcdError('noLeader'));
        else handler(request, done, call);
      },
    ]);
    return Object.fromEntries(entries);
  }

  /** The same for a stream. */
  stream<I, O>(handler: StreamHandler<I, O>): StreamHandler<I, O> {
    return (call) => {
      if (!asksForLeader(call)) return handler(call);
      if (this.member.leader === NO_NODE) return call.end(etcdError('noLeader'));
      const bound = new BoundCall(call, () => this.streams.delete(bound));
      this.streams.add(bound);
      handler(bound);
    };
  }

  close(): void {
    this.forget();
    this.timer?.cancel();
  }

  private leaderIs(leader: NodeId): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (leader !== NO_NODE) return;
    const afterMs = NO_LEADER_ELECTION_TIMEOUTS * this.member.options.electionTimeoutMs;
    this.timer = this.member.clock.setTimeout(() => {
      for (const stream of [...this.streams]) stream.abandon(etcdError('noLeader'));
    }, afterMs);
  }
}

function asksForLeader(call: { metadata(name: string): string | undefined }): boolean {
  return call.metadata('hasleader') === 'true';
}

/** A call that may end under its handler, who is then told as if its client were gone. */
class BoundCall<I, O> implements StreamCall<I, O> {
  private readonly cancelled: (() => void)[] = [];
  private gone = false;

  constructor(
    private readonly call: StreamCall<I, O>,
    private readonly onEnd: () => void,
  ) {
    call.onCancel(() => this.tellCancelled());
  }

  get peerCommonName(): string | undefined {
    return this.call.peerCommonName;
  }

  get peerAddress(): string {
    return this.call.peerAddress;
  }

  metadata(name: string): string | undefined {
    return this.call.metadata(name);
  }

  onCancel(listener: () => void): void {
    if (this.gone) listener();
    else this.cancelled.push(listener);
  }

  onMessage(listener: (message: I) => void): void {
    this.call.onMessage(listener);
  }

  onHalfClose(listener: () => void): void {
    this.call.onHalfClose(listener);
  }

  onDrain(listener: () => void): void {
    this.call.onDrain(listener);
  }

  write(message: O): boolean {
    return this.call.write(message);
  }

  pause(): void {
    this.call.pause();
  }

  resume(): void {
    this.call.resume();
  }

  end(status?: RpcStatus): void {
    this.onEnd();
    this.call.end(status);
  }

  abandon(status: RpcStatus): void {
    this.end(status);
    this.tellCancelled();
  }

  private tellCancelled(): void {
    this.gone = true;
    this.onEnd();
    for (const listener of this.cancelled.splice(0)) listener();
  }
}
