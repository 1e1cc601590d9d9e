import { Xoshiro128 } from '@kuorum/base';
import { decodeConfChange, encodeConfChange, type MessageType } from '@kuorum/store/raft';
import {
  decodeChange,
  decodeMessage,
  decodeProposed,
  encodeChange,
  encodeMessage,
  encodeProposed,
} from '@kuorum/store/server/internals';
import { expect } from 'chai';
import { RandomRecords } from './random-records.js';

const RUNS = 200;

describe('records come back as they went', () => {
  it('raft messages of every type, with and without their optional fields', () => {
    const random = new RandomRecords(new Xoshiro128(1));
    const types = new Set<MessageType>();
    for (let run = 0; run < RUNS; run++) {
      for (const message of random.messages()) {
        expect(decodeMessage(encodeMessage(message))).to.deep.equal(message);
        types.add(message.type);
      }
    }
    expect(types.size).to.equal(14);
  });

  it('what a vote tells of the newest committed entry', () => {
    const [vote] = new RandomRecords(new Xoshiro128(2)).messages().filter(({ type }) => type === 'voteResp');
    expect(vote).to.have.property('committed');
    expect(decodeMessage(encodeMessage(vote as never))).to.have.property('committed');
  });

  it('commands of every kind, with and without a caller', () => {
    const random = new RandomRecords(new Xoshiro128(3));
    for (let run = 0; run < RUNS; run++) {
      for (const command of random.commands()) {
        const proposed = { origin: random.uint(), sequence: random.uint(), command };
        expect(decodeProposed(encodeProposed(proposed))).to.deep.equal(proposed);
        const asked = { ...proposed, caller: { user: random.text(), revision: random.uint() } };
        expect(decodeProposed(encodeProposed(asked))).to.deep.equal(asked);
      }
    }
  });

  it('what changes of the membership say', () => {
    const random = new RandomRecords(new Xoshiro128(3));
    for (let run = 0; run < RUNS; run++) {
      for (const change of random.membershipChanges()) {
        const proposed = { origin: random.uint(), sequence: random.uint(), change };
        expect(decodeChange(encodeChange(proposed))).to.deep.equal(proposed);
      }
    }
  });

  it('changes of the membership', () => {
    const random = new RandomRecords(new Xoshiro128(4));
    for (let run = 0; run < RUNS; run++) {
      const change = random.confChange();
      expect(decodeConfChange(encodeConfChange(change))).to.deep.equal(change);
    }
  });
});
