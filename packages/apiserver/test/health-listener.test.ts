/** Health and metrics over HTTP, of a server as it starts, runs, loses its store and stops. */
import { get } from 'node:http';
import { startApiserver } from '@kuorum/apiserver';
import { expect } from 'chai';
import { eventually, freePort } from '@kuorum/testing';
import { Harness, podOf, watch } from './harness.js';

interface Page {
  readonly code: number;
  readonly body: string;
}

function page(address: string | undefined, path: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get(`http://${address}${path}`, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ code: response.statusCode ?? 0, body }));
    });
    request.on('error', reject);
  });
}

/** The value of one sample. */
function sample(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? NaN : Number(line.slice(name.length + 1));
}

describe('health and metrics of an apiserver', () => {
  const harness = new Harness();
  before(() => harness.start({ healthzBindAddress: '127.0.0.1:0' }));
  after(() => harness.stop());
  const ask = (path: string): Promise<Page> => page(harness.server.healthzAddress, path);

  it('are ok, and every check has a name', async () => {
    for (const path of ['/healthz', '/livez', '/readyz'])
      expect(await ask(path)).to.deep.equal({ code: 200, body: 'ok\n' });
    const { body } = await ask('/readyz?verbose');
    for (const name of ['ping', 'etcd', 'informer-sync-Pod', 'bootstrap', 'shutdown'])
      expect(body).to.include(`[+]${name} ok\n`);
    expect(body).to.match(/readyz check passed\n$/);
    expect((await ask('/livez?verbose')).body).to.equal('[+]ping ok\nlivez check passed\n');
    expect(await ask('/readyz/etcd')).to.deep.equal({ code: 200, body: 'ok\n' });
    expect((await ask('/readyz?verbose&exclude=etcd')).body).to.include('[+]etcd excluded: ok');
  });

  it('answer nothing else', async () => {
    for (const path of ['/', '/readyz/nonsense', '/readyz/etcd/x', '/api/v1/pods'])
      expect((await ask(path)).code).to.equal(404);
  });

  it('count calls by what they want and how they end', async () => {
    const { pods } = harness.client;
    await pods.create(podOf('counted'));
    for (let i = 0; i < 3; i++) await pods.get('default', 'counted');
    await pods.get('default', 'missing').catch(() => undefined);
    const watched = watch(harness.client, 'Pod', {});
    await eventually(() => watched.seen.length > 0, 'the first event');
    const { body } = await ask('/metrics');
    const pod = 'group="",resource="pods",subresource=""';
    expect(sample(body, `apiserver_request_total{verb="GET",${pod},code="200"}`)).to.equal(3);
    expect(sample(body, `apiserver_request_total{verb="GET",${pod},code="404"}`)).to.equal(1);
    expect(sample(body, `apiserver_request_total{verb="POST",${pod},code="201"}`)).to.equal(1);
    expect(sample(body, `apiserver_request_duration_seconds_count{verb="GET",${pod}}`)).to.equal(4);
    expect(sample(body, `apiserver_longrunning_requests{verb="WATCH",${pod}}`)).to.equal(1);
    expect(sample(body, 'apiserver_storage_objects{group="",resource="pods"}')).to.equal(1);
    expect(sample(body, 'apiserver_watch_events_total{group="",resource="pods"}')).to.equal(1);
    expect(sample(body, 'apiserver_registered_watchers{group="",resource="pods"}')).to.equal(1);
    expect(sample(body, 'etcd_request_duration_seconds_count{operation="txn"}')).to.be.above(0);
    expect(sample(body, 'apiserver_flowcontrol_nominal_limit_seats{priority_level="node-high"}')).to.equal(20);
    expect(
      sample(body, 'apiserver_flowcontrol_dispatched_requests_total{priority_level="exempt",flow_schema="exempt"}'),
    ).to.be.above(5);
    expect(sample(body, 'apiserver_current_inflight_requests{request_kind="readOnly"}')).to.equal(0);
    expect(sample(body, 'process_resident_memory_bytes')).to.be.above(1e7);
    watched.stop();
    await eventually(async () => {
      const text = (await ask('/metrics')).body;
      return sample(text, `apiserver_longrunning_requests{verb="WATCH",${pod}}`) === 0;
    }, 'the watch is gone');
  });

  it('every line of the metrics is one of the format', async () => {
    const { body } = await ask('/metrics');
    const lines = body.trimEnd().split('\n');
    const bad = lines.filter(
      (line) => !/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\]|\\.)*",?)*\})? (\+Inf|-?[\d.e+-]+))$/.test(line),
    );
    expect(bad).to.deep.equal([]);
  });
});

describe('health of an apiserver that is not well', () => {
  it('without a store says what is missing, check by check, and lives', async () => {
    const server = await startApiserver({
      listen: '127.0.0.1:0',
      etcdServers: [`127.0.0.1:${await freePort()}`],
      healthzBindAddress: '127.0.0.1:0',
    });
    try {
      const { code, body } = await page(server.healthzAddress, '/readyz');
      expect(code).to.equal(503);
      expect(body).to.include('[-]etcd failed: ').and.include('[-]informer-sync-Pod failed: not filled yet\n');
      expect((await page(server.healthzAddress, '/livez')).code).to.equal(200);
    } finally {
      await server.stop();
    }
  });

  it('does not start on an address that is taken', async () => {
    const taken = { listen: '127.0.0.1:0', etcdServers: ['127.0.0.1:1'], healthzBindAddress: '127.0.0.1:0' };
    const server = await startApiserver(taken);
    try {
      const error: unknown = await startApiserver({ ...taken, healthzBindAddress: server.healthzAddress }).catch(
        (thrown: unknown) => thrown,
      );
      expect(String(error)).to.include(`Cannot listen on ${server.healthzAddress} for health and metrics`);
    } finally {
      await server.stop();
    }
  });
});
