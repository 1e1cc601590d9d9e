import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { put, TestCluster } from './cluster.js';

const run = promisify(execFile);

describe('around the API', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  before(async () => {
    cluster = await TestCluster.start(cleanup, 1, { listenMetricsUrls: ['http://127.0.0.1:0'] });
    await put(cluster.clients('m1'), 'k', 'v');
  });
  after(() => cleanup.run());

  const http = (path: string): Promise<Response> => fetch(`${cluster.member('m1').metricsUrls[0]}${path}`);

  it('HTTP tells health, version and metrics', async () => {
    expect(await (await http('/health')).json()).to.deep.equal({ health: 'true', reason: '' });
    expect((await http('/readyz')).status).to.equal(200);
    expect(await (await http('/livez')).text()).to.equal('ok\n');
    expect(await (await http('/version')).json()).to.deep.equal({ etcdserver: '3.5.13', etcdcluster: '3.5.0' });
    const metrics = await (await http('/metrics')).text();
    expect(metrics).to.match(/^etcd_server_is_leader 1$/m);
    expect(metrics).to.match(/^etcd_debugging_mvcc_current_revision 2$/m);
    expect(metrics).to.match(/^etcd_server_quota_backend_bytes 2147483648$/m);
    expect((await http('/nothing')).status).to.equal(404);
  });

  it('HTTP answers on client URLs too', async () => {
    const get = (path: string): Promise<Response> => fetch(`http://${cluster.target('m1')}${path}`);
    expect(await (await get('/health')).json()).to.deep.equal({ health: 'true', reason: '' });
    expect(await (await get('/metrics')).text()).to.match(/^etcd_server_is_leader 1$/m);
  });

  it('HTTP refuses what is no URL, and goes on', async () => {
    const { hostname, port } = new URL(cluster.member('m1').metricsUrls[0] ?? '');
    const socket = cleanup.own(connect(Number(port), hostname), (each) => each.destroy());
    socket.end('GET // HTTP/1.1\r\nHost: member\r\nConnection: close\r\n\r\n');
    expect(await text(socket)).to.match(/^HTTP\/1.1 400 /);
    expect((await http('/livez')).status).to.equal(200);
  });

  it('server reflection serves tools that know nothing of our files', async () => {
    const base = `http://${cluster.target('m1')}`;
    const buf = async (...words: string[]): Promise<string> =>
      (await run('npx', ['buf', 'curl', '--protocol', 'grpc', '--http2-prior-knowledge', ...words])).stdout;
    expect((await buf('--list-services', base)).split('\n')).to.include.members([
      'etcdserverpb.KV',
      'etcdserverpb.Watch',
      'etcdserverpb.Lease',
      'grpc.health.v1.Health',
    ]);
    const range = JSON.parse(await buf('-d', '{"key":"aw=="}', `${base}/etcdserverpb.KV/Range`)) as object;
    expect(range).to.deep.include({ count: '1' });
    const health = JSON.parse(await buf('-d', '{}', `${base}/grpc.health.v1.Health/Check`)) as object;
    expect(health).to.deep.equal({ status: 'SERVING' });
  });
});
