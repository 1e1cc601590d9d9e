import { fromUtf8, Xoshiro128 } from '@kuorum/base';
import {
  checkGrant,
  decodeLease,
  encodeLease,
  EXPIRED_RETRY_MS,
  LeaseError,
  leaseKey,
  Lessor,
  MAX_LEASE_TTL_SECONDS,
  ttlToGrant,
} from '@kuorum/store/lease';
import { expect } from 'chai';

function primary(nowMs = 0): Lessor {
  const lessor = new Lessor();
  lessor.promote(nowMs, 0);
  return lessor;
}

describe('Lessor', () => {
  it('raises a TTL that would not outlast an election before it is proposed, and grants what was proposed', () => {
    expect([ttlToGrant(-1, 1000), ttlToGrant(0, 1000), ttlToGrant(60, 1000)]).to.deep.equal([2, 2, 60]);
    expect(() => ttlToGrant(MAX_LEASE_TTL_SECONDS + 1, 1000)).to.throw(LeaseError, 'etcdserver: too large lease TTL');
    expect(primary().grant(1n, 1, 0)).to.deep.equal({ id: 1n, ttlSeconds: 1 });
  });

  for (const { name, run, text } of [
    { name: 'id 0', run: (l: Lessor) => l.grant(0n, 5, 0), text: 'etcdserver: requested lease not found' },
    { name: 'an id in use', run: (l: Lessor) => l.grant(7n, 5, 0), text: 'etcdserver: lease already exists' },
    {
      name: 'a TTL beyond the limit',
      run: (l: Lessor) => l.grant(8n, MAX_LEASE_TTL_SECONDS + 1, 0),
      text: 'etcdserver: too large lease TTL',
    },
    {
      name: 'the same before proposing',
      run: () => checkGrant(MAX_LEASE_TTL_SECONDS + 1),
      text: 'etcdserver: too large lease TTL',
    },
    { name: 'revoking no lease', run: (l: Lessor) => l.revoke(9n), text: 'etcdserver: requested lease not found' },
    { name: 'renewing no lease', run: (l: Lessor) => l.renew(9n, 0), text: 'etcdserver: requested lease not found' },
    {
      name: 'attaching to no lease',
      run: (l: Lessor) => l.attach(9n, 'a'),
      text: 'etcdserver: requested lease not found',
    },
    {
      name: 'renewing an expired lease',
      run: (l: Lessor) => l.renew(7n, 5000),
      text: 'etcdserver: requested lease not found',
    },
  ] as { name: string; run: (lessor: Lessor) => unknown; text: string }[]) {
    it(`refuses ${name}`, () => {
      const lessor = primary();
      lessor.grant(7n, 5, 0);
      expect(() => run(lessor)).to.throw(LeaseError, text);
      expect(lessor.leases()).to.deep.equal([7n]);
      lessor.checkInvariants();
    });
  }

  it('revokes: names the keys in byte order and forgets lease and keys', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    for (const key of ['b', 'a\xff', 'a', 'ab']) lessor.attach(1n, key);
    expect(lessor.revoke(1n).map((key) => [...key])).to.deep.equal([[97], [97, 98], [97, 255], [98]]);
    expect(lessor.has(1n)).to.equal(false);
    expect(lessor.leaseOf('a')).to.equal(0n);
    lessor.checkInvariants();
  });

  it('moves keys on and off', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    lessor.attach(1n, 'a');
    lessor.attach(1n, 'b');
    lessor.detach(1n, 'a');
    expect([lessor.leaseOf('a'), lessor.leaseOf('b')]).to.deep.equal([0n, 1n]);
    expect(lessor.timeToLive(1n, 0)?.keys.map(fromUtf8)).to.deep.equal(['b']);
  });

  it('never expires early, and does at its time', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    expect(lessor.expired(4999)).to.deep.equal([]);
    expect(lessor.expired(5000)).to.deep.equal([1n]);
  });

  it('names an expired lease once, and again after a while only when its expiry did not get into the log', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    expect(lessor.expired(5000)).to.deep.equal([1n]);
    expect(lessor.expired(5000 + EXPIRED_RETRY_MS)).to.deep.equal([]);
    lessor.expiryDropped(1n);
    expect(lessor.expired(5000 + 2 * EXPIRED_RETRY_MS - 1)).to.deep.equal([]);
    expect(lessor.expired(5000 + 2 * EXPIRED_RETRY_MS)).to.deep.equal([1n]);
    lessor.revoke(1n);
    expect(lessor.expired(1e9)).to.deep.equal([]);
  });

  it('names it again to the next primary, and a lease that is granted anew under its id', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    expect(lessor.expired(5000)).to.deep.equal([1n]);
    lessor.demote();
    lessor.promote(6000, 0);
    expect(lessor.expired(11_000)).to.deep.equal([1n]);
    lessor.revoke(1n);
    lessor.grant(1n, 5, 12_000);
    expect(lessor.expired(17_000)).to.deep.equal([1n]);
  });

  it('a renewal gives the full TTL again', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    expect(lessor.renew(1n, 4000)).to.equal(5);
    expect(lessor.expired(8999)).to.deep.equal([]);
    expect(lessor.timeToLive(1n, 8000)).to.include({ ttlSeconds: 1, grantedTtlSeconds: 5 });
    expect(lessor.expired(9000)).to.deep.equal([1n]);
    expect(lessor.timeToLive(1n, 9500)?.ttlSeconds, 'it waits to be revoked').to.equal(0);
  });

  it('an id granted anew is a new lease', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    lessor.revoke(1n);
    lessor.grant(1n, 10, 0);
    expect(lessor.expired(5000)).to.deep.equal([]);
    expect(lessor.expired(10_000)).to.deep.equal([1n]);
  });

  it('hands out expired leases within a limit, the earliest first', () => {
    const lessor = primary();
    for (let id = 1n; id <= 5n; id++) lessor.grant(id, 10 - Number(id), 0);
    expect(lessor.expired(20_000, 2)).to.deep.equal([5n, 4n]);
    expect(lessor.expired(20_000, 2)).to.deep.equal([3n, 2n]);
    expect(lessor.expired(20_000, 2)).to.deep.equal([1n]);
  });

  it('counts no time unless primary', () => {
    const lessor = new Lessor();
    lessor.grant(1n, 5, 0);
    expect(lessor.expired(1e9)).to.deep.equal([]);
    expect(() => lessor.renew(1n, 0)).to.throw(LeaseError, 'etcdserver: not primary lessor');
    expect(lessor.timeToLive(1n, 1e9)?.ttlSeconds).to.equal(5);
    expect(lessor.timeToLive(2n, 0)).to.equal(undefined);
  });

  it('a new primary extends every lease, by the time that the election took too', () => {
    const lessor = primary();
    lessor.grant(1n, 5, 0);
    lessor.demote();
    lessor.checkInvariants();
    expect(lessor.expired(1e6)).to.deep.equal([]);
    lessor.promote(100_000, 1000);
    lessor.checkInvariants();
    expect(lessor.expired(105_999)).to.deep.equal([]);
    expect(lessor.expired(106_000)).to.deep.equal([1n]);
  });

  describe('checkpoints', () => {
    const INTERVAL_MS = 300_000;
    const HOUR_SECONDS = 3600;

    /** Primary since 0 in term 1, with lease 1 of an hour and lease 2 of five minutes. */
    const checkpointing = (): Lessor => {
      const lessor = new Lessor(INTERVAL_MS);
      lessor.promote(0, 0, 1);
      lessor.grant(1n, HOUR_SECONDS, 0);
      lessor.grant(2n, 300, 0);
      return lessor;
    };
    const left = (remainingTtlSeconds: number) => ({ id: 1n, remainingTtlSeconds });

    it('are due an interval after the grant or the last renewal, for leases that have longer than that to live', () => {
      const lessor = checkpointing();
      expect(lessor.dueCheckpoints(INTERVAL_MS - 1)).to.deep.equal([]);
      lessor.renew(1n, 1000);
      expect(lessor.dueCheckpoints(INTERVAL_MS)).to.deep.equal([]);
      expect(lessor.dueCheckpoints(INTERVAL_MS + 1000)).to.deep.equal([left(3300)]);
      expect(lessor.dueCheckpoints(INTERVAL_MS + 1000)).to.deep.equal([]);
      lessor.checkInvariants();
    });

    it('are due again after the next interval, rounded up, until little is left', () => {
      const lessor = checkpointing();
      const due: number[] = [];
      for (let nowMs = 0; nowMs < HOUR_SECONDS * 1000; nowMs += 299_999) {
        for (const each of lessor.dueCheckpoints(nowMs)) {
          due.push(each.remainingTtlSeconds);
          lessor.checkpoint(each, { nowMs, term: 1 });
          expect(nowMs + each.remainingTtlSeconds * 1000).to.be.at.least(HOUR_SECONDS * 1000);
        }
      }
      expect(due).to.deep.equal([3001, 2401, 1801, 1201, 601, 1]);
      expect(lessor.expired(HOUR_SECONDS * 1000 - 1), 'lease 2 alone is over').to.deep.equal([2n]);
      expect(lessor.expired(HOUR_SECONDS * 1000)).to.include(1n);
    });

    it('come within a limit', () => {
      const lessor = checkpointing();
      for (let id = 10n; id < 20n; id++) lessor.grant(id, HOUR_SECONDS, 0);
      const batches = [8, 8, 8].map((limit) => lessor.dueCheckpoints(INTERVAL_MS, limit).length);
      expect(batches).to.deep.equal([8, 3, 0]);
    });

    it('are where a new primary goes on from, and a restored one', () => {
      const lessor = new Lessor();
      lessor.grant(1n, 100, 0);
      const record = lessor.checkpoint(left(30), { nowMs: 0, term: 1 });
      expect(record).to.deep.equal({ id: 1n, ttlSeconds: 100, remainingTtlSeconds: 30 });
      lessor.promote(0, 1000, 2);
      expect(lessor.timeToLive(1n, 0)?.ttlSeconds).to.equal(31);
      lessor.restore(record === undefined ? [] : [record]);
      lessor.promote(0, 0, 3);
      expect(lessor.timeToLive(1n, 0)?.ttlSeconds).to.equal(30);
      expect(lessor.checkpoint({ id: 9n, remainingTtlSeconds: 1 }, { nowMs: 0, term: 3 })).to.equal(undefined);
    });

    it('a renewal is to be logged from when a checkpoint is named until one of 0 is applied', () => {
      const lessor = checkpointing();
      expect(lessor.mustLogRenewal(1n)).to.equal(false);
      const [due] = lessor.dueCheckpoints(INTERVAL_MS);
      if (due === undefined) throw new Error('no checkpoint is due');
      // It is in the log, not applied: a renewal now must come after it there.
      expect(lessor.mustLogRenewal(1n)).to.equal(true);
      lessor.renew(1n, INTERVAL_MS);
      lessor.checkpoint(due, { nowMs: INTERVAL_MS, term: 1 });
      expect(lessor.mustLogRenewal(1n)).to.equal(true);
      expect(lessor.timeToLive(1n, INTERVAL_MS)?.ttlSeconds, 'the primary knows better').to.equal(HOUR_SECONDS);
      expect(lessor.checkpoint(left(0), { nowMs: INTERVAL_MS, term: 1 })).to.deep.equal({ id: 1n, ttlSeconds: 3600 });
      expect(lessor.mustLogRenewal(1n)).to.equal(false);
      lessor.promote(INTERVAL_MS, 0, 2);
      expect(lessor.timeToLive(1n, INTERVAL_MS)?.ttlSeconds).to.equal(HOUR_SECONDS);
    });

    it('that never got into the log bind nobody', () => {
      const lessor = checkpointing();
      lessor.checkpointDropped(lessor.dueCheckpoints(INTERVAL_MS));
      expect(lessor.mustLogRenewal(1n)).to.equal(false);
      expect(lessor.dueCheckpoints(2 * INTERVAL_MS)).to.deep.equal([left(3000)]);
    });

    it('of an earlier primary that are applied late give time and take none', () => {
      const lessor = checkpointing();
      lessor.checkpoint(left(30), { nowMs: 0, term: 1 });
      lessor.promote(0, 0, 2);
      // The client renewed with the earlier primary, which logged it before it answered.
      lessor.checkpoint(left(0), { nowMs: 1000, term: 1 });
      expect(lessor.timeToLive(1n, 1000)?.ttlSeconds).to.equal(HOUR_SECONDS);
      lessor.checkpoint(left(10), { nowMs: 2000, term: 1 });
      expect(lessor.timeToLive(1n, 2000)?.ttlSeconds).to.equal(HOUR_SECONDS - 1);
      lessor.checkInvariants();
    });
  });

  it('restores from its records', () => {
    const lessor = primary();
    lessor.grant(9n, 5, 0);
    lessor.attach(9n, 'old');
    lessor.restore([
      { id: 1n, ttlSeconds: 5 },
      { id: -2n, ttlSeconds: 50, remainingTtlSeconds: 7 },
    ]);
    lessor.checkInvariants();
    expect(lessor.isPrimary).to.equal(false);
    expect([lessor.has(9n), lessor.leaseOf('old')]).to.deep.equal([false, 0n]);
    lessor.promote(0, 0);
    expect(lessor.leases()).to.deep.equal([1n, -2n]);
    expect(lessor.timeToLive(-2n, 0)).to.include({ ttlSeconds: 7, grantedTtlSeconds: 50 });
  });

  it('encodes a record and reads it back', () => {
    for (const record of [
      { id: 1n, ttlSeconds: 5 },
      { id: -1n, ttlSeconds: MAX_LEASE_TTL_SECONDS, remainingTtlSeconds: 3 },
      { id: 0x7fff_ffff_ffff_ffffn, ttlSeconds: 60 },
    ]) {
      expect(decodeLease(leaseKey(record.id), encodeLease(record))).to.deep.equal(record);
    }
  });

  it('keeps its invariants, and expires nothing early, under random use', () => {
    const prng = new Xoshiro128(3);
    const lessor = primary();
    const deadlines = new Map<bigint, number>();
    let nowMs = 0;
    for (let step = 0; step < 5000; step++) {
      nowMs += prng.int(500);
      const id = BigInt(1 + prng.int(40));
      const key = `k${prng.int(30)}`;
      const use = prng.int(5);
      if (use === 0 && !lessor.has(id)) {
        deadlines.set(id, nowMs + lessor.grant(id, 2 + prng.int(10), nowMs).ttlSeconds * 1000);
      } else if (use === 1 && (deadlines.get(id) ?? 0) > nowMs) {
        deadlines.set(id, nowMs + lessor.renew(id, nowMs) * 1000);
      } else if (use === 2 && lessor.has(id)) {
        if (lessor.leaseOf(key) !== 0n) lessor.detach(lessor.leaseOf(key), key);
        lessor.attach(id, key);
      } else if (use === 3) {
        for (const expired of lessor.expired(nowMs)) {
          expect(deadlines.get(expired)).to.be.at.most(nowMs);
          lessor.revoke(expired);
          deadlines.delete(expired);
        }
        for (const [left, deadline] of deadlines) expect(deadline, `lease ${left}`).to.be.above(nowMs);
      }
      lessor.checkInvariants();
    }
  });
});
