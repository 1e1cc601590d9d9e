/** Other ends that vanish without closing anything: a cut cable, a machine without power. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { credentials } from '@grpc/grpc-js';
import { Cleanup, eventually } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
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
  afterEach(() => cleanup.run());

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
});
