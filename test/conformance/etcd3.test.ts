/** etcd3 from npm against three members; `make conformance` shows that the same holds of etcd. */
import { once } from 'node:events';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Etcd3, EtcdLeaseInvalidError, STMConflictError, type Watcher } from 'etcd3';
import { choosePorts, MemberCluster, PATIENCE_MS, watchersAt, type Member } from '../support/etcd/members.js';

/** etcd3's own enum exists for its compiler alone. */
const ISOLATIONS = { serializableSnapshot: 0, serializable: 1, repeatableReads: 2, readCommitted: 3 } as const;

/** That etcd itself is so is looked at when there is time. */
const KINDS = process.env['KUORUM_CONFORMANCE'] === 'full' ? (['etcd', 'kuorum'] as const) : (['kuorum'] as const);

for (const kind of KINDS) {
  describe(`etcd3 on ${kind}`, () => {
    const cleanup = new Cleanup();
    let cluster: MemberCluster;
    let client: Etcd3;

    before(async function () {
      this.timeout(2 * PATIENCE_MS);
      cluster = await MemberCluster.start(cleanup, kind, await choosePorts(3), ['--bcrypt-cost=4']);
      client = connect();
    });
    after(() => cleanup.run());

    const connect = (hosts: readonly Member[] = cluster.members): Etcd3 =>
      cleanup.own(new Etcd3({ hosts: hosts.map(({ endpoint }) => endpoint) }), (each) => each.close());

    it('puts, gets, counts, sorts and deletes', async () => {
      const kv = client.namespace('kv/');
      for (const [i, key] of ['c', 'a', 'b'].entries()) await kv.put(key).value(i);
      expect(await kv.get('a').number()).to.equal(1);
      expect(await kv.get('absent').string()).to.equal(null);
      // Whichever member it asks may lag behind.
      await cluster.inStep();
      expect(await kv.get('a').serializable(true).string()).to.equal('1');
      expect(await kv.getAll().numbers()).to.deep.equal({ a: 1, b: 2, c: 0 });
      expect(await kv.getAll().sort('Create', 'Descend').limit(2).keys()).to.deep.equal(['b', 'a']);
      expect(await kv.getAll().count()).to.equal(3);
      const { mod_revision: first } = (await kv.get('c').exec()).kvs[0] ?? {};
      const previous = await kv.put('c').value('new').getPrevious();
      expect(previous.value.toString()).to.equal('0');
      expect(
        await kv
          .get('c')
          .revision(first ?? '')
          .string(),
      ).to.equal('0');
      expect(await client.get('kv/c').string()).to.equal('new');
      const gone = await kv.delete().inRange({ start: 'a', end: 'c' }).getPrevious();
      expect(gone.map(({ key, value }) => `${key.toString()}=${value.toString()}`)).to.deep.equal(['kv/a=1', 'kv/b=2']);
      expect((await kv.delete().all()).deleted).to.equal('1');
    });

    it('changes several keys in one transaction, or none', async () => {
      const bank = client.namespace('bank/');
      await bank.put('alice').value(10);
      const pay = (amount: number): Promise<{ succeeded: boolean; header: { revision: string } }> =>
        bank
          .if('alice', 'Value', '==', 10)
          .and('bob', 'Create', '==', 0)
          .then(bank.put('alice').value(10 - amount), bank.put('bob').value(amount), bank.delete().key('old'))
          .else(bank.get('alice'), bank.get('bob'))
          .commit();
      const paid = await pay(4);
      expect(paid.succeeded).to.equal(true);
      expect((await pay(4)).succeeded).to.equal(false);
      const { kvs } = await bank.getAll().exec();
      expect(kvs.map(({ value, mod_revision }) => `${value.toString()} at ${mod_revision}`)).to.deep.equal([
        `6 at ${paid.header.revision}`,
        `4 at ${paid.header.revision}`,
      ]);
    });

    it('watches keys and prefixes, with filters and what was before, from the past', async () => {
      const all = client.namespace('watch/');
      const first = (await all.put('x').value('0')).header.revision;
      await cluster.inStep();
      const past = await note(cleanup, all.watch().prefix('').startRevision(first).create());
      const deletions = await note(cleanup, all.watch().key('x').only('delete').withPreviousKV().create());
      // Its `ignore` ignores the opposite of what it is told.
      const puts = await note(cleanup, all.watch().key('x').only('put').create());
      await all.put('x').value('1');
      await all.delete().key('x');
      await all.put('y').value('2');
      await eventually(() => past.length >= 4, 'the events');
      expect(past).to.deep.equal(['put x=0', 'put x=1', 'delete x', 'put y=2']);
      await eventually(() => deletions.length === 1 && puts.length === 1, 'what was not filtered');
      expect([...deletions, ...puts]).to.deep.equal(['delete x (1)', 'put x=1']);
    });

    it('goes on watching without a gap when its member is killed', async () => {
      const hosts = cluster.members.slice(1);
      const watching = connect(hosts);
      const before = await Promise.all(hosts.map(watchersAt));
      const watcher = await watching.watch().prefix('survive/').create();
      const seen = collect(watcher);
      const member = await eventually(async () => {
        const now = await Promise.all(hosts.map(watchersAt));
        return hosts.find((_, i) => (now[i] ?? 0) > (before[i] ?? 0));
      }, 'the watcher');
      const writer = connect([cluster.first]);
      await writer.put('survive/a').value('1');
      await eventually(() => seen.length === 1, 'the first event');
      await member.end();
      for (const key of ['b', 'c', 'd']) await writer.put(`survive/${key}`).value('2');
      await eventually(() => seen.length >= 4, 'the events of the meantime', PATIENCE_MS);
      member.start();
      await writer.put('survive/e').value('3');
      await eventually(() => seen.length >= 5, 'the last event', PATIENCE_MS);
      expect(seen.map((event) => event.split('/')[1])).to.deep.equal(['a=1', 'b=2', 'c=2', 'd=2', 'e=3']);
      await watcher.cancel();
    }).timeout(2 * PATIENCE_MS);

    it('keeps a lease alive, over the death of the leader too', async () => {
      const lease = cleanup.own(client.lease(6), (each) => each.release());
      let lost: unknown;
      let renewals = 0;
      lease.on('lost', (error) => (lost = error));
      lease.on('keepaliveSucceeded', () => renewals++);
      await lease.put('leased').value('x');
      await eventually(() => renewals >= 1, 'a renewal', PATIENCE_MS);
      await cluster.first.end();
      const until = renewals + 3;
      await eventually(() => renewals >= until, 'renewals by the next leader', PATIENCE_MS);
      cluster.first.start();
      await cluster.inStep();
      expect(lost).to.equal(undefined);
      expect(await connect(cluster.members.slice(1)).get('leased').string()).to.equal('x');
      await lease.revoke();
      expect(await connect(cluster.members.slice(1)).get('leased').string()).to.equal(null);
    }).timeout(3 * PATIENCE_MS);

    it('hears that a lease is lost', async () => {
      const lease = client.lease(6);
      await lease.put('lost').value('x');
      const lost = once(lease, 'lost');
      await client.leaseClient.leaseRevoke({ ID: await lease.grant() });
      expect((await lost)[0]).to.be.instanceOf(EtcdLeaseInvalidError);
      expect(lease.revoked()).to.equal(true);
      expect(await client.get('lost').string()).to.equal(null);
      const ended = await client
        .lease(60, { autoKeepAlive: false })
        .put('x')
        .lease('123')
        .value('y')
        .then(
          () => 'put',
          (error: Error) => error.message,
        );
      expect(ended).to.contain('requested lease not found');
    }).timeout(PATIENCE_MS);

    it('lets one at a time hold a lock', async () => {
      let inside = 0;
      const order: number[] = [];
      await Promise.all(
        [1, 2, 3].map(async (i) => {
          const retrying = async (): Promise<void> => {
            const lock = connect().lock('lock').ttl(10);
            await eventually(() => lock.acquire().catch(() => false), `the lock of ${i}`, PATIENCE_MS);
            expect(inside++).to.equal(0);
            await client.get('lock').string();
            order.push(i);
            inside--;
            await lock.release();
          };
          await retrying();
        }),
      );
      expect(order.sort()).to.deep.equal([1, 2, 3]);
      expect(await client.lock('lock').do(() => 'mine')).to.equal('mine');
    }).timeout(PATIENCE_MS);

    it('elects: campaign, proclaim, observe, resign', async () => {
      const election = client.election('president', 5);
      const observer = await election.observe();
      const changes: (string | undefined)[] = [];
      observer.on('change', (value) => changes.push(value));
      const alice = election.campaign('alice');
      await alice.wait();
      await eventually(() => changes.at(-1) === 'alice', 'alice');
      const bob = connect().election('president', 5).campaign('bob');
      const bobElected = bob.wait();
      await once(bob, '_isWaiting');
      expect(await election.leader()).to.equal('alice');
      await alice.proclaim('alice again');
      await eventually(() => changes.at(-1) === 'alice again', 'what alice proclaims');
      await alice.resign();
      await bobElected;
      await eventually(() => changes.at(-1) === 'bob', 'bob');
      expect(observer.leader()).to.equal('bob');
      await bob.resign();
      await observer.cancel();
      expect(await election.leader()).to.equal(undefined);
    }).timeout(PATIENCE_MS);

    for (const [name, isolation] of Object.entries(ISOLATIONS)) {
      it(`runs transactions in memory, ${name}: no increment is lost`, async () => {
        const key = `stm/${name}`;
        await client.put(key).value(0);
        // Without isolation of reads one transaction may overwrite the other: there, one at a time.
        const atOnce = isolation === ISOLATIONS.readCommitted ? 1 : 4;
        await Promise.all(
          Array.from({ length: atOnce }, () =>
            client.stm({ isolation, retries: 20, prefetch: [key] }).transact(async (tx) => {
              const value = Number(await tx.get(key).string());
              await tx.put(key).value(value + 1);
            }),
          ),
        );
        expect(await client.get(key).number()).to.equal(atOnce);
      }).timeout(PATIENCE_MS);
    }

    it('runs a transaction in memory again after a conflict, and gives up when told to', async () => {
      await client.put('conflict').value('0');
      let tries = 0;
      const run = (retries: number): Promise<void> =>
        client.stm({ isolation: ISOLATIONS.serializable, retries }).transact(async (tx) => {
          tries++;
          const value = await tx.get('conflict').string();
          if (tries <= 2) await client.put('conflict').value(`other ${tries}`);
          await tx.put('conflict').value(`${value} and mine`);
        });
      const refused = await run(1).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(refused).to.be.instanceOf(STMConflictError);
      expect(await client.get('conflict').string()).to.equal('other 2');
      tries = 1;
      await run(3);
      expect([tries, await client.get('conflict').string()]).to.deep.equal([3, 'other 2 and mine']);
    });

    it('works as a user', async () => {
      const root = client.user('root');
      await root.create('rootpw');
      await client.role('root').create();
      await root.addRole('root');
      const app = await client.role('app').create();
      await app.grant({ permission: 'Readwrite', range: client.range({ prefix: 'app/' }) });
      await client.user('alice').create('alicepw');
      await app.addUser('alice');
      await client.auth.authEnable();
      await cluster.inStep();
      const as = (username: string, password: string): Etcd3 =>
        cleanup.own(new Etcd3({ hosts: cluster.endpoints.split(','), auth: { username, password } }), (each) =>
          each.close(),
        );
      const [alice, admin] = [as('alice', 'alicepw'), as('root', 'rootpw')];
      await alice.put('app/x').value('1');
      expect(await alice.get('app/x').string()).to.equal('1');
      const told = async (action: Promise<unknown>): Promise<string> => {
        try {
          return String(await action);
        } catch (error) {
          return (error as Error).message;
        }
      };
      expect(await told(alice.get('secret').string())).to.contain('permission denied');
      expect(await told(as('alice', 'wrong').get('app/x').string())).to.contain('authentication failed');
      expect(await told(client.get('app/x').string())).to.contain('user name is empty');
      expect((await admin.user('alice').roles()).map(({ name }) => name)).to.deep.equal(['app']);
      await admin.auth.authDisable();
      await cluster.inStep();
      expect(await client.get('app/x').string()).to.equal('1');
    }).timeout(PATIENCE_MS);
  });
}

/** What a watcher sees, as it comes: `put KEY=VALUE` without the key's prefix, `delete KEY (WHAT IT WAS)`. */
function collect(watcher: Watcher): string[] {
  const seen: string[] = [];
  watcher.on('put', ({ key, value }) => seen.push(`put ${key.toString()}=${value.toString()}`));
  watcher.on('delete', ({ key }, previous) => {
    // etcd3 says undefined in its types, and gives null.
    const was = previous?.value.toString();
    seen.push(`delete ${key.toString()}${was === undefined ? '' : ` (${was})`}`);
  });
  return seen;
}

async function note(cleanup: Cleanup, creating: Promise<Watcher>): Promise<string[]> {
  const watcher = await creating;
  cleanup.add(() => watcher.cancel());
  return collect(watcher);
}
