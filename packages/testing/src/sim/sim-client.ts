/** A client: one operation after the other at any member, and what it saw of them in the common history. */
import { mustGet, type Prng } from '@kuorum/base';
import type { KvAnswer, KvGet, KvOperation, KvSeen, KvTxn } from '../linearizability/index.js';
import { isReadOnly } from '../linearizability/index.js';
import { answerOf, readFrom, requestOf, type StoreOperation } from './kv-wire.js';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import type { Answer } from './sim-server.js';
import type { Applying } from './sim-state.js';
import type { Workload } from './workload.js';

/** Undefined = no answer. */
type Done = (answer: KvAnswer | undefined) => void;

/** Who gets no answer waits before the next try. */
const BACKOFF_MS_MAX = 60;

export class SimClient {
  answered = 0;
  private stopped = false;
  private readonly lastSeen = new Map<string, KvSeen>();

  constructor(
    readonly name: string,
    private readonly cluster: SimCluster,
    private readonly workload: Workload,
  ) {}

  start(delayMs = 0): void {
    const { clock, prng, options } = this.cluster;
    clock.setTimeout(
      () => {
        if (!this.stopped) this.performNext(prng);
      },
      prng.next() * options.thinkMsMax + delayMs,
    );
  }

  /** What is under way ends; nothing new begins. */
  stop(): void {
    this.stopped = true;
  }

  /** Reads until somebody answers. */
  readSurely(operation: KvGet, done: () => void): void {
    this.perform(operation, (answer) => {
      if (answer !== undefined) done();
      else this.cluster.clock.setTimeout(() => this.readSurely(operation, done), this.cluster.options.tickMs);
    });
  }

  /** At any member, with whatever outcome. */
  perform(operation: StoreOperation, done: Done): void {
    const member = this.someMember();
    this.recorded(
      operation,
      done,
      (end) => {
        if (isRead(operation)) {
          member.serve((server) => server.read((state) => readFrom(state, operation), end));
          return;
        }
        const request = requestOf(operation);
        member.serve((server) => {
          server.propose({ kind: 'store', request }, (applying) => end(answerFrom(applying)));
        });
      },
      member,
    );
  }

  private performNext(prng: Prng): void {
    const asked = this.workload.draw(prng, this.lastSeen);
    switch (asked.kind) {
      case 'kv':
        this.perform(asked.operation, (answer) => this.start(answer === undefined ? prng.next() * BACKOFF_MS_MAX : 0));
        return;
      case 'serializable':
        this.readNow(asked.operation);
        this.start();
        return;
      case 'compact':
        this.compact(asked.keepRevisions);
        this.start();
        return;
    }
  }

  private readNow(operation: KvGet | KvTxn): void {
    const member = this.someMember();
    const source = `member ${member.id} in life ${member.life?.origin ?? 0}`;
    const { witness } = this.cluster;
    const gets = operation.kind === 'get' ? [operation] : operation.success.filter(isGet);
    member.serve((server) => {
      const notBefore = witness.shownBy.get(source) ?? 0;
      server.readLocally(
        (state) => readFrom(state, operation),
        (answer) => {
          if (answer === 'refused' || answer === 'unknown') return;
          const { revision = 0, responses = [answer] } = answer;
          for (const [i, get] of gets.entries()) {
            const { kvs = [] } = responses[i] ?? {};
            witness.serializable.push({ source, notBefore, key: get.key, end: get.end, revision, kvs });
          }
          witness.shownBy.set(source, Math.max(revision, witness.shownBy.get(source) ?? 0));
        },
      );
    });
  }

  private compact(keepRevisions: number): void {
    this.someMember().serve((server) => {
      const { currentRevision } = server;
      if (currentRevision === undefined) return;
      const revision = Math.max(1, currentRevision - keepRevisions);
      server.propose({ kind: 'store', request: { kind: 'compact', revision } }, () => undefined);
    });
  }

  private recorded(operation: KvOperation, done: Done, send: (end: Answer<KvAnswer>) => void, member: SimMember): void {
    const { clock, options, witness } = this.cluster;
    const call = witness.history.call(this.name, operation);
    if (operation.kind === 'put' || operation.kind === 'get') witness.keys.add(operation.key);
    let open = true;
    const end: Answer<KvAnswer> = (outcome) => {
      if (!open) return;
      open = false;
      timeout.cancel();
      const answer = outcome === 'refused' || outcome === 'unknown' ? undefined : outcome;
      if (outcome === 'refused' || (answer === undefined && isReadOnly(operation))) call.withdraw();
      if (answer !== undefined) {
        call.answered(answer);
        this.answered++;
        this.remember(answer);
      }
      done(answer);
    };
    const timeout = clock.setTimeout(() => end('unknown'), options.clientTimeoutMs);
    if (member.isRunning) send(end);
    else end('refused');
  }

  private someMember(): SimMember {
    const { ids, prng } = this.cluster;
    return this.cluster.member(mustGet(ids[prng.int(ids.length)], 'a member'));
  }

  private remember({ kvs = [], responses = [] }: KvAnswer): void {
    for (const kv of kvs) this.lastSeen.set(kv.key, kv);
    for (const response of responses) this.remember(response);
  }
}

const isGet = (operation: KvOperation): operation is KvGet => operation.kind === 'get';

function isRead(operation: StoreOperation): operation is KvGet | KvTxn {
  return isReadOnly(operation);
}

type Outcome<T> = Parameters<Answer<T>>[0];

export function answerFrom(applying: Outcome<Applying>): Outcome<KvAnswer> {
  if (applying === 'refused' || applying === 'unknown') return applying;
  switch (applying.kind) {
    case 'store':
      return answerOf(applying.result);
    case 'refused':
      return 'refused';
    case 'revoked':
      return { revision: applying.revision };
    case 'granted':
    case 'nothing':
    case 'unseen':
      return {};
  }
}
