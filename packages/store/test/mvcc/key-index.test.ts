import { asRevision, KeyIndex } from '@kuorum/store/mvcc';
import { expect } from 'chai';

/** `2` is a put at revision 2, `5†` a deletion at 5. */
function indexOf(script: string): KeyIndex {
  const index = new KeyIndex();
  for (const word of script.split(' ')) {
    const main = asRevision(parseInt(word, 10));
    if (word.endsWith('†')) index.tombstone(main, 0);
    else index.put(main, 0);
  }
  return index;
}

function compact(index: KeyIndex, revision: number): number[] {
  const dropped: number[] = [];
  index.compact(revision, (main) => dropped.push(main));
  return dropped;
}

describe('KeyIndex', () => {
  const script = '2 4 5† 7 8 10†';

  it('knows what each revision sees', () => {
    const index = indexOf(script);
    const seen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((revision) => index.at(revision)?.main);
    expect(seen).to.deep.equal([undefined, 2, 2, 4, undefined, undefined, 7, 8, 8, undefined, undefined]);
  });

  it('counts versions from each creation', () => {
    const index = indexOf('2 4 5† 7 8 9');
    const versions = [2, 4, 7, 8, 9]
      .map((revision) => index.at(revision))
      .map((at) => [at?.createRevision, at?.version]);
    expect(versions).to.deep.equal([
      [2, 1],
      [2, 2],
      [7, 1],
      [7, 2],
      [7, 3],
    ]);
  });

  it('has nothing to delete before a put and after a deletion', () => {
    const index = new KeyIndex();
    expect(index.tombstone(asRevision(2), 0)).to.equal(false);
    index.put(asRevision(3), 0);
    expect(index.tombstone(asRevision(4), 0)).to.equal(true);
    expect(index.tombstone(asRevision(5), 0)).to.equal(false);
  });

  for (const { at, dropped } of [
    { at: 1, dropped: [] },
    { at: 2, dropped: [] },
    { at: 3, dropped: [] },
    { at: 4, dropped: [2] },
    { at: 5, dropped: [2, 4] }, // the tombstone stays at its own revision
    { at: 6, dropped: [2, 4, 5] },
    { at: 7, dropped: [2, 4, 5] },
    { at: 8, dropped: [2, 4, 5, 7] },
    { at: 9, dropped: [2, 4, 5, 7] },
    { at: 10, dropped: [2, 4, 5, 7, 8] },
    { at: 11, dropped: [2, 4, 5, 7, 8, 10] },
  ]) {
    it(`compacted at ${at} drops [${dropped.join(' ')}] and reads on as before`, () => {
      const index = indexOf(script);
      const before = indexOf(script);
      expect(compact(index, at)).to.deep.equal(dropped);
      expect(index.isEmpty).to.equal(at > 10);
      for (let revision = at; revision <= 12; revision++) {
        expect(index.at(revision), `at ${revision}`).to.deep.equal(before.at(revision));
      }
      expect(compact(index, at), 'a second time').to.deep.equal([]);
      index.checkInvariants();
    });
  }

  it('is compacted in steps too, oldest first', () => {
    for (let at = 1; at <= 11; at++) {
      const whole = compact(indexOf(script), at);
      for (let recordsMax = 1; recordsMax <= 3; recordsMax++) {
        const index = indexOf(script);
        const dropped: number[] = [];
        let step: number;
        do {
          step = index.compact(at, (main) => dropped.push(main), recordsMax);
          expect(step).to.be.at.most(recordsMax);
          index.checkInvariants();
          for (let read = at; read <= 11; read++) expect(index.at(read)).to.deep.equal(indexOf(script).at(read));
        } while (step === recordsMax);
        expect(dropped, `compacted at ${at}, ${recordsMax} a step`).to.deep.equal(whole);
      }
    }
  });

  it('takes from a restored history, and from nobody else, a put and a deletion in one revision', () => {
    const restored = (): KeyIndex => {
      const index = new KeyIndex();
      index.restorePut(asRevision(2), 0, asRevision(2), 1);
      index.restorePut(asRevision(5), 1, asRevision(2), 2);
      index.restoreTombstone(asRevision(5), 3);
      return index;
    };
    const index = restored();
    index.checkInvariants();
    expect([2, 4, 5, 6].map((revision) => index.at(revision)?.version)).to.deep.equal([1, 1, undefined, undefined]);
    for (const { at, kept } of [
      { at: 4, kept: ['2.0', '5.1', '5.3'] },
      { at: 5, kept: ['5.1', '5.3'] }, // all of the compacted revision: a watch from it sees it whole
      { at: 6, kept: [] },
    ]) {
      const names: string[] = [];
      const compacted = restored();
      compact(compacted, at);
      compacted.checkInvariants();
      compacted.forEachKept(at, 9, (main, sub) => names.push(`${main}.${sub}`));
      expect(names).to.deep.equal(kept);
    }
    const live = indexOf('2 5');
    expect(() => live.tombstone(asRevision(5), 1)).to.throw('revision 5 must be after the key');
    expect(() => live.put(asRevision(5), 1)).to.throw('revision 5 must be after the key');
  });

  it('names the records that a compaction keeps, whether it was there or not', () => {
    for (let at = 0; at <= 11; at++) {
      const kept = (index: KeyIndex): number[] => {
        const mains: number[] = [];
        index.forEachKept(at, 9, (main) => mains.push(main));
        return mains;
      };
      const compacted = indexOf(script);
      compact(compacted, at);
      expect(kept(compacted)).to.deep.equal(kept(indexOf(script)));
    }
  });
});
