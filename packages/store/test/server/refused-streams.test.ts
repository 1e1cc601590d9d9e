/** A stream that ends by a message of its client which nobody can read leaves nothing behind. */
import { connect, type ClientHttp2Stream } from 'node:http2';
import { Cleanup, eventually } from '@kuorum/testing';
import { put, TestCluster, type Clients } from './cluster.js';

const WATCHES = 50;

/** `flag` 1 = compressed. */
function framed(message: readonly number[], flag = 0): Buffer {
  return Buffer.from([flag, 0, 0, 0, message.length, ...message]);
}
/** WatchRequest { create_request { key: "a" } } */
const createWatch = framed([0x0a, 0x03, 0x0a, 0x01, 0x61]);
/** LeaderRequest { name: "e" } */
const leaderOfE = framed([0x0a, 0x01, 0x65]);
const compressed = framed([], 1);
const noProtobuf = framed([0x0a, 0x7f, 0x01]);

describe('a stream whose client sends what cannot be read', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let clients: Clients;
  beforeEach(async () => {
    cluster = await TestCluster.start(cleanup, 1);
    clients = cluster.clients('m1');
  });
  afterEach(() => cleanup.run());

  const open = (path: string, metadata: Record<string, string> = {}): ClientHttp2Stream => {
    const session = cleanup.own(connect(cluster.member('m1').clientUrls[0] ?? ''), (each) => each.destroy());
    session.on('error', () => undefined);
    const headers = { 'content-type': 'application/grpc', te: 'trailers', ...metadata };
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
    return stream.on('error', () => undefined);
  };
  const watchers = (): number => cluster.member('m1').member.machine.watches.watcherCount;
  const untilWatched = (count: number): Promise<unknown> => eventually(() => watchers() === count, `${count} watchers`);

  it('has its watches removed', async () => {
    for (const bad of [compressed, noProtobuf])
      for (const metadata of [{}, { hasleader: 'true' }]) {
        const stream = open('/etcdserverpb.Watch/Watch', metadata).resume();
        stream.write(Buffer.concat(Array.from({ length: WATCHES }, () => createWatch)));
        await untilWatched(WATCHES);
        stream.write(bad);
        await untilWatched(0);
      }
  });

  it('is observed for no more', async () => {
    await put(clients, 'e/1', 'the leader');
    const stream = open('/v3electionpb.Election/Observe').resume();
    stream.write(leaderOfE);
    await eventually(() => watchers() > 0, 'the observer');
    stream.write(compressed);
    await untilWatched(0);
  });

  it('takes no place of a snapshot, though it has not read what it was sent', async () => {
    for (let i = 0; i < 20; i++) await put(clients, `k${i}`, 'v'.repeat(100_000));
    for (let i = 0; i < 4; i++) {
      const stream = open('/etcdserverpb.Maintenance/Snapshot').pause();
      let began = false;
      stream.on('response', () => (began = true));
      stream.write(framed([]));
      await eventually(() => began, 'the first chunk');
      stream.write(compressed);
    }
    await eventually(() => saved(clients), 'a snapshot');
  });
});

function saved(clients: Clients): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stream = clients.maintenance.Snapshot({});
    let bytes = 0;
    stream.on('data', ({ blob }: { blob: Buffer }) => (bytes += blob.length));
    stream.on('error', reject);
    stream.on('end', () => resolve(bytes > 0));
  });
}
