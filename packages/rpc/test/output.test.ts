import { giveBack, Output } from '@kuorum/rpc/internals';
import { expect } from 'chai';

/** Frames of `size` bytes each, the i-th filled with i. */
function say(out: Output, frames: number, size: number): Buffer {
  const said: Buffer[] = [];
  for (let i = 0; i < frames; i++) {
    const payload = Buffer.alloc(size, i);
    out.bytesOf(payload);
    said.push(payload);
  }
  return Buffer.concat(said);
}

describe('Output', () => {
  it('gives what was said in order, however much it is', () => {
    const out = new Output(() => undefined);
    for (const [frames, size] of [
      [3, 10],
      [1000, 300],
      [40, 2047],
      [5, 100_000],
      [200, 1999],
    ] as const) {
      const said = say(out, frames, size);
      expect(out.bytes).to.equal(said.length);
      expect(Buffer.concat(out.take()).equals(said), `${frames} of ${size}`).to.equal(true);
    }
  });

  it('has copied what is short by then: its owner may write something else there', () => {
    const out = new Output(() => undefined);
    const payload = Buffer.alloc(100, 'a');
    out.bytesOf(payload);
    payload.fill('b');
    expect(Buffer.concat(out.take()).toString()).to.equal('a'.repeat(100));
  });

  it('writes into a large block again only after it was given back', () => {
    const [one, other] = [new Output(() => undefined), new Output(() => undefined)];
    const said = say(one, 300, 200);
    const chunks = one.take();
    const lent = one.lentBlocks;
    expect(lent).to.have.length.greaterThan(0);
    say(one, 300, 201);
    one.take();
    say(other, 300, 202);
    other.take();
    expect(Buffer.concat(chunks).equals(said), 'while nobody gave it back').to.equal(true);
    giveBack(lent);
    say(other, 300, 203);
    other.take();
    expect(
      other.lentBlocks.some((block) => lent.includes(block)),
      'then it is used',
    ).to.equal(true);
  });

  it('lends nothing for what fits into one block', () => {
    const out = new Output(() => undefined);
    say(out, 20, 50);
    out.take();
    expect(out.lentBlocks).to.deep.equal([]);
  });
});
