/** What is exchanged with other members; each member of the cluster is a label. */
import type { NodeId } from '../../raft/index.js';
import type { MemberMetrics, PeerMetrics } from './member-metrics.js';
import type { Labels, MetricsText, Samples } from '@kuorum/base';

export function renderNetwork(text: MetricsText, metrics: Pick<MemberMetrics, 'peers'>, selfId: NodeId): void {
  const peers = [...metrics.peers()].map(([id, peer]) => ({ id: id.toString(16), peer }));
  const by = <T>(label: 'To' | 'From', value: (peer: PeerMetrics) => T): Samples<T> =>
    peers.map(({ id, peer }) => [{ [label]: id }, value(peer)]);
  const Local = selfId.toString(16);
  const withSelf = (value: (peer: PeerMetrics) => number): Samples =>
    peers.map(({ id, peer }): readonly [Labels, number] => [{ Local, Remote: id }, value(peer)]);
  text.gauge(
    'etcd_network_active_peers',
    'Is there a connection to this member?',
    withSelf((peer) => Number(peer.connected)),
  );
  text.counter(
    'etcd_network_disconnected_peers_total',
    'Connections that were lost.',
    withSelf((peer) => peer.disconnects),
  );
  text.counter(
    'etcd_network_peer_sent_bytes_total',
    'Bytes of messages to it.',
    by('To', (peer) => peer.sentBytes),
  );
  text.counter(
    'etcd_network_peer_received_bytes_total',
    'Bytes of messages from it.',
    by('From', (peer) => peer.receivedBytes),
  );
  text.counter(
    'etcd_network_peer_sent_failures_total',
    'Messages that could not be sent.',
    by('To', (peer) => peer.sendFailures),
  );
  text.histogram(
    'etcd_network_peer_round_trip_time_seconds',
    'The way there and back.',
    by('To', (peer) => peer.roundTripSeconds),
  );
  text.counter(
    'etcd_network_snapshot_send_success',
    'Snapshots that it got.',
    by('To', (peer) => peer.snapshotsSent),
  );
  text.counter(
    'etcd_network_snapshot_send_failures',
    'Snapshots that it did not get.',
    by('To', (peer) => peer.snapshotsFailed),
  );
  text.histogram(
    'etcd_network_snapshot_send_total_duration_seconds',
    'Snapshots on their way to it.',
    by('To', (peer) => peer.snapshotSeconds),
  );
}
