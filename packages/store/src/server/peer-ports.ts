/** The ports for peers: raft streams, and the calls of raftpb.RaftTransport by gRPC, side by side. */
import type { Logger } from '@kuorum/base/node';
import { RpcServer } from '@kuorum/rpc';
import { serviceDefinition } from '@kuorum/wire';
import { isSecure } from './addresses.js';
import { PEER_KEEPALIVE_MS, PEER_KEEPALIVE_TIMEOUT_MS, PEER_RECEIVE_BYTES } from './limits.js';
import { PeerListener } from './peer-listener.js';
import { installSnapshot, peerServiceImplementation, type PeerServerOptions } from './peer-server.js';
import { RaftSockets, type RaftReceiverOptions } from './raft-stream/raft-sockets.js';
import { codecOf, grpcJsHost } from './rpc/grpc-js-host.js';
import { refusalOf } from './rpc/unary.js';
import type { SnapshotReceiver } from './snapshot-receiver.js';
import { mustHaveTls, type TlsIdentity } from './tls.js';

export class PeerPorts {
  private readonly rpc: RpcServer;
  private readonly listeners: PeerListener[] = [];

  constructor(
    calls: PeerServerOptions,
    raft: RaftReceiverOptions,
    snapshots: SnapshotReceiver,
    private readonly logger: Logger,
  ) {
    const raftSockets = new RaftSockets(raft);
    this.rpc = new RpcServer({
      receiveBytesMax: PEER_RECEIVE_BYTES,
      keepalive: { intervalMs: PEER_KEEPALIVE_MS, timeoutMs: PEER_KEEPALIVE_TIMEOUT_MS },
      other: (socket) => raftSockets.add(socket),
      refusalOf,
      onBug: (error) =>
        logger.error({ err: error instanceof Error ? error.stack : String(error) }, 'a call of a peer failed'),
    });
    const definition = serviceDefinition('raftpb.RaftTransport');
    grpcJsHost(this.rpc).addService(definition, peerServiceImplementation(calls, snapshots));
    for (const method of Object.values(definition)) {
      if (method.path.endsWith('/InstallSnapshot'))
        this.rpc.stream(method.path, codecOf(method), installSnapshot(snapshots));
    }
  }

  /** Binds every URL, those that begin with https with the certificates of `tls`; gives them back with their ports. */
  async listen(urls: readonly string[], tls: TlsIdentity | undefined): Promise<string[]> {
    const bound: string[] = [];
    for (const url of urls) {
      const identity = isSecure(url) ? mustHaveTls(tls, url) : undefined;
      const listener = new PeerListener(this.rpc, identity, this.logger);
      this.listeners.push(listener);
      bound.push(await listener.listen(url));
    }
    return bound;
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    const closed = this.rpc.close(0);
    await Promise.all(this.listeners.map((listener) => listener.close()));
    await closed;
  }
}
