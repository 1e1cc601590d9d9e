/** A member whose state machine fails in the middle of a long command, in a process that lives on. */
import { utf8 } from '@kuorum/base';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { call, TestCluster } from './cluster.js';

describe('a command that fails after some of its slices', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('ends the member: it says why, refuses whoever waits for the state to be written, and can be stopped', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const { member } = cluster.member('m1');
    const { machine } = member;
    const bug = new Error('a bug in the second slice');
    const waiting: Promise<void>[] = [];
    machine.begin = function* () {
      for (const endMs = performance.now() + 50; performance.now() < endMs;);
      yield;
      waiting.push(machine.db.written(), machine.db.sync(), machine.db.defragment());
      for (const each of waiting) each.catch(() => undefined);
      throw bug;
    };
    const put = call(cluster.clients('m1').kv, 'Put', { key: utf8('a'), value: utf8('1') }).then(() => 'done', String);
    await eventually(() => cluster.fatal[0], 'the failure');
    expect(cluster.fatal.splice(0)).to.deep.equal([bug]);
    const ends = await Promise.allSettled([...waiting, machine.db.written()]);
    expect(ends.map(({ status }) => status)).to.deep.equal(Array.from({ length: 4 }, () => 'rejected'));
    await cluster.stopMember('m1');
    expect(await put).to.contain('Error');
  });
});
