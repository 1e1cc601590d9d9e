/** Other ends that vanish without closing anything: a cut cable, a machine without power. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { credentials, status } from '@grpc/grpc-js';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { asLogIndex, asTerm, type SnapMessage } from '@kuorum/store/raft';
import { encodeMessage, limits, peerServiceImplementation } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { confState, Disk } from '../storage/fixtures.js';
import { TestCluster } from './cluster.js';

/** Passes bytes on between clients and `target` until `cut`: then the connections stay, and nothing arrives any more. */
async function startWire(cleanup: Cleanup, target: string): Promise<{ target: string; cut(): void }> {
  const sockets: Socket[] = [];
  const [host, port] = target.split(':');
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    sockets.push(near, far);
    for (const socket of [near, far]) {
      cleanup.add(() => socket.destroy());
      socket.on('error', () => socket.destroy());
    }
    near.pipe(far, { end: false });
    far.pipe(near, { end: false });
  });
  cleanup.own(server, (each) => each.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) {
      socket.unpipe();
      socket.pause();
    }
  };
  return { target: `127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

describe('who vanishes', () => {
  const cleanup = new Cleanup();
  const disk = new Disk();
  afterEach(() => cleanup.run());
  afterEach(() => disk.clean());

  it('a client: its watches end after the keepalive', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { grpcKeepaliveIntervalMs: 100, grpcKeepaliveTimeoutMs: 200 });
    const wire = await startWire(cleanup, cluster.target('m1'));
    const client = createClient<etcdserverpb.WatchClient>(
      'etcdserverpb.Watch',
      wire.target,
      credentials.createInsecure(),
    );
    cleanup.add(() => client.close());
    const stream = client.Watch();
    stream.on('error', () => undefined);
    stream.on('data', () => undefined);
    cleanup.add(() => stream.cancel());
    stream.write({ create_request: { key: Buffer.from('k') } });
    const { watches } = cluster.member('m1').member.machine;
    await eventually(() => watches.watcherCount === 1, 'the watch');
    wire.cut();
    await eventually(() => watches.watcherCount === 0, 'the end of the watch');
  });

  it('the sender of a snapshot: another one may follow', async () => {
    const clock = new VirtualClock();
    const db = await disk.state();
    const nothing = (): void => undefined;
    const service = peerServiceImplementation({
      selfId: 2n,
      clusterId: 7n,
      db,
      clock,
      logger: silentLogger,
      members: { list: () => [], wasRemoved: () => false },
      decideChange: () => undefined,
      hasStarted: () => true,
      step: nothing,
      stepSnapshot: () => Promise.resolve(),
      streamLost: nothing,
      renewLease: nothing,
      leaseTimeToLive: nothing,
    });
    const receive = service['InstallSnapshot'] as unknown as (
      call: PassThrough,
      answer: (error: { code: number; details: string } | null) => void,
    ) => void;
    const message: SnapMessage = {
      type: 'snap',
      from: 1n,
      to: 2n,
      term: asTerm(1),
      snapshot: { metadata: { index: asLogIndex(9), term: asTerm(1), confState }, data: new Uint8Array(0) },
    };
    const call = new PassThrough({ objectMode: true });
    cleanup.add(() => call.destroy());
    const answered = new Promise<{ code: number; details: string } | null>((resolve) => receive(call, resolve));
    call.write({ header: { cluster_id: '7', message: encodeMessage(message) } });
    await eventually(() => call.readableLength === 0 && clock.pending === 1, 'the header to be read');
    expect(() => db.beginInstall()).to.throw('another one is being received');
    clock.advance(limits.SNAPSHOT_STALL_MS);
    expect(await answered).to.deep.equal({
      code: status.ABORTED,
      details: 'Cannot install the snapshot: the sender has fallen silent',
    });
    await db.beginInstall().abort();
  });
});
