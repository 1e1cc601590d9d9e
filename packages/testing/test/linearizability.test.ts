/** The checkers on histories that are known to be good and known to be bad. */
import {
  type Call,
  checkKvHistory,
  checkLinearizable,
  checkSerializableReads,
  checkWatch,
  EventLog,
  type KvAnswer,
  type KvCall,
  KvHistory,
  type KvOperation,
  type Model,
  partition,
  type RevisionRule,
  type SeenEvent,
  type SerializableRead,
  type WatchGuarantee,
  type WatchRequest,
  type WatchResponse,
} from '@kuorum/testing/linearizability';
import { expect } from 'chai';

const put = (key: string, value: string): KvOperation => ({ kind: 'put', key, value });
const get = (key: string): KvOperation => ({ kind: 'get', key });
const remove = (key: string): KvOperation => ({ kind: 'delete', key });
/** Puts `value` if the key has `expected` (undefined = is absent). */
const swap = (key: string, expected: string | undefined, value: string): KvOperation => ({
  kind: 'txn',
  compare: [
    expected === undefined
      ? { key, target: { field: 'version', number: 0 }, result: 'equal' }
      : { key, target: { field: 'value', value: expected }, result: 'equal' },
  ],
  success: [{ kind: 'put', key, value }],
  failure: [],
});
const both = (value: string): KvOperation => ({
  kind: 'txn',
  compare: [],
  success: [
    { kind: 'put', key: 'a', value },
    { kind: 'put', key: 'b', value },
  ],
  failure: [],
});
const readBoth: KvOperation = { kind: 'get', key: 'a', end: 'c' };
const saw = (
  ...kvs: (readonly [key: string, value: string, mod?: number | undefined, version?: number])[]
): KvAnswer => ({
  kvs: kvs.map(([key, value, modRevision, version]) => ({ key, value, modRevision, version })),
});

function call(operation: KvOperation, answer: KvAnswer | undefined, calledAt: number, returnedAt?: number): KvCall {
  return { client: 1, operation: { operation, answer }, calledAt, returnedAt };
}
/** One after the other. */
function inTurn(...steps: (readonly [KvOperation, KvAnswer | undefined])[]): KvCall[] {
  return steps.map(([operation, answer], i) =>
    call(operation, answer, 2 * i, answer === undefined ? undefined : 2 * i + 1),
  );
}

type Row = readonly [what: string, legal: boolean, calls: readonly KvCall[]];

function judges(rows: readonly Row[], revisions: RevisionRule): void {
  for (const [what, legal, calls] of rows) {
    it(`${legal ? 'accepts' : 'refuses'} ${what}`, () => {
      expect(checkKvHistory(calls, { revisions }).kind).to.equal(legal ? 'legal' : 'illegal');
    });
  }
}

describe('linearizability by values', () => {
  judges(
    [
      ['nothing', true, []],
      ['a read of what was written', true, inTurn([put('k', 'a'), {}], [get('k'), saw(['k', 'a'])])],
      ['a stale read', false, inTurn([put('k', 'a'), {}], [put('k', 'b'), {}], [get('k'), saw(['k', 'a'])])],
      ['a read that misses a finished write', false, inTurn([put('k', 'a'), {}], [get('k'), saw()])],
      ['a read during a write, before it', true, [call(put('k', 'a'), {}, 1, 4), call(get('k'), saw(), 2, 3)]],
      ['a read during a write, after it', true, [call(put('k', 'a'), {}, 1, 4), call(get('k'), saw(['k', 'a']), 2, 3)]],
      [
        'new, then old again',
        false,
        [call(put('k', 'a'), {}, 1, 6), call(get('k'), saw(['k', 'a']), 2, 3), call(get('k'), saw(), 4, 5)],
      ],
      [
        'an unknown write seen late',
        true,
        inTurn([put('k', 'a'), undefined], [get('k'), saw()], [get('k'), saw(['k', 'a'])]),
      ],
      ['an unknown write never seen', true, inTurn([put('k', 'a'), undefined], [get('k'), saw()])],
      [
        'an unknown write that shows twice',
        false,
        inTurn(
          [put('k', 'a'), undefined],
          [get('k'), saw(['k', 'a'])],
          [put('k', 'b'), {}],
          [get('k'), saw(['k', 'a'])],
        ),
      ],
      ['a read before its write', false, [call(get('k'), saw(['k', 'a']), 1, 2), call(put('k', 'a'), {}, 3, 4)]],
      [
        'two orders for two readers',
        false,
        [
          call(put('k', 'a'), {}, 1, 10),
          call(put('k', 'b'), {}, 2, 11),
          call(get('k'), saw(['k', 'a']), 3, 4),
          call(get('k'), saw(['k', 'b']), 5, 6),
          call(get('k'), saw(['k', 'a']), 7, 8),
        ],
      ],
      [
        'a lost update: two swaps from one value',
        false,
        inTurn(
          [put('k', 'a'), {}],
          [swap('k', 'a', 'b'), { succeeded: true }],
          [swap('k', 'a', 'c'), { succeeded: true }],
        ),
      ],
      [
        'a swap with unknown outcome that took place',
        true,
        inTurn([put('k', 'a'), {}], [swap('k', 'a', 'b'), undefined], [get('k'), saw(['k', 'b'])]),
      ],
      [
        'a swap with unknown outcome that must not have taken place',
        false,
        inTurn([put('k', 'a'), {}], [swap('k', 'x', 'b'), undefined], [get('k'), saw(['k', 'b'])]),
      ],
      [
        'a write that was applied twice: its version shows it',
        false,
        inTurn([put('k', 'a'), {}], [put('k', 'b'), {}], [get('k'), saw(['k', 'b', undefined, 3])]),
      ],
      [
        'a deletion that counts wrong',
        false,
        inTurn([put('k', 'a'), {}], [remove('k'), { deleted: 1 }], [remove('k'), { deleted: 1 }]),
      ],
      [
        'half of a transaction',
        false,
        inTurn([both('1'), {}], [both('2'), {}], [readBoth, saw(['a', '2'], ['b', '1'])]),
      ],
      [
        'half of a transaction with unknown outcome',
        false,
        inTurn([both('1'), {}], [both('2'), undefined], [readBoth, saw(['a', '2'], ['b', '1'])]),
      ],
    ],
    'none',
  );

  it('judges parts without a common key on their own', () => {
    const calls = inTurn([put('a', '1'), {}], [put('b', '1'), {}], [both('2'), {}], [put('c', '3'), {}]);
    expect(partition(calls).map((part) => part.length)).to.deep.equal([3, 1]);
  });

  it('does not judge a comparison with a revision that it cannot know', () => {
    const compare = [{ key: 'k', target: { field: 'mod', number: 7 }, result: 'equal' }] as const;
    const verdict = checkKvHistory(inTurn([{ kind: 'txn', compare, success: [], failure: [] }, { succeeded: true }]), {
      revisions: 'none',
    });
    expect(verdict).to.deep.equal({ kind: 'undecided', parts: 1 });
  });
});

describe('linearizability with revisions', () => {
  judges(
    [
      [
        'revisions in the order of the writes',
        true,
        inTurn([put('a', '1'), { revision: 2 }], [put('b', '2'), { revision: 3 }], [get('a'), { revision: 3 }]),
      ],
      ['a revision that goes back', false, inTurn([put('a', '1'), { revision: 2 }], [get('a'), { revision: 1 }])],
      [
        'a stale read of a key that nobody changed, by its header',
        false,
        inTurn([put('a', '1'), { revision: 2 }], [put('b', '2'), { revision: 3 }], [get('a'), { revision: 2 }]),
      ],
      [
        'one revision for two writes',
        false,
        inTurn([put('a', '1'), { revision: 2 }], [put('b', '2'), { revision: 2 }]),
      ],
      ['a gap that nobody wrote', false, inTurn([put('a', '1'), { revision: 2 }], [put('b', '2'), { revision: 4 }])],
      [
        'a gap that an unknown write fills',
        true,
        inTurn([put('a', '1'), { revision: 2 }], [put('a', '9'), undefined], [put('b', '2'), { revision: 4 }]),
      ],
      [
        'a gap twice as wide as the unknown write: it was applied twice',
        false,
        inTurn([put('a', '1'), { revision: 2 }], [put('a', '9'), undefined], [put('b', '2'), { revision: 5 }]),
      ],
      [
        'writes of two keys in an order that real time forbids',
        false,
        inTurn([put('a', '1'), { revision: 3 }], [put('b', '2'), { revision: 2 }]),
      ],
      [
        'a mod revision that is not that of the write',
        false,
        inTurn([put('a', '1'), { revision: 2 }], [get('a'), saw(['a', '1', 3])]),
      ],
      [
        'keys that go with their lease, in one revision',
        true,
        inTurn(
          [{ kind: 'put', key: 'a', value: '1', lease: 7n }, { revision: 2 }],
          [{ kind: 'put', key: 'b', value: '2', lease: 7n }, { revision: 3 }],
          [{ kind: 'revoke', lease: 7n }, { revision: 4 }],
          [readBoth, { ...saw(), revision: 4 }],
        ),
      ],
      [
        'a key that outlives its lease',
        false,
        inTurn(
          [{ kind: 'put', key: 'a', value: '1', lease: 7n }, { revision: 2 }],
          [{ kind: 'revoke', lease: 7n }, { revision: 3 }],
          [get('a'), saw(['a', '1'])],
        ),
      ],
      [
        'a comparison of revisions that was decided wrongly',
        false,
        inTurn(
          [put('a', '1'), { revision: 2 }],
          [
            {
              kind: 'txn',
              compare: [{ key: 'a', target: { field: 'mod', number: 2 }, result: 'greater' }],
              success: [{ kind: 'put', key: 'a', value: '2' }],
              failure: [],
            },
            { succeeded: true },
          ],
        ),
      ],
    ],
    'all',
  );

  describe('while others write, too', () => {
    judges(
      [
        ['a gap', true, inTurn([put('a', '1'), { revision: 2 }], [put('b', '2'), { revision: 4 }])],
        [
          'a revision that goes back',
          false,
          inTurn([put('a', '1'), { revision: 5 }], [put('a', '2'), { revision: 4 }]),
        ],
        ['a header that goes back', false, inTurn([get('a'), { revision: 5 }], [get('a'), { revision: 4 }])],
        [
          'an unknown write with the revision that a reader saw',
          true,
          inTurn([put('a', '1'), undefined], [get('a'), { ...saw(['a', '1', 4]), revision: 7 }]),
        ],
        [
          'an unknown write with a revision of before',
          false,
          inTurn([put('a', '0'), { revision: 6 }], [put('a', '1'), undefined], [get('a'), saw(['a', '1', 4])]),
        ],
      ],
      'some',
    );
  });

  it('judges a long history with many unknown outcomes', () => {
    const history = new KvHistory();
    for (let i = 0, revision = 1; i < 3000; i++) {
      const recorded = history.call(i % 7, put(`k${i % 5}`, `v${i}`));
      revision++;
      if (i % 11 !== 0) recorded.answered({ revision });
    }
    expect(checkKvHistory(history.calls, { revisions: 'all' }).kind).to.equal('legal');
  });
});

describe('the checker itself', () => {
  /** A counter that each operation asks to go from one number to the next. */
  const counter: Model<number, readonly [from: number, to: number]> = {
    initial: 0,
    step: (state, [from, to]) => (state === from ? { state: to } : undefined),
    describe: String,
  };

  it('gives the order that it found', () => {
    const calls: Call<readonly [number, number]>[] = [
      { operation: [1, 2], calledAt: 1, returnedAt: 6 },
      { operation: [0, 1], calledAt: 2, returnedAt: 5 },
    ];
    expect(checkLinearizable(counter, calls)).to.deep.equal({ kind: 'legal', order: [1, 0] });
  });

  it('gives up when told to, and says so', () => {
    const open = Array.from({ length: 20 }, (_, i): Call<readonly [number, number]> => {
      return { operation: [i % 3, (i + 1) % 3], calledAt: i, returnedAt: undefined };
    });
    const impossible: Call<readonly [number, number]> = { operation: [7, 8], calledAt: 30, returnedAt: 31 };
    expect(checkLinearizable(counter, [...open, impossible], 100).kind).to.equal('undecided');
    // Nor one that only goes where it was before.
    expect(checkLinearizable(counter, [...open, impossible], Infinity, 100).kind).to.equal('undecided');
  });

  it('shows the few operations that contradict one another, and where it is stuck', () => {
    const history = new KvHistory();
    for (let i = 0; i < 200; i++) history.call('busy', put(`k${i % 9}`, `v${i}`)).answered({ revision: i + 2 });
    history.call('reader', get('k1')).answered({ ...saw(['k1', 'v190', 192]), revision: 201 });
    for (let i = 0; i < 50; i++) history.call('busy', get('k2')).answered({});
    const verdict = checkKvHistory(history.calls, { revisions: 'all' });
    expect(verdict.kind).to.equal('illegal');
    const text = verdict.kind === 'illegal' ? verdict.counterexample : '';
    expect(text).to.match(/stuck +\[\d+, \d+\] +client reader: get k1 → k1=v190/);
    expect(text.split('\n').length, text).to.be.lessThan(20);
  });

  it('counts answered and unknown calls, and forgets what was withdrawn', () => {
    const history = new KvHistory();
    history.call(1, put('a', '1')).answered({});
    history.call(1, put('a', '2'));
    history.call(1, get('a')).withdraw();
    expect(history.counts).to.deep.equal({ answered: 1, unknown: 1 });
  });
});

describe('watch guarantees', () => {
  const log = new EventLog();
  const event = (modRevision: number, key: string, value?: string): SeenEvent =>
    value === undefined ? { type: 'delete', key, modRevision } : { type: 'put', key, value, modRevision };
  log.add(2, [event(2, 'a', '1')]);
  log.add(3, [event(3, 'a', '2'), event(3, 'b', '1')]);
  log.add(4, [event(4, 'c', '1')]);
  log.add(5, [event(5, 'a')]);
  log.add(6, [event(6, 'a', '3')]);
  const all: WatchRequest = { key: 'a', end: 'c', startRevision: 2, prevKv: true };
  const events = (...seen: SeenEvent[]): WatchResponse => ({ kind: 'events', events: seen });
  const progress = (revision: number): WatchResponse => ({ kind: 'progress', revision });
  const [a2, a3, b3, c4, a5, a6] = [
    event(2, 'a', '1'),
    event(3, 'a', '2'),
    event(3, 'b', '1'),
    event(4, 'c', '1'),
    event(5, 'a'),
    event(6, 'a', '3'),
  ];
  const b3Created = { ...b3, createRevision: 3 };

  const rows: readonly (readonly [string, readonly WatchGuarantee[], readonly WatchResponse[], WatchRequest?])[] = [
    [
      'everything, with progress in between',
      [],
      [events(a2), events(a3, b3), progress(4), events(a5, a6), progress(6)],
    ],
    ['nothing at all', [], []],
    ['a resumed watch', [], [events(a5, a6)], { ...all, startRevision: 4 }],
    ['puts only', [], [events(a2, a3, b3), events(a6)], { ...all, noDelete: true }],
    ['an event of another key', ['Filter'], [events(a2), events(a3, b3), events(c4)]],
    ['a deletion that was not asked for', ['Filter'], [events(a2, a3, b3, a5)], { ...all, noDelete: true }],
    ['a revision that goes back', ['Ordered'], [events(a3, b3), events(a2)]],
    ['an event twice', ['Unique'], [events(a2), events(a3, b3, b3)]],
    ['two events of one revision split', ['Atomic'], [events(a2, a3), events(b3)]],
    ['fragments, which may be split', [], [{ kind: 'events', events: [a2, a3], fragment: true }, events(b3)]],
    ['an event left out in between', ['Reliable'], [events(a2), events(a5)]],
    ['half of a revision left out', ['Reliable'], [events(a2), events(a3), events(a5)]],
    ['an event that never happened', ['Reliable'], [events(a2, event(3, 'a', 'x'), b3)]],
    ['the first event left out after a resume', ['Resumable'], [events(a6)], { ...all, startRevision: 5 }],
    ['progress ahead of an event to come', ['Bookmarkable'], [events(a2), progress(4), events(a3, b3)]],
    ['progress ahead of an event that never comes', ['Bookmarkable'], [events(a2), progress(3)]],
    ['progress that goes back', ['Bookmarkable'], [events(a2, a3, b3), progress(4), progress(3)]],
    [
      'the previous version',
      [],
      [
        events(a2),
        events({ ...a3, previous: { key: 'a', value: '1', modRevision: 2 } }, { ...b3Created, previous: null }),
      ],
    ],
    ['a wrong previous version', ['PrevKV'], [events(a2), events({ ...a3, previous: { key: 'a', value: '9' } }, b3)]],
    ['a change that looks like a creation', ['IsCreate'], [events(a2), events({ ...a3, createRevision: 3 }, b3)]],
    ['a creation that looks like a change', ['IsCreate'], [events({ ...a2, createRevision: 1 })]],
  ];
  for (const [what, violated, responses, request = all] of rows) {
    it(`${violated.length === 0 ? 'accepts' : `finds ${violated.join(', ')} broken by`} ${what}`, () => {
      const found = checkWatch({ name: 'w', request, responses }, log).map(({ guarantee }) => guarantee);
      expect(found).to.deep.equal(violated);
    });
  }

  it('needs sources that agree on what happened, without a gap', () => {
    expect(() => log.add(3, [event(3, 'a', 'other')])).to.throw('revision 3 is told in two ways');
    expect(() => log.add(9, [])).to.throw('there is a gap');
  });

  const read = (source: string, revision: number, ...kvs: (readonly [string, string])[]): SerializableRead => ({
    source,
    key: 'a',
    end: 'd',
    revision,
    kvs: kvs.map(([key, value]) => ({ key, value })),
  });
  const now = [['a', '3'] as const, ['b', '1'] as const, ['c', '1'] as const];
  const reads: readonly (readonly [string, RegExp | undefined, readonly SerializableRead[]])[] = [
    ['an old state, then the newest', undefined, [read('m1', 2, ['a', '1']), read('m1', 6, ...now)]],
    ['different members at different revisions', undefined, [read('m1', 6, ...now), read('m2', 2, ['a', '1'])]],
    ['a read of the past', undefined, [{ ...read('m1', 6, ['a', '1']), atRevision: 2 }]],
    ['one member that goes back', /went back from revision 6 to 2/, [read('m1', 6, ...now), read('m1', 2, ['a', '1'])]],
    [
      'one that is answered after another, but was asked for before that',
      undefined,
      [read('m1', 6, ...now), { ...read('m1', 2, ['a', '1']), notBefore: 0 }],
    ],
    [
      'one that was asked for after the answer of another, and is older',
      /went back from revision 6 to 2/,
      [read('m1', 6, ...now), { ...read('m1', 2, ['a', '1']), notBefore: 6 }],
    ],
    ['half of a revision', /at revision 3, where there was a=2/, [read('m1', 3, ['a', '2'])]],
    ['a revision to come', /future revision 9/, [read('m1', 9, ...now)]],
  ];
  for (const [what, message, observed] of reads) {
    it(`serializable reads: ${message === undefined ? 'accepts' : 'refuses'} ${what}`, () => {
      const violation = checkSerializableReads(observed, log);
      if (message === undefined) expect(violation).to.equal(undefined);
      else expect(violation).to.match(message);
    });
  }
});
