/** What a message that is announced takes before it has come. */
import { MessageReader } from '@kuorum/rpc/internals';
import { expect } from 'chai';

const MIB = 1024 * 1024;

describe('a message in pieces', () => {
  const announced = (length: number): Buffer => {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(length, 1);
    return prefix;
  };

  it('takes about as much memory as has come of it, whatever length it announces', () => {
    const received: Buffer[] = [];
    const reader = new MessageReader(64 * MIB, (message) => received.push(message));
    const body = Buffer.alloc(16 * MIB, 'x');
    reader.receive(announced(body.length));
    for (let at = 0; at < body.length;) {
      const piece = body.subarray(at, at + 16_384);
      reader.receive(piece);
      at += piece.length;
      if (at < body.length) expect(reader.keptBytes).to.be.within(at, Math.max(64 * 1024, 2 * at + 16_384));
    }
    expect([received.length, received[0]?.equals(body), reader.keptBytes]).to.deep.equal([1, true, 0]);
  });
});
