import { utf8 } from '@kuorum/base';
import {
  applyRequest,
  checkRequest,
  deleteKeys,
  type Compare,
  type CompareResult,
  type CompareTarget,
  type DeleteRangeRequest,
  type MvccErrorCode,
  type PutRequest,
  type RangeRequest,
  type StoreRequest,
  type TxnOp,
  type TxnRequest,
} from '@kuorum/store/mvcc';
import { expect } from 'chai';
import { compactFully, del, FakeLeases, list, newStore, put, show } from './fixtures.js';

const none = utf8('');
const putOp = (key: string, value = '1'): PutRequest => ({ kind: 'put', key: utf8(key), value: utf8(value) });
const getOp = (key: string, revision = 0): RangeRequest => ({ kind: 'range', key: utf8(key), revision });
const delOp = (key: string, end?: string): DeleteRangeRequest =>
  end === undefined
    ? { kind: 'deleteRange', key: utf8(key) }
    : { kind: 'deleteRange', key: utf8(key), rangeEnd: utf8(end) };
const txn = (success: TxnOp[], failure: TxnOp[] = [], compare: Compare[] = []): TxnRequest => ({
  kind: 'txn',
  compare,
  success,
  failure,
});
const absent = (key: string): Compare => ({ key: utf8(key), result: 'equal', target: { field: 'mod', number: 0 } });

function codeOf(run: () => unknown): MvccErrorCode | 'ok' {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code: MvccErrorCode }).code;
  }
}

describe('put', () => {
  it('starts at revision 2 and counts on', () => {
    const { store } = newStore();
    expect([put(store, 'a', '1'), put(store, 'b', '1'), put(store, 'a', '2')]).to.deep.equal([2, 3, 4]);
  });

  it('gives the previous version when asked', () => {
    const { store } = newStore();
    const request: PutRequest = { ...putOp('a', '2'), prevKv: true };
    expect(applyRequest(store, request).prevKv).to.equal(undefined);
    const again = applyRequest(store, request).prevKv;
    expect(again === undefined ? '' : show(again)).to.equal('a=2');
  });

  it('keeps value or lease when asked', () => {
    const { store } = newStore(new FakeLeases([7n, 8n]));
    put(store, 'a', '1', { lease: 7n });
    applyRequest(store, { kind: 'put', key: utf8('a'), value: none, ignoreValue: true, lease: 8n });
    expect(store.load(store.locate('a', store.currentRevision) ?? expect.fail()).lease).to.equal(8n);
    put(store, 'a', '2', { ignoreLease: true });
    expect(list(store)).to.deep.equal(['a=2']);
    expect(store.load(store.locate('a', store.currentRevision) ?? expect.fail()).lease).to.equal(8n);
  });

  it('moves a key between leases', () => {
    const leases = new FakeLeases([7n, 8n]);
    const { store } = newStore(leases);
    put(store, 'a', '1', { lease: 7n });
    expect(leases.leaseOf('a')).to.equal(7n);
    put(store, 'a', '1', { lease: 8n });
    expect(leases.leaseOf('a')).to.equal(8n);
    put(store, 'a', '1');
    expect(leases.leaseOf('a')).to.equal(0n);
    put(store, 'a', '1', { lease: 7n });
    del(store, 'a');
    expect(leases.leaseOf('a')).to.equal(0n);
  });
});

describe('deleteRange', () => {
  it('uses one revision for all keys, and none when there are none', () => {
    const { store } = newStore();
    for (const key of ['a', 'b', 'c']) put(store, key, '1');
    expect(del(store, 'a', 'c')).to.equal(2);
    expect(store.currentRevision).to.equal(5);
    expect(del(store, 'a', 'c')).to.equal(0);
    expect(store.currentRevision).to.equal(5);
    expect(list(store)).to.deep.equal(['c=1']);
  });

  it('gives the previous versions when asked', () => {
    const { store } = newStore();
    for (const key of ['a', 'b']) put(store, key, '1');
    const { prevKvs } = applyRequest(store, { ...delOp('a', 'z'), prevKv: true });
    expect(prevKvs.map(show)).to.deep.equal(['a=1', 'b=1']);
  });

  it('deletes the keys of a lease in one revision, those that are left', () => {
    const { store } = newStore();
    for (const key of ['a', 'b', 'c']) put(store, key, '1');
    expect(deleteKeys(store, [utf8('a'), utf8('c'), utf8('x')])).to.equal(5);
    expect(deleteKeys(store, [utf8('a')])).to.equal(5);
    expect(list(store)).to.deep.equal(['b=1']);
  });
});

describe('compare', () => {
  const { store } = newStore(new FakeLeases([7n]));
  put(store, 'a', 'x');
  put(store, 'a', 'y', { lease: 7n }); // create 2, mod 3, version 2
  put(store, 'b', 'z'); // create 4, mod 4, version 1

  const number = (field: 'version' | 'create' | 'mod', value: number): CompareTarget => ({ field, number: value });
  const value = (text: string): CompareTarget => ({ field: 'value', value: utf8(text) });
  const cases: [key: string, end: string, target: CompareTarget, holds: CompareResult[]][] = [
    ['a', '', number('version', 2), ['equal']],
    ['a', '', number('version', 1), ['greater', 'notEqual']],
    ['a', '', number('create', 3), ['less', 'notEqual']],
    ['a', '', number('mod', 3), ['equal']],
    ['a', '', value('y'), ['equal']],
    ['a', '', value('x'), ['greater', 'notEqual']],
    ['a', '', { field: 'lease', lease: 7n }, ['equal']],
    ['a', '', { field: 'lease', lease: 8n }, ['less', 'notEqual']],
    ['x', '', number('version', 0), ['equal']],
    ['x', '', number('mod', 1), ['less', 'notEqual']],
    ['x', '', { field: 'lease', lease: 0n }, ['equal']],
    ['x', '', value(''), []], // no value is not the empty one, nor any other
    ['a', 'c', number('version', 0), ['greater', 'notEqual']],
    ['a', 'c', number('version', 2), []], // b has 1: not equal for a, not less for a
    ['a', 'c', number('mod', 4), []],
    ['a', 'c', number('mod', 5), ['less', 'notEqual']],
    ['x', 'z', number('create', 0), ['equal']],
    ['a', '\0', value('a'), ['greater', 'notEqual']],
  ];
  for (const [key, end, target, holds] of cases) {
    const text = target.field === 'value' ? `"${String.fromCharCode(...target.value)}"` : '';
    const shown = text || ('number' in target ? target.number : 'lease' in target ? target.lease : '');
    it(`${JSON.stringify(key)}..${JSON.stringify(end)} ${target.field} ${shown}: ${holds.join(', ') || 'nothing'} holds`, () => {
      const results: CompareResult[] = ['equal', 'greater', 'less', 'notEqual'];
      const found = results.filter((result) => {
        const compare: Compare = { key: utf8(key), rangeEnd: utf8(end), result, target };
        return applyRequest(store, txn([], [], [compare])).succeeded;
      });
      expect(found).to.deep.equal(holds);
    });
  }
});

describe('txn', () => {
  it('takes the branch that the conditions say, in one revision', () => {
    const { store } = newStore();
    const create = txn([putOp('a'), putOp('b')], [getOp('a')], [absent('a')]);
    expect(applyRequest(store, create)).to.include({ succeeded: true, revision: 2 });
    const second = applyRequest(store, create);
    expect(second).to.include({ succeeded: false, revision: 2 });
    const [read] = second.responses;
    expect(read?.kind === 'range' ? read.kvs.map(show) : read).to.deep.equal(['a=1']);
  });

  it('reads its own writes, and the revision moves with the first of them', () => {
    const { store } = newStore();
    put(store, 'a', 'old');
    const { responses } = applyRequest(store, txn([getOp('a'), putOp('a', 'new'), getOp('a'), delOp('b')]));
    const shown = responses.map((response) =>
      response.kind === 'range' ? `${response.revision} ${response.kvs.map(show).join()}` : String(response.revision),
    );
    expect(shown).to.deep.equal(['2 a=old', '3', '3 a=new', '3']);
  });

  it('decides nested conditions before any change', () => {
    const { store } = newStore();
    const nested = txn([putOp('b', 'then')], [putOp('b', 'else')], [absent('a')]);
    const result = applyRequest(store, txn([putOp('a'), nested]));
    expect(result.revision).to.equal(2);
    expect(list(store)).to.deep.equal(['a=1', 'b=then']);
  });

  it('uses up no revision when it only reads or deletes nothing', () => {
    const { store } = newStore();
    expect(applyRequest(store, txn([getOp('a'), delOp('a')])).revision).to.equal(1);
    expect(store.currentRevision).to.equal(1);
  });
});

describe('refusals', () => {
  const limits = { maxTxnOps: 3 };
  const many = (n: number): TxnOp[] => Array.from({ length: n }, (_, i) => getOp(`k${i}`));
  const before: [name: string, request: StoreRequest, code: MvccErrorCode | 'ok'][] = [
    ['a range without a key', getOp(''), 'emptyKey'],
    ['a put without a key', putOp(''), 'emptyKey'],
    ['a deletion without a key', delOp(''), 'emptyKey'],
    ['a condition without a key', txn([], [], [absent('')]), 'emptyKey'],
    ['an operation without a key in the other branch', txn([], [putOp('')]), 'emptyKey'],
    ['ignore_value with a value', { ...putOp('a'), ignoreValue: true }, 'valueProvided'],
    ['ignore_lease with a lease', { ...putOp('a'), ignoreLease: true, lease: 1n }, 'leaseProvided'],
    ['as many operations as allowed', txn(many(3)), 'ok'],
    ['one operation too many', txn(many(4)), 'tooManyOps'],
    ['one condition too many', txn([], [], ['a', 'b', 'c', 'd'].map(absent)), 'tooManyOps'],
    ['nested operations within what the levels above left', txn([txn(many(2))]), 'ok'],
    ['nested operations beyond it', txn([txn(many(3))]), 'tooManyOps'],
    ['the same put twice', txn([putOp('a'), putOp('a')]), 'duplicateKey'],
    ['the same put in both branches', txn([putOp('a')], [putOp('a')]), 'ok'],
    ['a put and a deletion of it', txn([putOp('b'), delOp('a', 'c')]), 'duplicateKey'],
    ['a deletion and then a put in it', txn([delOp('a', '\0'), putOp('b')]), 'duplicateKey'],
    ['a put beside a deletion', txn([delOp('a', 'b'), putOp('b')]), 'ok'],
    ['overlapping deletions', txn([delOp('a', 'c'), delOp('b', 'd')]), 'ok'],
    ['a nested put of the same key', txn([txn([putOp('a')]), putOp('a')]), 'duplicateKey'],
    ['puts in exclusive branches of a nested txn', txn([txn([putOp('a')], [putOp('a')])]), 'ok'],
    ['puts in two nested txns', txn([txn([putOp('a')]), txn([], [putOp('a')])]), 'duplicateKey'],
    ['a nested put and a later nested deletion', txn([txn([putOp('a')]), txn([delOp('a')])]), 'duplicateKey'],
    ['reading a key twice', txn([getOp('a'), getOp('a'), putOp('a')]), 'ok'],
  ];
  for (const [name, request, code] of before) {
    it(`before proposing, ${name}: ${code}`, () => {
      expect(codeOf(() => checkRequest(request, limits))).to.equal(code);
    });
  }

  const applied: [name: string, request: StoreRequest, code: MvccErrorCode][] = [
    ['an unknown lease', { ...putOp('n'), lease: 5n }, 'leaseNotFound'],
    ['keeping the value of no key', { kind: 'put', key: utf8('n'), value: none, ignoreValue: true }, 'keyNotFound'],
    ['keeping the lease of no key', { ...putOp('n'), ignoreLease: true }, 'keyNotFound'],
    ['an unknown lease after a good put', txn([putOp('n'), { ...putOp('m'), lease: 5n }]), 'leaseNotFound'],
    ['a future read after a good put', txn([putOp('n'), getOp('a', 99)]), 'futureRevision'],
    ['a compacted read after a good put', txn([putOp('n'), getOp('a', 1)]), 'compacted'],
    ['a bad nested branch', txn([putOp('n'), txn([{ ...putOp('m'), lease: 5n }])]), 'leaseNotFound'],
    ['a duplicate key', txn([putOp('n'), putOp('n')]), 'duplicateKey'],
    ['compaction of a compacted revision', { kind: 'compact', revision: 3 }, 'compacted'],
    ['compaction of the future', { kind: 'compact', revision: 5 }, 'futureRevision'],
  ];
  for (const [name, request, code] of applied) {
    it(`when applied, ${name}: ${code}, and nothing changed`, () => {
      const { store } = newStore();
      for (const value of ['1', '2', '3']) put(store, 'a', value);
      compactFully(store, 3);
      const hash = store.hash(0);
      expect(codeOf(() => applyRequest(store, request))).to.equal(code);
      expect(store.hash(0)).to.deep.equal(hash);
      expect(put(store, 'after', '1'), 'the next revision').to.equal(5);
    });
  }
});
