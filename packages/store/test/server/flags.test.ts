import { FlagError, parseStoreFlags } from '@kuorum/store';
import { clusterIdOf, memberIdOf } from '@kuorum/store/server/internals';
import { expect } from 'chai';

describe('the flags of a store member', () => {
  it("have etcd's defaults", () => {
    expect(parseStoreFlags([])).to.deep.include({
      name: 'default',
      dataDir: 'default.etcd',
      listenClientUrls: ['http://localhost:2379'],
      listenPeerUrls: ['http://localhost:2380'],
      initialCluster: new Map([['default', ['http://localhost:2380']]]),
      initialClusterToken: 'etcd-cluster',
      heartbeatIntervalMs: 100,
      electionTimeoutMs: 1000,
      snapshotCount: 10_000,
      maxTxnOps: 128,
      grpcKeepaliveIntervalMs: 30_000,
      grpcKeepaliveTimeoutMs: 20_000,
      maxRequestBytes: 1_572_864,
    });
  });

  it('name the members of a cluster', () => {
    const options = parseStoreFlags([
      '--name=m2',
      '--initial-advertise-peer-urls=http://b:2380',
      '--initial-cluster=m1=http://a:2380,m2=http://b:2380',
    ]);
    expect([...options.initialCluster.keys()]).to.deep.equal(['m1', 'm2']);
  });

  const retentions = [
    { argv: [], expected: undefined },
    { argv: ['--auto-compaction-retention=1'], expected: { mode: 'periodic', retentionMs: 3_600_000 } },
    { argv: ['--auto-compaction-retention=1h30m'], expected: { mode: 'periodic', retentionMs: 5_400_000 } },
    {
      argv: ['--auto-compaction-mode=revision', '--auto-compaction-retention=1000'],
      expected: { mode: 'revision', retentionRevisions: 1000 },
    },
  ];
  for (const { argv, expected } of retentions) {
    it(`say what history is kept: ${argv.join(' ') || 'all of it'}`, () => {
      expect(parseStoreFlags(argv).autoCompaction).to.deep.equal(expected);
    });
  }

  it("take what kubeadm gives etcd's static pods", () => {
    const pki = '/etc/kubernetes/pki/etcd';
    const { clientTls, peerTls, auth, ...options } = parseStoreFlags([
      '--advertise-client-urls=https://10.0.0.1:2379',
      `--cert-file=${pki}/server.crt`,
      '--client-cert-auth=true',
      '--data-dir=/var/lib/etcd',
      '--experimental-initial-corrupt-check=true',
      '--experimental-watch-progress-notify-interval=5s',
      '--initial-advertise-peer-urls=https://10.0.0.1:2380',
      '--initial-cluster=node=https://10.0.0.1:2380',
      `--key-file=${pki}/server.key`,
      '--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379',
      '--listen-metrics-urls=http://127.0.0.1:2381',
      '--listen-peer-urls=https://10.0.0.1:2380',
      '--name=node',
      `--peer-cert-file=${pki}/peer.crt`,
      '--peer-client-cert-auth=true',
      `--peer-key-file=${pki}/peer.key`,
      `--peer-trusted-ca-file=${pki}/ca.crt`,
      '--snapshot-count=10000',
      `--trusted-ca-file=${pki}/ca.crt`,
    ]);
    const suites = { minVersion: 'TLSv1.2' };
    const trustedCaFile = `${pki}/ca.crt`;
    expect(clientTls).to.deep.equal({
      certFile: `${pki}/server.crt`,
      keyFile: `${pki}/server.key`,
      trustedCaFile,
      suites,
    });
    expect(peerTls).to.deep.equal({ certFile: `${pki}/peer.crt`, keyFile: `${pki}/peer.key`, trustedCaFile, suites });
    expect(auth?.clientCertAuth).to.equal(true);
    expect(options.listenClientUrls).to.deep.equal(['https://127.0.0.1:2379', 'https://10.0.0.1:2379']);
    expect(options.watchProgressNotifyIntervalMs).to.equal(5_000);
  });

  it('may be there or not where they are no more than a switch', () => {
    expect(parseStoreFlags([]).initialCorruptCheck).to.equal(false);
    expect(parseStoreFlags(['--experimental-initial-corrupt-check']).initialCorruptCheck).to.equal(true);
    expect(parseStoreFlags([])).to.include({ forceNewCluster: false, strictReconfigCheck: true, unsafeNoFsync: false });
    expect(parseStoreFlags(['--unsafe-no-fsync']).unsafeNoFsync).to.equal(true);
    expect(parseStoreFlags(['--force-new-cluster', '--strict-reconfig-check=false'])).to.include({
      forceNewCluster: true,
      strictReconfigCheck: false,
    });
  });

  const mistakes: { argv: string[]; text: string }[] = [
    { argv: ['--force-new-cluster=maybe'], text: '--force-new-cluster must be one of true, false: got "maybe"' },
    {
      argv: ['--max-request-bytes=100000000'],
      text: '--max-request-bytes must be at most 33554432: got "100000000"',
    },
    { argv: ['serve'], text: 'Cannot take "serve": all that is given must be flags' },
    { argv: ['--name'], text: '--name needs a value' },
    {
      argv: ['--wal-dir', '/w'],
      text: '--wal-dir is not supported by this store: mount the other disk at member/raft',
    },
    { argv: ['--enable-v2'], text: '--enable-v2 is not supported by this store: there is only the v3 API' },
    {
      argv: ['--log-outputs=etcd.log'],
      text: '--log-outputs is not supported by this store: logs go to standard error',
    },
    {
      argv: ['--grpc-keepalive-interval=1 m'],
      text: '--grpc-keepalive-interval must be a duration such as 8s, 500ms or 1m30s',
    },
    { argv: ['--no-such-flag', 'x'], text: "Unknown option '--no-such-flag'" },
    { argv: ['--cert-file', 'x'], text: '--cert-file needs --key-file: a certificate and its key go together' },
    { argv: ['--peer-key-file', 'x'], text: '--peer-key-file needs --peer-cert-file' },
    { argv: ['--trusted-ca-file', 'x'], text: '--trusted-ca-file needs --cert-file and --key-file' },
    { argv: ['--client-cert-auth'], text: '--client-cert-auth needs --trusted-ca-file' },
    { argv: ['--auto-tls'], text: '--auto-tls is not supported by this store: make a certificate of your own' },
    { argv: ['--peer-auto-tls=true'], text: '--peer-auto-tls is not supported by this store' },
    { argv: ['--peer-cert-allowed-cn', 'm'], text: '--peer-cert-allowed-cn needs --peer-trusted-ca-file' },
    {
      argv: ['--peer-cert-allowed-cn=m', '--peer-cert-allowed-hostname=h'],
      text: '--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude one another',
    },
    { argv: ['--tls-min-version', 'TLS1.1'], text: '--tls-min-version must be one of TLS1.2, TLS1.3: got "TLS1.1"' },
    {
      argv: ['--tls-min-version=TLS1.3', '--tls-max-version=TLS1.2'],
      text: '--tls-min-version=TLS1.3 must not be above --tls-max-version=TLS1.2',
    },
    {
      argv: ['--tls-min-version=TLS1.3', '--cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      text: '--cipher-suites cannot be chosen with --tls-min-version=TLS1.3',
    },
    {
      argv: ['--cipher-suites', 'TLS_RSA_WITH_RC4_128_SHA'],
      text: '--cipher-suites must be some of TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    },
    {
      argv: ['--client-crl-file', 'x'],
      text: '--client-crl-file is not supported by this store: revoked certificates',
    },
    {
      argv: ['--initial-cluster=default=https://a:1', '--initial-advertise-peer-urls=https://a:1'],
      text: '--initial-cluster=https://a:1 needs --peer-cert-file and --peer-key-file, as its scheme is https',
    },
    {
      argv: ['--listen-client-urls', 'localhost:2379'],
      text: '--listen-client-urls must be http://host:port or https://',
    },
    {
      argv: ['--listen-client-urls', 'https://localhost:2379'],
      text: 'needs --cert-file and --key-file, as its scheme is https',
    },
    { argv: ['--listen-client-urls', ''], text: '--listen-client-urls must name at least one URL' },
    { argv: ['--initial-cluster', 'm1'], text: '--initial-cluster must be a list of name=peer-url: it contains "m1"' },
    { argv: ['--initial-cluster', 'm1=http://a:1'], text: 'must contain this member, named default by --name' },
    {
      argv: ['--initial-cluster', 'default=http://a:1'],
      text: 'must give default the URLs of --initial-advertise-peer-urls',
    },
    { argv: ['--election-timeout', '200'], text: 'must be at least 5 times --heartbeat-interval' },
    { argv: ['--snapshot-count', 'many'], text: '--snapshot-count must be a positive integer: got "many"' },
    {
      argv: ['--auto-compaction-mode', 'daily'],
      text: '--auto-compaction-mode must be periodic or revision: got "daily"',
    },
    {
      argv: ['--auto-compaction-mode', 'revision', '--auto-compaction-retention', '10m'],
      text: '--auto-compaction-retention must be a number of revisions with --auto-compaction-mode=revision',
    },
    {
      argv: ['--auto-compaction-retention', 'soon'],
      text: '--auto-compaction-retention must be a duration such as 10m, 72h or 1h30m: got "soon"',
    },
    { argv: ['--quota-backend-bytes', '2GB'], text: '--quota-backend-bytes must be an integer: got "2GB"' },
    { argv: ['--initial-cluster-state', 'old'], text: '--initial-cluster-state must be one of new, existing' },
  ];
  for (const { argv, text } of mistakes) {
    it(`refuse ${argv.join(' ')} and say why`, () => {
      expect(() => parseStoreFlags(argv)).to.throw(FlagError, text);
    });
  }
});

describe('ids', () => {
  // The ids that every etcd with default flags shows: member 8e9e05c52164694d of cluster cdf818194e3a8c32.
  it("are computed as etcd's", () => {
    const member = memberIdOf(['http://localhost:2380'], 'etcd-cluster');
    expect(member.toString(16)).to.equal('8e9e05c52164694d');
    expect(clusterIdOf([member]).toString(16)).to.equal('cdf818194e3a8c32');
  });

  it('depend neither on the order of URLs nor on that of members', () => {
    expect(memberIdOf(['http://b:1', 'http://a:1'], 't')).to.equal(memberIdOf(['http://a:1', 'http://b:1'], 't'));
    expect(clusterIdOf([2n, 1n])).to.equal(clusterIdOf([1n, 2n]));
    expect(memberIdOf(['http://a:1'], 't')).not.to.equal(memberIdOf(['http://a:1'], 'u'));
  });
});
