import { status, type ServiceError } from '@grpc/grpc-js';
import { peerDialer } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { toInt64, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, refusal, TestCluster, type Clients } from './cluster.js';
import { Watching } from './watching.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('etcdserverpb.Lease', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let all: Clients[];

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    all = cluster.names.map((name) => cluster.clients(name));
  });
  after(() => cleanup.run());

  const grant = ({ lease }: Clients, request: etcdserverpb.LeaseGrantRequest) =>
    call<etcdserverpb.LeaseGrantRequest, etcdserverpb.LeaseGrantResponse__Output>(lease, 'LeaseGrant', request);
  const timeToLive = ({ lease }: Clients, id: string) =>
    call<etcdserverpb.LeaseTimeToLiveRequest, etcdserverpb.LeaseTimeToLiveResponse__Output>(lease, 'LeaseTimeToLive', {
      ID: id,
      keys: true,
    });
  const keepAlive = ({ lease }: Clients, id: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const stream = lease.LeaseKeepAlive();
      stream.on('data', (response: etcdserverpb.LeaseKeepAliveResponse__Output) => {
        resolve(Number(response.TTL));
        stream.end();
      });
      stream.on('error', reject);
      stream.write({ ID: id });
    });
  const putUnder = ({ kv }: Clients, key: string, lease: string) =>
    call(kv, 'Put', { key: bytes(key), value: bytes('x'), lease });

  it('grants, renews, looks up and revokes through every member', async () => {
    for (const [i, clients] of all.entries()) {
      const { ID, TTL } = await grant(clients, { TTL: '60' });
      expect(TTL).to.equal('60');
      await putUnder(clients, `leased-${i}`, ID);
      for (const other of all) {
        expect(await keepAlive(other, ID)).to.equal(60);
        const { TTL: remaining, grantedTTL, keys } = await timeToLive(other, ID);
        expect(Number(remaining)).to.be.within(55, 60);
        expect([grantedTTL, keys.map(String)]).to.deep.equal(['60', [`leased-${i}`]]);
      }
      await call(clients.lease, 'LeaseRevoke', { ID });
      for (const other of all) expect(await get(other, `leased-${i}`)).to.equal(undefined);
    }
  });

  it('are told to members of this cluster only', async () => {
    const { ID } = await grant(all[0] as Clients, { TTL: '60' });
    const asked = cluster.member(await cluster.leader());
    const peer = peerDialer()(asked.peerUrls[0] ?? '');
    cleanup.add(() => peer.close());
    const ask = (cluster_id: string): Promise<string[]> => {
      const told = (what: (done: (error: ServiceError | null, response?: object) => void) => void): Promise<string> =>
        new Promise((resolve) =>
          what((error, response) =>
            resolve(
              error?.details ??
                Object.keys(response ?? {})
                  .sort()
                  .join(),
            ),
          ),
        );
      return Promise.all([
        told((done) => peer.LeaseRenew({ ids: [ID], cluster_id }, done)),
        told((done) => peer.LeaseTimeToLive({ id: ID, keys: true, cluster_id }, done)),
      ]);
    };
    const own = asked.member.clusterId;
    expect(await ask(toInt64(own))).to.deep.equal(['renewals', 'found,granted_ttl_seconds,keys,remaining_ttl_seconds']);
    expect(await ask(toInt64(own + 1n))).to.deep.equal(['cluster ID mismatch', 'cluster ID mismatch']);
  });

  it('raises a time that is too short for an election', async () => {
    const { TTL } = await grant(all[0] as Clients, { TTL: '0' });
    expect(Number(TTL)).to.equal(1);
  });

  it('deletes the keys of an expired lease, one revision for all, not early', async () => {
    const clients = all[1] as Clients;
    const { ID } = await grant(clients, { TTL: '1' });
    const watching = new Watching(clients, cleanup);
    watching.create({ key: bytes('expire/'), range_end: bytes('expire0') });
    await watching.until(({ created }) => created, 'created');
    const startMs = performance.now();
    expect(await keepAlive(clients, ID)).to.equal(1);
    await putUnder(clients, 'expire/a', ID);
    await putUnder(clients, 'expire/b', ID);
    const events = await watching.untilEvents(4);
    expect(performance.now() - startMs).to.be.greaterThan(1000);
    const deletions = events.filter((event) => event.startsWith('DELETE'));
    expect(deletions.map((event) => event.split('@')[0])).to.deep.equal(['DELETE expire/a', 'DELETE expire/b']);
    expect(new Set(deletions.map((event) => event.split('@')[1])).size).to.equal(1);
    expect(await keepAlive(clients, ID)).to.equal(0);
    expect(Number((await timeToLive(clients, ID)).TTL)).to.equal(-1);
  });

  it('refuses an id twice and a lease that is not there', async () => {
    const clients = all[0] as Clients;
    await grant(clients, { TTL: '60', ID: '4711' });
    expect(await refusal(grant(clients, { TTL: '60', ID: '4711' }))).to.deep.equal({
      code: status.FAILED_PRECONDITION,
      details: 'etcdserver: lease already exists',
    });
    expect(await refusal(call(clients.lease, 'LeaseRevoke', { ID: '1' }))).to.deep.equal({
      code: status.NOT_FOUND,
      details: 'etcdserver: requested lease not found',
    });
  });

  it('keeps leases and their keys over a change of leader', async () => {
    const leader = await cluster.leader();
    const follower = cluster.clients(await cluster.follower());
    const { ID } = await grant(follower, { TTL: '30' });
    await putUnder(follower, 'kept', ID);
    await cluster.stopMember(leader);
    await cluster.leader();
    expect(await eventually(() => keepAlive(follower, ID), 'a renewal')).to.equal(30);
    expect(await get(follower, 'kept')).to.equal('x');
  });
});
