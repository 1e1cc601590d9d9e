/** Calls of clients, under the names that servers in Go give them: every method that is served is a label, and nothing else is. */
import type { MethodStats } from '@kuorum/rpc';
import type { Labels, MetricsText, Samples } from '@kuorum/base';

/** By number; as Go writes them. */
const codes = [
  ...['OK', 'Canceled', 'Unknown', 'InvalidArgument', 'DeadlineExceeded', 'NotFound', 'AlreadyExists'],
  ...['PermissionDenied', 'ResourceExhausted', 'FailedPrecondition', 'Aborted', 'OutOfRange', 'Unimplemented'],
  ...['Internal', 'Unavailable', 'DataLoss', 'Unauthenticated'],
];

/** The streams whose clients send one request; in all others both sides may go on. */
const serverStreams: readonly string[] = [
  '/etcdserverpb.Maintenance/Snapshot',
  '/v3electionpb.Election/Observe',
  '/grpc.health.v1.Health/Watch',
];

export type StatsByPath = ReadonlyMap<string, MethodStats>;

export function renderGrpc(text: MetricsText, stats: StatsByPath): void {
  const methods = [...stats].map(([path, each]) => ({ labels: labelsOf(path, each), stats: each }));
  const by = (value: (each: MethodStats) => number): Samples =>
    methods.map(({ labels, stats }) => [labels, value(stats)]);
  const handled = methods.flatMap(({ labels, stats }): Samples => {
    const seen = [...stats.handled].map((count, code) => [{ ...labels, grpc_code: codes[code] ?? '' }, count] as const);
    // OK is always there, so that there is a rate of nothing.
    return seen.filter(([, count], code) => count > 0 || code === 0);
  });
  text.counter('grpc_server_handled_total', 'Calls that have ended, by how.', handled);
  text.counter(
    'grpc_server_msg_received_total',
    'Messages that came from clients.',
    by(({ received }) => received),
  );
  text.counter(
    'grpc_server_msg_sent_total',
    'Messages that went to clients.',
    by(({ sent }) => sent),
  );
  text.counter(
    'grpc_server_started_total',
    'Calls that have begun.',
    by(({ started }) => started),
  );
  const total = (value: (each: MethodStats) => number, kind?: MethodStats['kind']): number =>
    methods.reduce((sum, { stats }) => (kind === undefined || stats.kind === kind ? sum + value(stats) : sum), 0);
  text.counter(
    'etcd_network_client_grpc_received_bytes_total',
    'Bytes of messages from clients.',
    total((each) => each.receivedBytes),
  );
  text.counter(
    'etcd_network_client_grpc_sent_bytes_total',
    'Bytes of messages to clients.',
    total((each) => each.sentBytes),
  );
  // What clients say of themselves is no label: they could make as many as they like.
  const ofKind = (kind: MethodStats['kind']): Samples[number] => [
    { client_api_version: 'unknown', type: kind },
    total(({ started }) => started, kind),
  ];
  text.counter('etcd_server_client_requests_total', 'Calls of clients.', [ofKind('unary'), ofKind('stream')]);
}

function labelsOf(path: string, { kind }: MethodStats): Labels {
  const [, grpc_service = '', grpc_method = ''] = path.split('/');
  const ofStream = serverStreams.includes(path) ? 'server_stream' : 'bidi_stream';
  return { grpc_method, grpc_service, grpc_type: kind === 'unary' ? 'unary' : ofStream };
}
