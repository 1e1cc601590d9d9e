import { expect } from 'chai';
import { asLogIndex, asTerm, type Message } from '@kuorum/store/raft';
import type { StoreRequest } from '@kuorum/store/mvcc';
import {
  decodeMessage,
  decodeProposed,
  encodeMessage,
  encodeProposed,
  type Command,
} from '@kuorum/store/server/internals';

const bytes = (text: string): Buffer => Buffer.from(text);
const head = { from: 2n ** 64n - 1n, to: 1n, term: asTerm(7) };
const confState = { voters: [1n, 2n], votersOutgoing: [], learners: [3n], learnersNext: [], autoLeave: true };

const messages: Message[] = [
  {
    ...head,
    type: 'app',
    prevIndex: asLogIndex(300),
    prevTerm: asTerm(6),
    commit: asLogIndex(2 ** 40),
    entries: [
      { term: asTerm(7), index: asLogIndex(301), type: 'normal', data: bytes('x') },
      { term: asTerm(7), index: asLogIndex(302), type: 'confChange', data: bytes('') },
    ],
  },
  { ...head, type: 'appResp', index: asLogIndex(1), reject: true, rejectHint: asLogIndex(2), hintTerm: asTerm(3) },
  { ...head, type: 'vote', lastIndex: asLogIndex(9), lastTerm: asTerm(8), transfer: true },
  { ...head, type: 'preVote', lastIndex: asLogIndex(9), lastTerm: asTerm(8), transfer: false },
  { ...head, type: 'voteResp', reject: false },
  { ...head, type: 'preVoteResp', reject: true },
  { ...head, type: 'heartbeat', commit: asLogIndex(5), readSeq: 128 },
  { ...head, type: 'heartbeatResp', readSeq: 0 },
  {
    ...head,
    type: 'snap',
    snapshot: { metadata: { index: asLogIndex(9), term: asTerm(2), confState }, data: bytes('s') },
  },
  { ...head, type: 'timeoutNow' },
  { ...head, type: 'transferLeader', transferee: 9n },
  { ...head, type: 'prop', proposals: [{ type: 'normal', data: bytes('p') }] },
  { ...head, type: 'readIndex', ctx: 'read/1' },
  { ...head, type: 'readIndexResp', ctx: 'read/1', index: asLogIndex(4) },
];

describe('raft messages in binary', () => {
  for (const message of messages) {
    it(`${message.type} comes back as it went`, () => {
      expect(decodeMessage(encodeMessage(message))).to.deep.equal(message);
    });
  }

  it('refuses every message that was cut short', () => {
    const whole = encodeMessage(messages[0] as Message);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeMessage(whole.subarray(0, length))).to.throw(RangeError);
    }
  });
});

const requests: StoreRequest[] = [
  {
    kind: 'range',
    key: bytes('a'),
    rangeEnd: bytes('b'),
    limit: 5,
    revision: 6,
    sortOrder: 'descend',
    sortTarget: 'mod',
    keysOnly: true,
    countOnly: false,
    minModRevision: 1,
    maxModRevision: 2,
    minCreateRevision: 3,
    maxCreateRevision: 4,
  },
  { kind: 'put', key: bytes('a'), value: bytes('v'), lease: -5n, prevKv: true, ignoreValue: false, ignoreLease: true },
  { kind: 'deleteRange', key: bytes('a'), rangeEnd: bytes('\0'), prevKv: true },
  {
    kind: 'txn',
    compare: [
      { key: bytes('a'), rangeEnd: bytes(''), result: 'notEqual', target: { field: 'mod', number: -1 } },
      { key: bytes('a'), rangeEnd: bytes('b'), result: 'equal', target: { field: 'value', value: bytes('v') } },
      { key: bytes('a'), rangeEnd: bytes(''), result: 'greater', target: { field: 'lease', lease: 3n } },
    ],
    success: [
      {
        kind: 'txn',
        compare: [],
        success: [{ kind: 'deleteRange', key: bytes('x'), rangeEnd: bytes(''), prevKv: false }],
        failure: [],
      },
    ],
    failure: [],
  },
  { kind: 'compact', revision: 2 ** 40 },
];
const commands: Command[] = [
  ...requests.map((request) => ({ kind: 'store', request }) as const),
  { kind: 'leaseGrant', id: 2n ** 62n, ttlSeconds: 60 },
  { kind: 'leaseRevoke', id: 1n },
  { kind: 'memberAttributes', memberId: 2n ** 63n, name: 'm1', clientUrls: ['http://127.0.0.1:2379'] },
];

describe('commands in the raft log', () => {
  for (const command of commands) {
    const name = command.kind === 'store' ? command.request.kind : command.kind;
    it(`${name} comes back as it went`, () => {
      const proposed = { origin: 2 ** 47, sequence: 12, command };
      expect(decodeProposed(encodeProposed(proposed))).to.deep.equal(proposed);
    });
  }
});
