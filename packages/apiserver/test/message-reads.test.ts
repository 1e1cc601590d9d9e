/** Who reads a message when more want to than may. */
import { ApiStatusError } from '@kuorum/api';
import { expect } from 'chai';
import { MessageReads } from '../dist/server/message-reads.js';

describe('places for messages that are read', () => {
  const begun: string[] = [];
  const leave = new Map<string, () => void>();
  let reads: MessageReads;
  beforeEach(() => {
    begun.length = 0;
    leave.clear();
    reads = new MessageReads({ perUser: 2, inAll: 3, waitingPerUser: 2 });
  });

  /** The calls of a user are its name and a number. */
  function come(...calls: string[]): void {
    for (const call of calls)
      leave.set(
        call,
        reads.take(call.slice(0, 1), () => void begun.push(call)),
      );
  }
  function go(...calls: string[]): void {
    for (const call of calls) leave.get(call)?.();
  }
  const beginsAfter = (act: () => void): string[] => {
    const before = begun.length;
    act();
    return begun.slice(before);
  };

  it('are a few for each user and a few in all; users take turns, and calls of one user stand in line', () => {
    expect(beginsAfter(() => come('a1', 'a2', 'a3', 'a4'))).to.deep.equal(['a1', 'a2']);
    expect(beginsAfter(() => come('b1', 'b2', 'c1'))).to.deep.equal(['b1']);
    expect(beginsAfter(() => go('a1'))).to.deep.equal(['a3']);
    expect(beginsAfter(() => go('a2'))).to.deep.equal(['b2']);
    expect(beginsAfter(() => go('a3'))).to.deep.equal(['c1']);
    expect(beginsAfter(() => go('b1'))).to.deep.equal(['a4']);
  });

  it('are for those who wait, as many as may: more are refused, and who goes away while waiting is passed over', () => {
    come('a1', 'a2', 'a3', 'a4');
    expect(() => come('a5'))
      .to.throw(ApiStatusError, 'too many requests')
      .with.property('reason', 'TooManyRequests');
    go('a3');
    expect(beginsAfter(() => go('a1'))).to.deep.equal(['a4']);
    go('a3');
    expect(beginsAfter(() => come('b1'))).to.deep.equal(['b1']);
  });

  it('come back once, however often they are given back', () => {
    come('a1', 'b1', 'c1', 'd1', 'd2');
    expect(beginsAfter(() => go('a1', 'a1', 'a1'))).to.deep.equal(['d1']);
    expect(beginsAfter(() => go('b1', 'c1'))).to.deep.equal(['d2']);
    go('d1', 'd2');
    expect(beginsAfter(() => come('a1', 'b1', 'c1', 'd1'))).to.deep.equal(['a1', 'b1', 'c1']);
  });
});
