/** Connections to other members: where a peer URL leads, with TLS where it begins with https. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { credentials, type ChannelCredentials, type ChannelOptions } from '@grpc/grpc-js';
import { createClient, type raftpb } from '@kuorum/wire';
import { bindAddress, hostPort, isSecure } from './addresses.js';
import { PEER_BACKOFF_INITIAL_MS, PEER_BACKOFF_MAX_MS, PEER_RECEIVE_BYTES } from './limits.js';
import type { TlsIdentity } from './tls.js';

type ClientTls = Pick<TlsIdentity, 'channelTo' | 'socketOptions'>;

/** A second of silence is long for a peer: without these a cut cable is noticed only by TCP, minutes later. */
const peerChannelOptions: ChannelOptions = {
  'grpc.use_local_subchannel_pool': 1,
  'grpc.enable_retries': 0,
  'grpc.enable_channelz': 0,
  'grpc.initial_reconnect_backoff_ms': PEER_BACKOFF_INITIAL_MS,
  'grpc.max_reconnect_backoff_ms': PEER_BACKOFF_MAX_MS,
  'grpc.keepalive_time_ms': 2_000,
  'grpc.keepalive_timeout_ms': 2_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': PEER_RECEIVE_BYTES,
};

/** Gives a socket that is connecting; throws where the URL leads nowhere yet. */
export type OpenPeerSocket = (peerUrl: string) => Socket;

/** Gives a client that connects when it is used; throws where the URL leads nowhere yet. The caller closes it. */
export type DialPeer = (peerUrl: string) => raftpb.RaftTransportClient;

export function peerDialer(resolve: (peerUrl: string) => string = (url) => url, tls?: ClientTls): DialPeer {
  return (peerUrl) => {
    const url = resolve(peerUrl);
    if (!isSecure(url)) return connect(url, credentials.createInsecure(), peerChannelOptions);
    const channel = mustHave(tls, url).channelTo(bindAddress(url).host);
    return connect(url, channel.credentials, { ...peerChannelOptions, ...channel.options });
  };
}

/** Connections for raft streams. */
export function peerSockets(resolve: (peerUrl: string) => string = (url) => url, tls?: ClientTls): OpenPeerSocket {
  return (peerUrl) => {
    const url = resolve(peerUrl);
    const { host, port } = bindAddress(url);
    if (!isSecure(url)) return connectTcp({ host, port });
    return connectTls({ host, port, ...mustHave(tls, url).socketOptions(host) });
  };
}

function mustHave(tls: ClientTls | undefined, url: string): ClientTls {
  if (tls === undefined) throw new Error(`Cannot connect to ${url} without --peer-cert-file and --peer-key-file`);
  return tls;
}

function connect(url: string, channel: ChannelCredentials, options: ChannelOptions): raftpb.RaftTransportClient {
  return createClient('raftpb.RaftTransport', hostPort(url), channel, options);
}
