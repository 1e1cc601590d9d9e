/** Exec and port-forward all the way: client, apiserver over TLS, the kubelet's own server over TLS, real processes. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { ApiStatusError, make } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import type { ApiClient, ExecOptions, ExecSession } from '@kuorum/client';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { podCommands } from './pod-commands.js';
import { podFlows } from './pod-flows.js';
import { StreamsCluster } from './streams-cluster.js';

const web = { namespace: 'default', name: 'web' };
/** Answers with the number of bytes that came, when its peer has ended; `/pid` of processes by a port that only they have. */
const counter = `require('net').createServer({ allowHalfOpen: true }, (c) => { let n = 0; c.on('error', () => {});
  c.on('data', (d) => (n += d.length)); c.on('end', () => c.end(String(n))) }).listen(8080, process.env.HOST)`;
const mirror = `require('net').createServer({ allowHalfOpen: true }, (c) => { c.on('error', () => {}); c.pipe(c) }).listen(8081, process.env.HOST)`;

describe('sessions in pods', function () {
  this.timeout(60_000);
  const cluster = new StreamsCluster();
  let client: ApiClient;

  before(async () => {
    await cluster.start();
    ({ client } = cluster);
    const node = (code: string): { name: string; command: string[] } => ({
      name: 'main',
      command: ['node', '-e', code],
    });
    await Promise.all([
      cluster.pod('web', [node(`${counter};${mirror}`)], { app: 'web' }),
      cluster.pod('two', [{ name: 'a' }, { name: 'b', command: ['node', '-e', 'setInterval(() => {}, 1e3)'] }], {
        app: 'two',
      }),
    ]);
  });
  after(() => cluster.stop());

  const exec = (command: string[], options: Partial<ExecOptions> = {}, by = client): Promise<ExecSession> =>
    by.pods.exec({ ...web, command, stdout: true, stderr: true, ...options });
  const run = (code: string, options: Partial<ExecOptions> = {}): Promise<ExecSession> =>
    exec(['node', '-e', code], options);
  const refusalOf = async (answer: Promise<unknown>): Promise<ApiStatusError> => {
    const outcome: unknown = await answer.then(
      () => 'it was not refused',
      (error: unknown) => error,
    );
    expect(outcome).to.be.instanceOf(ApiStatusError);
    return outcome as ApiStatusError;
  };
  it('exec gives what a command writes, on which output, and its exit code', async () => {
    const session = await run('console.log("out"); console.error("err"); process.exit(42)');
    const [out, err] = await Promise.all([text(session.stdout), text(session.stderr)]);
    expect({ out, err }).to.deep.equal({ out: 'out\n', err: 'err\n' });
    expect(await session.done).to.include({ exitCode: 42 });
  });

  it('exec hands standard input on and closes it', async () => {
    const session = await exec(['cat'], { stdin: true, stderr: false });
    const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, i) => i & 0xff));
    session.stdin.write(sent.subarray(0, 300_000));
    session.stdin.end(sent.subarray(300_000));
    expect((await buffer(session.stdout)).equals(sent)).to.equal(true);
    expect(await session.done).to.include({ exitCode: 0 });
  });

  it('a command ends when its client goes away', async () => {
    const session = await run(
      `require('net').createServer().listen(8091, process.env.HOST, () => console.log('up')); setInterval(() => {}, 1e3)`,
    );
    await once(session.stdout, 'readable');
    (await client.pods.portForward({ ...web, port: 8091 })).destroy();
    session.cancel();
    await eventually(async () => {
      const outcome = await client.pods.portForward({ ...web, port: 8091 }).catch((error: unknown) => error);
      if (outcome instanceof Error) return /connection refused/.test(outcome.message);
      (outcome as Duplex).destroy();
      return false;
    });
  });

  const refused: [what: string, options: Partial<ExecOptions>, reason: string, message: RegExp][] = [
    ['no command', { command: [] }, 'BadRequest', /you must specify at least 1 command for the container/],
    ['no stream', { stdout: false, stderr: false }, 'BadRequest', /at least one of stdin, stdout, stderr/],
    ['a terminal with two outputs', { tty: true }, 'BadRequest', /tty and stderr cannot both be true/],
    ['a pod that is not there', { name: 'nope' }, 'NotFound', /pods "nope" not found/],
    ['a container that is not there', { container: 'x' }, 'BadRequest', /container x is not valid for pod web/],
    [
      'one of several containers',
      { name: 'two' },
      'BadRequest',
      /must be specified for pod two, choose one of: \[a b\]/,
    ],
    [
      'a program that is not there',
      { command: ['/no/such'] },
      'InternalError',
      /"\/no\/such": executable file not found/,
    ],
    ['a command that is too long', { command: ['x'.repeat(70_000)] }, 'BadRequest', /has 70000 bytes/],
    ['a pod that has no node', { name: 'pending' }, 'BadRequest', /pod pending does not have a host assigned/],
    ['a container that does not run', { name: 'waiting' }, 'NotFound', /container not found \("main"\)/],
  ];
  it('exec refuses what cannot be begun, with the reason', async () => {
    const spec = { containers: [{ name: 'main', image: 'kuorum/echo' }] };
    await client.pods.create(make('Pod', { metadata: { name: 'pending', namespace: 'default' }, spec }));
    const never = { nodeName: 'node-1', containers: [{ name: 'main', image: 'nobody/nothing:1' }] };
    await client.pods.create(make('Pod', { metadata: { name: 'waiting', namespace: 'default' }, spec: never }));
    await eventually(async () => (await client.pods.get('default', 'waiting')).status.containerStatuses.length > 0);
    for (const [what, options, reason, message] of refused) {
      const error = await refusalOf(exec(options.command === undefined ? ['true'] : [...options.command], options));
      expect(error.reason, what).to.equal(reason);
      expect(error.message, what).to.match(message);
    }
    for (const name of ['pending', 'waiting']) await client.pods.delete('default', name, { gracePeriodSeconds: 0 });
  });

  it('port-forward carries 20 connections of 1 MB each at a time', async () => {
    const sent = Buffer.alloc(1024 * 1024, 'abcdefgh');
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const connection = await client.pods.portForward({ ...web, port: 8081 });
        connection.end(sent);
        expect((await buffer(connection)).equals(sent)).to.equal(true);
      }),
    );
  });

  it('port-forward: each side may end before the other', async () => {
    const connection = await client.pods.portForward({ ...web, port: 8080 });
    connection.write(Buffer.alloc(10_000));
    connection.end(Buffer.alloc(5));
    expect(await text(connection), 'it answers when it has seen the end').to.equal('10005');
  });

  it('port-forward refuses a port that nobody listens on, or that is none', async () => {
    const closed = await refusalOf(client.pods.portForward({ ...web, port: 9 }));
    expect(closed.message).to.match(
      /error forwarding port 9 to pod web: failed to connect to [\d.]+:9: connection refused/,
    );
    expect((await refusalOf(client.pods.portForward({ ...web, port: 0 }))).reason).to.equal('BadRequest');
  });

  it('takes the right to create pods/exec and pods/portforward, which reading does not give', async () => {
    const [reader, editor, node] = await Promise.all([
      cluster.clientFor('rita'),
      cluster.clientFor('ed'),
      cluster.clientFor('system:node:node-1', ['system:nodes']),
    ]);
    for (const [user, role] of [
      ['rita', 'view'],
      ['ed', 'edit'],
    ]) {
      await client.resource('RoleBinding').create(
        make('RoleBinding', {
          metadata: { name: `${user}-${role}`, namespace: 'default' },
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role ?? '' },
          subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user ?? '' }],
        }),
      );
    }
    await eventually(async () => (await reader.pods.get('default', 'web').catch(() => undefined)) !== undefined);
    for (const who of [reader, node]) {
      const forbidden = await refusalOf(exec(['true'], {}, who));
      expect(forbidden.reason).to.equal('Forbidden');
      expect(forbidden.message).to.match(/cannot create resource "pods\/exec"/);
      expect((await refusalOf(who.pods.portForward({ ...web, port: 8080 }))).reason).to.equal('Forbidden');
    }
    await eventually(async () => (await editor.pods.get('default', 'web').catch(() => undefined)) !== undefined);
    const session = await exec(['true'], {}, editor);
    expect(await session.done).to.include({ exitCode: 0 });
  });

  it('the kubelet asked directly lets nobody in but apiservers', async () => {
    const ask = async (identity: { certPem?: string | undefined; keyPem?: string | undefined }, what: string) => {
      const { caPem } = (await cluster.identity('x'))();
      const request = tlsRequest({
        ...{ host: '127.0.0.1', port: cluster.kubeletPort, path: what, agent: false, ca: caPem },
        ...{ cert: identity.certPem, key: identity.keyPem },
        headers: {
          connection: 'Upgrade',
          upgrade: what.startsWith('/exec') ? 'kuorum.v1.exec' : 'kuorum.v1.portforward',
        },
      });
      request.end();
      return new Promise<number>((resolve, reject) => {
        request.on('response', (response) => resolve(response.resume().statusCode ?? 0));
        request.on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.statusCode ?? 0);
        });
        request.on('error', reject);
      });
    };
    const paths = ['/exec/default/web/main?command=true&stdout=true', '/portForward/default/web?port=8080', '/healthz'];
    const [admin, apiserver] = [
      (await cluster.identity('admin', ['system:masters']))(),
      (await cluster.identity('apiserver', ['kuorum:kubelet-api-clients']))(),
    ];
    for (const path of paths) {
      expect(await ask({}, path), `nobody: ${path}`).to.equal(401);
      expect(await ask(admin, path), `an administrator: ${path}`).to.equal(403);
    }
    expect(await Promise.all(paths.map((path) => ask(apiserver, path)))).to.deep.equal([101, 101, 404]);
  });

  it('a kubelet that is dead is told as Unavailable', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port: Port } = closed.address() as AddressInfo;
    closed.close();
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port } },
    };
    await client.resource('Node').create(make('Node', { metadata: { name: 'dead' }, status }));
    const spec = { nodeName: 'dead', containers: [{ name: 'main', image: 'i' }] };
    await client.pods.create(make('Pod', { metadata: { name: 'on-dead', namespace: 'default' }, spec }));
    const error = await refusalOf(exec(['true'], { name: 'on-dead' }));
    expect(error.reason).to.equal('ServiceUnavailable');
    expect(error.message).to.match(/cannot reach the kubelet of node dead: .*ECONNREFUSED/);
    await client.pods.delete('default', 'on-dead', { gracePeriodSeconds: 0 });
  });

  podFlows(cluster);
  podCommands(cluster);

  it('a session that is open when the apiserver stops ends with Unavailable, and at once', async () => {
    const path = join(await cluster.cleanup.tempDir(), 'audit.log');
    const every = { users: [], userGroups: [], verbs: [], resources: [], namespaces: [], nonResourceURLs: [] };
    const policy = { rules: [{ ...every, level: 'RequestResponse' as const, omitStages: [] }], omitStages: [] };
    // On its clock no time passes: what a stop waits for in vain, it waits for without end.
    const clock = new VirtualClock(Date.now());
    const server = await cluster.startServer({ audit: { path, policy }, healthzBindAddress: '127.0.0.1:0', clock });
    const other = await cluster.clientFor('admin', ['system:masters'], server);
    const session = await exec(['cat'], { stdin: true }, other);
    const connection = await other.pods.portForward({ ...web, port: 8080 });
    const broken = once(connection, 'error') as Promise<[ApiStatusError]>;
    const drained = (stream: Readable): Readable => stream.resume();
    drained(session.stdout);
    drained(session.stderr);
    session.stdin.write("what goes through is nobody else's");
    const metrics = await (await fetch(`http://${server.healthzAddress}/metrics`)).text();
    for (const part of ['exec', 'portforward']) {
      const open = new RegExp(`^apiserver_longrunning_requests\\{verb="POST".*subresource="${part}"\\} 1$`, 'm');
      expect(metrics).to.match(open);
    }
    const stopped = server.stop();
    const error = await refusalOf(session.done);
    expect(error.reason).to.equal('ServiceUnavailable');
    expect(error.message).to.equal('the apiserver is shutting down');
    expect((await broken)[0].message).to.equal('the apiserver is shutting down');
    await stopped;
    const audit = readFileSync(path, 'utf8');
    expect(audit).to.match(/"stage":"ResponseStarted".*"subresource":"exec".*"command":\["cat"\]/);
    expect(audit).to.match(/"subresource":"portforward".*"code":503/);
    expect(audit).not.to.include('nobody else');
  });
});
