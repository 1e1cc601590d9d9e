/** /health, /livez and /readyz as probes ask for them, in the states that they must tell apart. */
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { call, put, TestCluster } from './cluster.js';

interface Answer {
  readonly status: number;
  readonly body: string;
}

describe('health by HTTP', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const start = (count: number, overrides: Parameters<typeof TestCluster.start>[2] = {}): Promise<TestCluster> =>
    TestCluster.start(cleanup, count, overrides);
  const ask = async (cluster: TestCluster, name: string, path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(`http://${cluster.target(name)}${path}`, init);
    return { status: response.status, body: await response.text() };
  };

  it('of a member that is well, with every check by itself, shown and left out', async () => {
    const cluster = await start(1);
    await put(cluster.clients('m1'), 'k', 'v');
    const told: Record<string, string> = {
      '/health': '{"health":"true","reason":""}',
      '/health?serializable=true': '{"health":"true","reason":""}',
      '/livez': 'ok\n',
      '/livez?verbose': '[+]serializable_read ok\nok\n',
      '/livez/serializable_read': 'ok\n',
      '/readyz': 'ok\n',
      '/readyz?verbose':
        '[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\nok\n',
      '/readyz?verbose&exclude=non_learner&exclude=linearizable_read':
        '[+]data_corruption ok\n[+]serializable_read ok\nok\n',
      '/readyz/linearizable_read?verbose': '[+]linearizable_read ok\nok\n',
      '/readyz?exclude=no_such_check': 'ok\n',
    };
    for (const [path, body] of Object.entries(told))
      expect(await ask(cluster, 'm1', path), path).to.deep.equal({ status: 200, body });
    for (const path of ['/livez/linearizable_read', '/readyz/nothing', '/livez/', '/healthz', '/'])
      expect((await ask(cluster, 'm1', path)).status, path).to.equal(404);
    for (const path of ['/health', '/livez', '/readyz', '/version'])
      expect(await ask(cluster, 'm1', path, { method: 'POST' }), path).to.deep.equal({
        status: 405,
        body: 'Method Not Allowed\n',
      });
  });

  it('without a majority: alive, and not ready', async () => {
    const cluster = await start(3);
    await cluster.stopMember('m2');
    await cluster.stopMember('m3');
    await eventually(() => cluster.member('m1').member.leader === 0n, 'nobody leads');
    expect(await ask(cluster, 'm1', '/health')).to.deep.equal({
      status: 503,
      body: '{"health":"false","reason":"RAFT NO LEADER"}\n',
    });
    expect((await ask(cluster, 'm1', '/health?serializable=true')).status).to.equal(200);
    expect((await ask(cluster, 'm1', '/livez')).status).to.equal(200);
    const ready = await ask(cluster, 'm1', '/readyz');
    expect(ready.status).to.equal(503);
    expect(ready.body).to.match(
      /^\[\+\]data_corruption ok\n\[\+\]serializable_read ok\n\[-\]linearizable_read failed: range error: etcdserver: .*\n\[\+\]non_learner ok\n\n$/,
    );
    expect((await ask(cluster, 'm1', '/readyz?exclude=linearizable_read')).status).to.equal(200);
  }).timeout(90_000);

  it('under alarms: NOSPACE is ill by /health unless it is left out, CORRUPT is not ready', async () => {
    const cluster = await start(1);
    const { maintenance } = cluster.clients('m1');
    const memberID = cluster.member('m1').member.id.toString();
    const raise = (alarm: 'NOSPACE' | 'CORRUPT'): Promise<object> =>
      call(maintenance, 'Alarm', { action: 'ACTIVATE', memberID, alarm });
    await raise('NOSPACE');
    expect(await ask(cluster, 'm1', '/health')).to.deep.equal({
      status: 503,
      body: '{"health":"false","reason":"ALARM NOSPACE"}\n',
    });
    expect((await ask(cluster, 'm1', '/health?exclude=NOSPACE')).status).to.equal(200);
    expect((await ask(cluster, 'm1', '/readyz')).status).to.equal(200);
    await raise('CORRUPT');
    expect(await ask(cluster, 'm1', '/health?exclude=NOSPACE')).to.deep.include({
      body: '{"health":"false","reason":"ALARM CORRUPT"}\n',
    });
    expect((await ask(cluster, 'm1', '/health?exclude=NOSPACE&exclude=CORRUPT')).status).to.equal(200);
    expect((await ask(cluster, 'm1', '/readyz/data_corruption')).body).to.equal(
      '[-]data_corruption failed: alarm activated: CORRUPT\n\n',
    );
  });
});
