/** A state whose records are damaged is refused in words, and no record of it changes. */
import { join } from 'node:path';
import { StorageError } from '@kuorum/store';
import { Cleanup } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { ClassicLevel } from 'classic-level';
import { expect } from 'chai';
import { rejection, type RawLevel } from '../storage/fixtures.js';
import { call, get, put, TestCluster } from './cluster.js';

type RawRecord = [key: Uint8Array, value: Uint8Array];
type Damage = (raw: RawLevel, record: RawRecord) => Promise<void>;

/** After the four bytes of the generation. */
const startsWith =
  (prefix: string) =>
  ([key]: RawRecord): boolean =>
    key[3] !== 0 && Buffer.from(key.subarray(4)).toString('latin1').startsWith(prefix);

describe('a state that is damaged', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const openRaw = async (directory: string): Promise<RawLevel> => {
    const raw: RawLevel = new ClassicLevel(join(directory, 'member', 'state'), {
      keyEncoding: 'view',
      valueEncoding: 'view',
    });
    await raw.open();
    return raw;
  };
  const garbage: Damage = (raw, [key]) => raw.put(key, Buffer.from([0xff, 0xfe, 0xfd]));
  const gone: Damage = (raw, [key]) => raw.del(key);

  const cases: { name: string; of: (record: RawRecord) => boolean; damage: Damage; text: RegExp }[] = [
    {
      name: 'how far it was applied',
      of: startsWith('\0a'),
      damage: garbage,
      text: /how far it was applied is not readable/,
    },
    { name: 'the configuration', of: startsWith('\0c'), damage: garbage, text: /the membership is not readable/ },
    { name: 'a member', of: startsWith('sm'), damage: garbage, text: /the record of a member is not readable/ },
    { name: 'a lease', of: startsWith('l'), damage: garbage, text: /the record of a lease has 3 bytes/ },
    {
      name: 'a lease that is gone while a key hangs on it',
      of: startsWith('l'),
      damage: gone,
      text: /lease \d+ is missing/,
    },
    { name: 'a revision', of: startsWith('k'), damage: garbage, text: /the record of revision \d+/ },
    {
      name: 'a revision that is gone in the middle',
      of: startsWith('k'),
      damage: gone,
      text: /revision \d+ is missing/,
    },
    {
      name: 'whose it is',
      of: ([key]) => Buffer.from(key).toString('latin1').endsWith('identity'),
      damage: garbage,
      text: /identity record is not readable/,
    },
    {
      name: 'the generation in use',
      of: ([key]) => Buffer.from(key).toString('latin1').endsWith('generation'),
      damage: garbage,
      text: /the number of the generation in use is not readable/,
    },
  ];

  it('is refused, whatever it is, and left as it is; mended, it serves again', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { snapshotCount: 3, snapshotCatchUpEntries: 1 });
    const clients = cluster.clients('m1');
    const lease: etcdserverpb.LeaseGrantResponse__Output = await call(clients.lease, 'LeaseGrant', { TTL: '600' });
    for (let i = 0; i < 5; i++) await put(clients, `k${i}`, 'v');
    await call(clients.kv, 'Put', { key: Buffer.from('leased'), value: Buffer.from('v'), lease: lease.ID });
    await put(clients, 'last', 'v');
    await cluster.stopMember('m1');
    const directory = cluster.directoryOf('m1');
    let raw = await openRaw(directory);
    // A number that a snapshot's install would have written; the first generation needs none.
    await raw.put(Buffer.from('\0\0\0\0generation', 'latin1'), Buffer.from([0, 0, 0, 1]));
    const intact = await raw.iterator().all();
    await raw.close();
    for (const { name, of, damage, text } of cases) {
      raw = await openRaw(directory);
      const hits = intact.filter(of);
      const record = hits[Math.floor(hits.length / 2)];
      if (record === undefined) throw new Error(`there is no record of ${name}`);
      await damage(raw, record);
      const damaged = await raw.iterator().all();
      await raw.close();
      const error = await rejection(cluster.startMember('m1'));
      expect(error, name).to.be.instanceOf(StorageError);
      expect(error?.message, name).to.match(text);
      raw = await openRaw(directory);
      expect(await raw.iterator().all(), name).to.deep.equal(damaged);
      await raw.put(record[0], record[1]);
      await raw.close();
    }
    await cluster.startMember('m1');
    expect(await get(cluster.clients('m1'), 'last')).to.equal('v');
  });
});
