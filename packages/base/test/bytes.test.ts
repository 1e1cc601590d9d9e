import { expect } from 'chai';
import { compareBytes, equalBytes, fromUtf8, prefixEnd, utf8 } from '@kuorum/base';

describe('bytes', () => {
  it('orders as unsigned bytes, a prefix before what it prefixes', () => {
    const sorted = [[], [0], [0, 1], [1], [127], [128], [255], [255, 0]].map((bytes) => new Uint8Array(bytes));
    const shuffled = [...sorted].reverse().sort(compareBytes);
    expect(shuffled).to.deep.equal(sorted);
    expect(equalBytes(utf8('a'), utf8('a'))).to.equal(true);
    expect(equalBytes(utf8('a'), utf8('ab'))).to.equal(false);
  });

  const ends: [string, number[], number[]][] = [
    ['a plain prefix', [0x61], [0x62]],
    ['a last byte of 0xff carries', [0x61, 0xff], [0x62]],
    ['only 0xff has no end: every key ≥ key', [0xff, 0xff], [0]],
    ['the empty prefix: every key', [], [0]],
  ];
  for (const [title, prefix, end] of ends) {
    it(`prefixEnd: ${title}`, () => {
      expect([...prefixEnd(new Uint8Array(prefix))]).to.deep.equal(end);
    });
  }

  it('prefixEnd leaves the prefix as it is, a Buffer too', () => {
    const prefix = Buffer.from('a/');
    expect(fromUtf8(prefixEnd(prefix))).to.equal('a0');
    expect(prefix.toString()).to.equal('a/');
  });

  it('reads back what it wrote', () => {
    expect(fromUtf8(utf8('Zürich ☂'))).to.equal('Zürich ☂');
  });
});
