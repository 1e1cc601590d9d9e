/** The way to another member, where it does not hold: what never left is given back, as only that is safe to offer again. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { credentials } from '@grpc/grpc-js';
import { fromUtf8, utf8, VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { asLogIndex, asTerm, type Message } from '@kuorum/store/raft';
import { limits, Peer, PeerMetrics } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { createClient } from '@kuorum/wire';
import { expect } from 'chai';

const term = asTerm(1);
const prop = (text: string): Message => ({
  type: 'prop',
  from: 1n,
  to: 2n,
  term,
  proposals: [{ type: 'normal', data: utf8(text) }],
});
const heartbeat: Message = { type: 'heartbeat', from: 1n, to: 2n, term, commit: asLogIndex(0), readSeq: 0 };

describe('a peer', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  /** A peer whose other side takes connections and says nothing. */
  const start = async (): Promise<{
    peer: Peer;
    unsent: string[];
    cut: () => void;
    whenConnected: Promise<unknown>;
  }> => {
    const sockets: Socket[] = [];
    const server = cleanup.own(
      createServer((socket) => void sockets.push(socket)),
      (each) => each.close(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cut = (): void => sockets.forEach((socket) => socket.destroy());
    cleanup.add(cut);
    const unsent: string[] = [];
    const peer = new Peer({
      id: 2n,
      selfId: 1n,
      clusterId: 7n,
      urls: [`http://127.0.0.1:${port}`],
      dial: () => createClient('raftpb.RaftTransport', '127.0.0.1:1', credentials.createInsecure()),
      openSocket: () => connect(port, '127.0.0.1'),
      clock: new VirtualClock(),
      logger: silentLogger,
      metrics: new PeerMetrics(),
      onUnreachable: () => undefined,
      onUnsent: (proposals) => unsent.push(...proposals.map(({ data }) => fromUtf8(data))),
      onRemoved: () => undefined,
    });
    cleanup.add(() => peer.close());
    return { peer, unsent, cut, whenConnected: eventually(() => sockets.length > 0, 'the connection') };
  };

  it('gives back what waited for a connection that was never accepted', async () => {
    const { peer, unsent, cut, whenConnected } = await start();
    peer.send([prop('a'), heartbeat]);
    peer.send([heartbeat, prop('b')]);
    await whenConnected;
    expect(unsent).to.deep.equal([]);
    cut();
    await eventually(() => unsent.length > 0, 'what was not sent');
    expect(unsent).to.deep.equal(['a', 'b']);
    peer.send([prop('c')]);
    expect(unsent, 'without a connection').to.deep.equal(['a', 'b', 'c']);
  });

  it('gives back what there is no room for, and at its end all that waits', async () => {
    const { peer, unsent } = await start();
    peer.send([prop('first'), ...Array.from({ length: limits.PEER_QUEUE_MESSAGES - 1 }, () => heartbeat)]);
    peer.send([heartbeat, prop('too many'), prop('one more')]);
    expect(unsent).to.deep.equal(['too many', 'one more']);
    peer.close();
    expect(unsent).to.deep.equal(['too many', 'one more', 'first']);
  });

  it('that was gone for long is tried at once when it is heard of, and no more often than that, whoever says so', () => {
    const clock = new VirtualClock();
    const triedMs: number[] = [];
    const peer = new Peer({
      ...{ id: 2n, selfId: 1n, clusterId: 7n, urls: ['http://127.0.0.1:1'], clock, logger: silentLogger },
      dial: () => {
        triedMs.push(clock.monotonic());
        throw new Error('nobody is there');
      },
      openSocket: () => connect(1, '127.0.0.1'),
      metrics: new PeerMetrics(),
      onUnreachable: () => undefined,
      onUnsent: () => undefined,
      onRemoved: () => undefined,
    });
    cleanup.add(() => peer.close());
    clock.advance(2_000);
    expect(triedMs).to.deep.equal([0, 100, 300, 700, 1_500]);
    peer.retrySoon();
    clock.advance(0);
    for (let i = 0; i < 10; i++) {
      peer.retrySoon();
      clock.advance(25);
    }
    expect(triedMs.slice(5)).to.deep.equal([2_000, 2_100, 2_200]);
    peer.close();
    peer.retrySoon();
    clock.advance(5_000);
    expect(triedMs, 'once it is closed').to.have.length(8);
  });
});
