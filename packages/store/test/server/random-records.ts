/**
 * Random messages and commands. `Required` makes the compiler ask for a field that is new, an optional one too: what is
 * not made here is not known to survive the wire.
 */
import type { Prng } from '@kuorum/base';
import type { AuthCommand } from '@kuorum/store/auth';
import type { Compare, CompareTarget, RangeRequest, StoreRequest, TxnOp, TxnRequest } from '@kuorum/store/mvcc';
import {
  asLogIndex,
  asTerm,
  encodeConfChange,
  type ConfChange,
  type ConfState,
  type EntryType,
  type LogIndex,
  type Message,
  type MessageType,
  type Proposal,
  type Term,
} from '@kuorum/store/raft';
import { alarmTypes, type Command, type MembershipChange } from '@kuorum/store/server/internals';

type MessageOf<T extends MessageType> = Message extends infer M
  ? M extends Message
    ? T extends M['type']
      ? Required<M> & { readonly type: T }
      : never
    : never
  : never;
type Full<T> = { readonly [K in keyof T]-?: T[K] };

export class RandomRecords {
  constructor(private readonly prng: Prng) {}

  /** One of each type with every field, and one without those that are optional. */
  messages(): Message[] {
    const full = Object.values(this.makers()).map((make) => make() as Message);
    return [...full, ...full.filter((message) => 'committed' in message).map(withoutCommitted)];
  }

  commands(): Command[] {
    const makers: { [K in Command['kind']]: () => Extract<Command, { kind: K }> } = {
      store: () => ({ kind: 'store', request: this.request() }),
      leaseGrant: () => ({ kind: 'leaseGrant', id: this.signed(), ttlSeconds: this.uint() }),
      leaseRevoke: () => ({ kind: 'leaseRevoke', id: this.signed() }),
      alarm: () => ({
        kind: 'alarm',
        action: this.pick(['activate', 'deactivate'] as const),
        memberId: this.id(),
        type: this.pick(alarmTypes),
      }),
      clusterVersion: () => ({ kind: 'clusterVersion', version: this.text() }),
      downgrade: () => ({ kind: 'downgrade', targetVersion: this.text() }),
      auth: () => ({ kind: 'auth', command: this.authCommand() }),
      leaseExpire: () => ({ kind: 'leaseExpire', id: this.signed(), term: this.uint() }),
      leaseCheckpoint: () => ({
        kind: 'leaseCheckpoint',
        term: this.uint(),
        checkpoints: this.some(() => ({ id: this.signed(), remainingTtlSeconds: this.uint() })),
      }),
      memberAttributes: () => ({
        kind: 'memberAttributes',
        memberId: this.id(),
        name: this.text(),
        clientUrls: this.some(() => this.text()),
      }),
    };
    return Object.values(makers).map((make) => make());
  }

  /** One of any kind. */
  authCommand(): AuthCommand {
    const [user, role] = [this.text(), this.text()];
    const permission = { kind: this.pick(['read', 'write', 'readwrite'] as const), ...this.keys() };
    const makers: { [K in AuthCommand['kind']]: Extract<AuthCommand, { kind: K }> } = {
      enable: { kind: 'enable' },
      disable: { kind: 'disable' },
      userAdd: { kind: 'userAdd', user, passwordHash: this.text(), noPassword: this.flag() },
      userDelete: { kind: 'userDelete', user },
      userChangePassword: { kind: 'userChangePassword', user, passwordHash: this.text() },
      userGrantRole: { kind: 'userGrantRole', user, role },
      userRevokeRole: { kind: 'userRevokeRole', user, role },
      roleAdd: { kind: 'roleAdd', role },
      roleDelete: { kind: 'roleDelete', role },
      roleGrantPermission: { kind: 'roleGrantPermission', role, permission },
      roleRevokePermission: { kind: 'roleRevokePermission', role, ...this.keys() },
      authenticate: { kind: 'authenticate', user, token: this.text() },
    };
    return this.pick(Object.values(makers));
  }

  private keys(): { readonly key: Buffer; readonly rangeEnd: Buffer } {
    return { key: this.bytes(), rangeEnd: this.bytes() };
  }

  bytes(lengthMax = 20): Buffer {
    return Buffer.from(Array.from({ length: this.prng.int(lengthMax + 1) }, () => this.prng.int(256)));
  }

  /** Small ones, and up to 2^53 - 1: every length of a varint. */
  uint(): number {
    return Math.floor(this.prng.next() * 2 ** this.prng.int(54));
  }

  id(): bigint {
    return (BigInt(this.prng.int(2 ** 32)) << 32n) | BigInt(this.prng.int(2 ** 32));
  }

  private makers(): { [T in MessageType]: () => MessageOf<T> } {
    const head = { from: this.id(), to: this.id(), term: this.term() };
    const committed = { index: this.index(), term: this.term() };
    const vote = { ...head, lastIndex: this.index(), lastTerm: this.term(), transfer: this.flag(), committed };
    const voteResp = { ...head, reject: this.flag(), committed };
    return {
      app: () => ({
        ...head,
        type: 'app',
        prevIndex: this.index(),
        prevTerm: this.term(),
        commit: this.index(),
        entries: this.some(() => ({ term: this.term(), index: this.index(), ...this.proposal() })),
      }),
      appResp: () => ({
        ...head,
        type: 'appResp',
        index: this.index(),
        reject: this.flag(),
        rejectHint: this.index(),
        hintTerm: this.term(),
      }),
      vote: () => ({ ...vote, type: 'vote' }),
      preVote: () => ({ ...vote, type: 'preVote' }),
      voteResp: () => ({ ...voteResp, type: 'voteResp' }),
      preVoteResp: () => ({ ...voteResp, type: 'preVoteResp' }),
      heartbeat: () => ({ ...head, type: 'heartbeat', commit: this.index(), readSeq: this.uint() }),
      heartbeatResp: () => ({ ...head, type: 'heartbeatResp', readSeq: this.uint() }),
      snap: () => ({
        ...head,
        type: 'snap',
        snapshot: {
          metadata: { index: this.index(), term: this.term(), confState: this.confState() },
          data: this.bytes(),
        },
      }),
      timeoutNow: () => ({ ...head, type: 'timeoutNow' }),
      transferLeader: () => ({ ...head, type: 'transferLeader', transferee: this.id() }),
      prop: () => ({ ...head, type: 'prop', proposals: this.some(() => this.proposal()) }),
      readIndex: () => ({ ...head, type: 'readIndex', ctx: this.text() }),
      readIndexResp: () => ({ ...head, type: 'readIndexResp', ctx: this.text(), index: this.index() }),
    };
  }

  confState(): Full<ConfState> {
    const ids = (): bigint[] => this.some(() => this.id());
    return {
      voters: ids(),
      votersOutgoing: ids(),
      learners: ids(),
      learnersNext: ids(),
      autoLeave: this.flag(),
    };
  }

  membershipChanges(): MembershipChange[] {
    const peerUrls = [`http://${this.uint()}:1`, ''];
    const id = this.id();
    return [
      { kind: 'add', id, peerUrls, isLearner: this.prng.int(2) === 1 },
      { kind: 'update', id, peerUrls },
      { kind: 'remove', id },
      { kind: 'promote', id },
    ];
  }

  confChange(): ConfChange {
    return {
      transition: this.pick(['auto', 'jointImplicit', 'jointExplicit'] as const),
      changes: this.some(() => ({
        kind: this.pick(['addVoter', 'addLearner', 'removeNode'] as const),
        nodeId: this.id(),
      })),
      context: new Uint8Array(this.bytes()),
    };
  }

  private request(): StoreRequest {
    if (this.prng.int(8) === 0) return { kind: 'compact', revision: this.uint() };
    return this.operation(3);
  }

  private operation(depth: number): TxnOp {
    switch (this.prng.int(depth > 0 ? 4 : 3)) {
      case 0:
        return this.range();
      case 1:
        return {
          kind: 'put',
          key: this.bytes(),
          value: this.bytes(),
          lease: this.signed(),
          prevKv: this.flag(),
          ignoreValue: this.flag(),
          ignoreLease: this.flag(),
        };
      case 2:
        return { kind: 'deleteRange', key: this.bytes(), rangeEnd: this.bytes(), prevKv: this.flag() };
      default:
        return this.txn(depth);
    }
  }

  private txn(depth: number): Full<TxnRequest> {
    const operations = (): TxnOp[] => this.some(() => this.operation(depth - 1));
    return { kind: 'txn', compare: this.some(() => this.compare()), success: operations(), failure: operations() };
  }

  private range(): Full<RangeRequest> {
    return {
      kind: 'range',
      key: this.bytes(),
      rangeEnd: this.bytes(),
      limit: this.uint(),
      revision: this.uint(),
      sortOrder: this.pick(['none', 'ascend', 'descend'] as const),
      sortTarget: this.pick(['key', 'version', 'create', 'mod', 'value'] as const),
      keysOnly: this.flag(),
      countOnly: this.flag(),
      minModRevision: this.uint(),
      maxModRevision: this.uint(),
      minCreateRevision: this.uint(),
      maxCreateRevision: this.uint(),
    };
  }

  private compare(): Full<Compare> {
    const number = this.flag() ? this.uint() : -1 - this.prng.int(1000);
    const target = this.pick<CompareTarget>([
      { field: this.pick(['version', 'create', 'mod'] as const), number },
      { field: 'value', value: this.bytes() },
      { field: 'lease', lease: this.signed() },
    ]);
    const result = this.pick(['equal', 'greater', 'less', 'notEqual'] as const);
    return { key: this.bytes(), rangeEnd: this.bytes(), result, target };
  }

  private proposal(): Full<Proposal> {
    const type = this.pick<EntryType>(['normal', 'normal', 'confChange']);
    return { type, data: type === 'normal' ? this.bytes() : Buffer.from(encodeConfChange(this.confChange())) };
  }

  private some<T>(make: () => T): T[] {
    return Array.from({ length: this.prng.int(4) }, make);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.prng.int(choices.length)] as T;
  }

  text(): string {
    return Array.from({ length: this.prng.int(10) }, () => this.pick([...'aZ/-', 'ä', '€', '🙂', '\0'])).join('');
  }

  private signed(): bigint {
    return BigInt.asIntN(64, this.id());
  }

  private flag(): boolean {
    return this.prng.int(2) === 0;
  }

  private index(): LogIndex {
    return asLogIndex(this.uint());
  }

  private term(): Term {
    return asTerm(this.uint());
  }
}

function withoutCommitted(message: Message): Message {
  const { committed: _committed, ...rest } = message as Extract<Message, { committed?: unknown }>;
  return rest;
}
