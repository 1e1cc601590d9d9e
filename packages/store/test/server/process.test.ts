import { spawn } from 'node:child_process';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { put, range, type Clients } from './cluster.js';
import { leaderOf, mainFile, startThree } from './processes.js';

describe('a store of three processes', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('loses no acknowledged write when its leader is killed, and goes on', async () => {
    const members = await startThree(cleanup);
    const leader = await leaderOf(members);
    const others = members.filter((member) => member !== leader);
    const acknowledged: string[] = [];
    let writing = true;
    const writers = others.flatMap(({ name, clients }) =>
      Array.from({ length: 4 }, async (_, writer) => {
        for (let i = 0; writing; i++) {
          const key = `n/${name}/${writer}/${i}`;
          await put(clients, key, 'x').then(
            () => acknowledged.push(key),
            () => undefined,
          );
        }
      }),
    );
    await eventually(() => acknowledged.length > 100, 'writes');
    await leader.end('SIGKILL');
    const before = acknowledged.length;
    await eventually(() => acknowledged.length > before + 100, 'writes under the new leader');
    writing = false;
    await Promise.all(writers);
    leader.start();
    const all = { key: Buffer.from('n/'), range_end: Buffer.from('n0'), keys_only: true };
    for (const { clients } of members) {
      const { kvs } = await eventually(() => range(clients, all), 'a read');
      const present = new Set(kvs.map(({ key }) => key.toString()));
      expect(acknowledged.filter((key) => !present.has(key))).to.deep.equal([]);
    }
  }).timeout(90_000);

  it('finds everything acknowledged after all of it was killed', async () => {
    const members = await startThree(cleanup);
    await leaderOf(members);
    const clients = members[0]?.clients as Clients;
    // Another member may lead before this one's server listens.
    await eventually(() => range(clients, { key: Buffer.from('k') }), 'a read');
    const keys = Array.from({ length: 50 }, (_, i) => `k/${i}`);
    await Promise.all(keys.map((key) => put(clients, key, 'x')));
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    for (const member of members) member.start();
    await leaderOf(members);
    const { count } = await eventually(
      () => range(clients, { key: Buffer.from('k/'), range_end: Buffer.from('k0'), count_only: true }),
      'a read',
    );
    expect(count).to.equal('50');
  }).timeout(90_000);

  it('says what is wrong with its flags and exits with 1', async () => {
    const child = cleanup.own(spawn(process.execPath, [mainFile, '--election-timeout=1']), (each) => each.kill());
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, text.trim()]).to.deep.equal([
      1,
      '--election-timeout must be at least 5 times --heartbeat-interval: they are 1 and 100 ms',
    ]);
  });

  it('drains and exits with 0 on SIGTERM', async () => {
    const members = await startThree(cleanup);
    const member = await leaderOf(members);
    expect(await member.end('SIGTERM')).to.equal(0);
  }).timeout(90_000);
});
