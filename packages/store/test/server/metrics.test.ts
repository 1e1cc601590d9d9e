/** /metrics: the same names and types as a real etcd's in the same run, and numbers that are what happened. */
import { join } from 'node:path';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import { call, get, put, refusal, TestCluster } from './cluster.js';
import { startEtcd } from './restored-etcd.js';

/** What etcd 3.4 has and we have not, and why not. */
const missing: readonly { readonly names: RegExp; readonly why: string }[] = [
  { names: /^go_|^etcd_server_go_version$/, why: 'there is no Go here: nodejs_* says what there is' },
  { names: /^promhttp_/, why: "of Go's handler of /metrics itself" },
  { names: /^etcd_debugging_store_/, why: 'of the v2 store, which is not served' },
  { names: /^etcd_grpc_proxy_/, why: 'of a proxy that only etcd is' },
  { names: /^etcd_debugging_disk_backend_commit_/, why: 'phases of a commit of bbolt' },
  { names: /^etcd_mvcc_db_open_read_transactions$/, why: 'LevelDB has none: reads need no transaction' },
  { names: /^etcd_debugging_mvcc_index_compaction_/, why: 'index and records are compacted in the same slices' },
  { names: /^etcd_debugging_snap_save_|^etcd_snap_/, why: 'no snapshot is a file of its own, sent or received' },
];

/** What only we have: of etcd 3.5, or our own. */
const more = [
  'etcd_network_disconnected_peers_total',
  'etcd_network_peer_round_trip_time_seconds',
  'etcd_network_peer_sent_failures_total',
  'etcd_network_snapshot_send_failures',
  'etcd_network_snapshot_send_success',
  'etcd_network_snapshot_send_total_duration_seconds',
  'etcd_server_healthcheck',
  'etcd_server_healthchecks_total',
  'etcd_server_snapshots_installed_total',
  'nodejs_external_memory_bytes',
  'nodejs_heap_size_total_bytes',
  'nodejs_heap_size_used_bytes',
  'nodejs_version_info',
];

describe('metrics', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const scrape = async (target: string): Promise<string> => (await fetch(`http://${target}/metrics`)).text();
  const typesOf = (text: string): Map<string, string> =>
    new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  /** The sample of that name and those labels, as it is written. */
  const sampleOf = (text: string, sample: string): number => {
    const line = text.split('\n').find((each) => each.startsWith(`${sample} `));
    if (line === undefined) throw new Error(`there is no ${sample}`);
    return Number(line.slice(sample.length));
  };

  /** Two members, so that there are peers. */
  const twoOfEtcd = async (): Promise<string> => {
    const directory = await cleanup.tempDir();
    const members = await Promise.all(
      ['a', 'b'].map(async (name) => ({ name, url: `http://127.0.0.1:${await freePort()}` })),
    );
    const cluster = members.map(({ name, url }) => `${name}=${url}`).join();
    const targets = await Promise.all(
      members.map(({ name, url }) =>
        startEtcd(cleanup, join(directory, name), [
          `--name=${name}`,
          `--listen-peer-urls=${url}`,
          `--initial-advertise-peer-urls=${url}`,
          `--initial-cluster=${cluster}`,
        ]),
      ),
    );
    return targets[0] ?? '';
  };

  it("have etcd's names and types, but for those that mean nothing here", async () => {
    const [etcd, ours] = await Promise.all([twoOfEtcd(), TestCluster.start(cleanup, 2)]);
    const target = ours.target(await ours.leader());
    for (const each of [etcd, target]) {
      await put(ours.clientsOf(each), 'k', 'v');
      await fetch(`http://${each}/health`);
    }
    await fetch(`http://${target}/readyz`);
    const [theirTypes, ourTypes] = [typesOf(await scrape(etcd)), typesOf(await scrape(target))];
    expect(theirTypes.size, 'names of etcd').to.be.above(100);
    const isMissing = (name: string): boolean => missing.some(({ names }) => names.test(name));
    const expected = [...theirTypes].filter(([name]) => !isMissing(name)).map(([name, type]) => `${name} ${type}`);
    const shared = [...ourTypes].filter(([name]) => !more.includes(name)).map(([name, type]) => `${name} ${type}`);
    expect(shared.sort()).to.deep.equal(expected.sort());
    for (const { names, why } of missing)
      expect(
        [...theirTypes.keys()].some((name) => names.test(name)),
        `still in etcd: ${why}`,
      ).to.equal(true);
    expect([...ourTypes.keys()].filter((name) => more.includes(name)).sort()).to.deep.equal(more);
  }).timeout(90_000);

  it('count what happened, once', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const leader = await cluster.leader();
    const follower = await cluster.follower();
    const clients = cluster.clients(leader);
    const before = await scrape(cluster.target(leader));
    for (let i = 0; i < 10; i++) await put(clients, `k${i}`, 'value');
    await get(clients, 'k1');
    await refusal(put(clients, '', 'no key'));
    const ID = '7';
    await call(clients.lease, 'LeaseGrant', { ID, TTL: '60' });
    await call(clients.lease, 'LeaseRevoke', { ID });
    const after = await scrape(cluster.target(leader));
    const grown = (sample: string): number => sampleOf(after, sample) - sampleOf(before, sample);

    expect(grown('etcd_mvcc_put_total')).to.equal(10);
    expect(grown('etcd_mvcc_range_total')).to.equal(1);
    expect(grown('etcd_debugging_mvcc_keys_total')).to.equal(10);
    expect(grown('etcd_debugging_mvcc_total_put_size_in_bytes')).to.equal(10 * 'k0value'.length);
    expect(grown('etcd_debugging_lease_granted_total')).to.equal(1);
    expect(grown('etcd_debugging_lease_revoked_total')).to.equal(1);
    expect(grown('etcd_server_proposals_applied_total')).to.be.within(12, 20);
    expect(grown('etcd_disk_wal_fsync_duration_seconds_count')).to.be.within(12, 60);
    expect(grown('etcd_disk_wal_fsync_duration_seconds_sum')).to.be.above(0);
    const ofPut = (name: string, code = ''): string =>
      `${name}{grpc_method="Put",grpc_service="etcdserverpb.KV",grpc_type="unary"${code && `,grpc_code="${code}"`}}`;
    expect(grown(ofPut('grpc_server_started_total'))).to.equal(11);
    expect(grown(ofPut('grpc_server_handled_total', 'OK'))).to.equal(10);
    expect(sampleOf(after, ofPut('grpc_server_handled_total', 'InvalidArgument'))).to.equal(1);
    expect(grown(ofPut('grpc_server_msg_received_total'))).to.equal(11);
    expect(grown(ofPut('grpc_server_msg_sent_total'))).to.equal(10);

    const id = cluster.member(follower).member.id.toString(16);
    expect(sampleOf(after, `etcd_network_peer_sent_bytes_total{To="${id}"}`)).to.be.above(200);
    expect(sampleOf(after, `etcd_network_peer_received_bytes_total{From="${id}"}`)).to.be.above(100);
    expect(sampleOf(after, `etcd_network_peer_round_trip_time_seconds_count{To="${id}"}`)).to.equal(1);
    const local = cluster.member(leader).member.id.toString(16);
    const active = `etcd_network_active_peers{Local="${local}",Remote="${id}"}`;
    expect(sampleOf(after, active)).to.equal(1);
    await cluster.stopMember(follower);
    await eventually(async () => sampleOf(await scrape(cluster.target(leader)), active) === 0, 'the lost connection');
  });

  it('the state is written in batches, and each is observed', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await put(cluster.clients('m1'), 'k', 'v');
    const count = 'etcd_disk_backend_commit_duration_seconds_count';
    await eventually(async () => sampleOf(await scrape(cluster.target('m1')), count) > 0, 'a batch');
  });

  it('histograms are cumulative and end with everything', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await put(cluster.clients('m1'), 'k', 'v');
    const text = await scrape(cluster.target('m1'));
    const buckets = [...text.matchAll(/^etcd_disk_wal_fsync_duration_seconds_bucket\{le="([^"]+)"\} (\d+)$/gm)];
    expect(buckets.map(([, le]) => le)).to.deep.equal([
      ...['0.001', '0.002', '0.004', '0.008', '0.016', '0.032', '0.064', '0.128', '0.256', '0.512'],
      ...['1.024', '2.048', '4.096', '8.192', '+Inf'],
    ]);
    const counts = buckets.map(([, , count]) => Number(count));
    expect(counts).to.deep.equal([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).to.equal(sampleOf(text, 'etcd_disk_wal_fsync_duration_seconds_count'));
  });

  it('of watches: streams, watches, events given', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    const stream = cleanup.own(clients.watch.Watch(), (each) => each.cancel());
    stream.on('error', () => undefined);
    let events = 0;
    stream.on('data', (response: { events: unknown[] }) => (events += response.events.length));
    stream.write({ create_request: { key: Buffer.from('k') } });
    const sample = async (name: string): Promise<number> => sampleOf(await scrape(cluster.target('m1')), name);
    await eventually(async () => (await sample('etcd_debugging_mvcc_watcher_total')) === 1, 'a watch');
    for (let i = 0; i < 5; i++) await put(clients, 'k', `${i}`);
    await eventually(() => events === 5, 'events');
    expect(await sample('etcd_debugging_mvcc_events_total')).to.equal(5);
    expect(await sample('etcd_debugging_mvcc_watch_stream_total')).to.equal(1);
    expect(await sample('etcd_debugging_mvcc_pending_events_total')).to.equal(0);
    stream.cancel();
    await eventually(async () => (await sample('etcd_debugging_mvcc_watch_stream_total')) === 0, 'its end');
  });
});
