/** A secured apiserver as its users meet it: certificates good and bad, tokens, nothing at all, and what goes wrong at the start. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as http2Connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { connect as netConnect } from 'node:net';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { Client, Metadata, credentials, status, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import {
  startApiserver,
  type Apiserver,
  type ApiserverOptions,
  type ApiserverSecurity,
  type TlsFiles,
} from '@kuorum/apiserver';
import { ApiStatusError, make, type Role, type RoleBinding, type Secret } from '@kuorum/api';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { Cleanup, eventually, startRealEtcd, type RealEtcd } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { clientConstructor } from '@kuorum/wire';
import { expect } from 'chai';

const DAY_MS = 24 * 3_600_000;
const adminToken = 'a-token-that-nobody-guesses-0001';

type Unary = (request: object, metadata: Metadata, done: (error: ServiceError | null, answer: unknown) => void) => void;

interface Answer {
  readonly code: number;
  readonly details: string;
}

describe('a secured apiserver', () => {
  const cleanup = new Cleanup();
  let directory: string;
  let etcd: RealEtcd;
  let ca: TestCa;
  let otherCa: TestCa;
  let server: Apiserver;
  let serving: CertificateFiles;
  const logged: string[] = [];

  before(async () => {
    directory = cleanup.own(await mkdtemp(join(tmpdir(), 'kuorum-security-')), (dir) => rm(dir, { recursive: true }));
    etcd = cleanup.own(await startRealEtcd(), (real) => real.stop());
    ca = await TestCa.create(directory);
    otherCa = await TestCa.create(directory, 'other');
    serving = await ca.issue();
    const tokens = join(directory, 'tokens.csv');
    await writeFile(tokens, `# users\n${adminToken},ada,7,"ops,system:masters"\nanother-token-of-enough-length,bob\n`);
    server = await start(
      { kind: 'secure', tls: { ...serving, clientCaFile: ca.caFile }, tokenAuthFile: tokens },
      { logger: recorder({}) },
    );
    await server.ready;
  });
  after(() => cleanup.run());

  function recorder(fields: object): Logger {
    const note = (more: object, message: string): void =>
      void logged.push(
        JSON.stringify({ ...fields, ...more, message }, (_key, value: unknown) =>
          value instanceof Error ? { name: value.name, text: value.message, stack: value.stack } : value,
        ),
      );
    return {
      ...silentLogger,
      debug: note,
      info: note,
      warn: note,
      error: note,
      child: (more) => recorder({ ...fields, ...more }),
    };
  }

  async function start(security: ApiserverSecurity, more: Partial<ApiserverOptions> = {}): Promise<Apiserver> {
    const options = { listen: '127.0.0.1:0', etcdServers: [etcd.endpoint], compactionIntervalMs: 0, security, ...more };
    return cleanup.own(await startApiserver(options), (started) => started.stop());
  }

  async function tls(files?: CertificateFiles): Promise<ChannelCredentials> {
    const root = await readFile(ca.caFile);
    if (files === undefined) return credentials.createSsl(root);
    return credentials.createSsl(root, await readFile(files.keyFile), await readFile(files.certFile));
  }

  async function call(method: string, how: ChannelCredentials, token?: string, request: object = {}): Promise<Answer> {
    const [service = '', name = ''] = method.split('/');
    const client = new (clientConstructor(`kuorum.v1.${service}`))(server.address, how, {
      'grpc.use_local_subchannel_pool': 1,
    });
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    try {
      const unary = (client as unknown as Record<string, Unary>)[name] as Unary;
      return await new Promise((resolve) => {
        unary.call(client, request, metadata, (error) =>
          resolve(error === null ? { code: status.OK, details: '' } : { code: error.code, details: error.details }),
        );
      });
    } finally {
      client.close();
    }
  }

  async function client(who: { token?: string; certificate?: CertificateFiles }): Promise<ApiClient> {
    const { token, certificate } = who;
    const read = async (file?: string): Promise<string | undefined> =>
      file === undefined ? undefined : await readFile(file, 'utf8');
    const [certPem, keyPem] = [await read(certificate?.certFile), await read(certificate?.keyFile)];
    const identity = { caPem: await readFile(ca.caFile, 'utf8'), certPem, keyPem };
    return cleanup.own(createApiClient({ servers: [server.address], tls: identity, token }), (made) => made.close());
  }

  function bindingOf(namespace: string, role: string, user: string): RoleBinding {
    return make('RoleBinding', {
      metadata: { name: `${role}-${user}`, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    });
  }

  const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  const strongRole = (namespace: string): Role =>
    make('Role', { metadata: { name: 'strong', namespace }, rules: [everything] });

  async function messageOf(answer: Promise<unknown>): Promise<string> {
    return answer.then(
      () => 'fine',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  async function reasonOf(answer: Promise<unknown>): Promise<string> {
    try {
      await answer;
      return 'none';
    } catch (error) {
      return error instanceof ApiStatusError ? error.reason : String(error);
    }
  }

  /** A call of a service that has no client here, as a stream of one message. */
  async function raw(path: string, message: Buffer, token?: string): Promise<Answer> {
    const client = new Client(server.address, await tls());
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
    const asIs = (bytes: Buffer): Buffer => bytes;
    const stream = client.makeBidiStreamRequest(path, asIs, asIs, metadata);
    try {
      return await new Promise((resolve) => {
        stream.on('error', () => undefined).on('data', () => undefined);
        stream.on('status', ({ code, details }) => resolve({ code, details: code === status.OK ? '' : details }));
        stream.write(message);
        stream.end();
      });
    } finally {
      client.close();
    }
  }

  async function servedName(): Promise<string | string[] | undefined> {
    const { host, port } = new URL(`https://${server.address}`);
    const socket = connect({
      host: host.split(':')[0],
      port: Number(port),
      ca: await readFile(ca.caFile),
      servername: 'localhost',
    });
    try {
      await once(socket, 'secureConnect');
      return socket.getPeerCertificate().subject.CN;
    } finally {
      socket.destroy();
    }
  }

  const secretOf = (name: string, password: string): Secret =>
    make('Secret', { metadata: { name, namespace: 'default' }, stringData: { password } });

  const list = (how: ChannelCredentials, token?: string): Promise<Answer> =>
    call('PodService/List', how, token, { namespace: 'shop' });
  const refusedFor = (user: string): Answer => ({
    code: status.PERMISSION_DENIED,
    details: `pods is forbidden: User "${user}" cannot list resource "pods" in API group "" in the namespace "shop"`,
  });

  it('knows who comes with a certificate of its authority', async () => {
    const admin = await ca.issue({ commonName: 'kubernetes-admin', organizations: ['ops', 'system:masters'] });
    expect(await list(await tls(admin))).to.deep.equal({ code: status.OK, details: '' });
    const ada = await ca.issue({ commonName: 'ada', organizations: ['ops'] });
    expect(await list(await tls(ada))).to.deep.equal(refusedFor('ada'));
  });

  it('never takes one connection for another that comes from the same address and port', async () => {
    // Possible as soon as the server has two addresses; where many clients share an address it needs no intent.
    const everywhere = await start(
      { kind: 'secure', tls: { ...serving, clientCaFile: ca.caFile } },
      { listen: '0.0.0.0:0' },
    );
    await everywhere.ready;
    const port = Number(everywhere.address.split(':').at(-1));
    const caPem = await readFile(ca.caFile);
    const dial = async (host: string, localPort?: number, identity: ConnectionOptions = {}): Promise<TLSSocket> => {
      const from = { localAddress: '127.0.0.1', ...(localPort === undefined ? {} : { localPort }) };
      const plain = netConnect({ host, port, ...from });
      const socket = connect({ socket: plain, ca: caPem, servername: 'localhost', ALPNProtocols: ['h2'], ...identity });
      await once(socket, 'secureConnect');
      return socket;
    };
    const nobody = await dial('127.0.0.2');
    const sessionOf = (socket: TLSSocket): ClientHttp2Session =>
      cleanup.own(http2Connect('https://localhost', { createConnection: () => socket }), (session) =>
        session.destroy(),
      );
    const statusOf = async (session: ClientHttp2Session): Promise<unknown> => {
      const path = '/kuorum.v1.SecretService/List';
      const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
      const stream = session.request(headers);
      stream.resume().end(Buffer.alloc(5));
      const first = once(stream, 'response') as Promise<IncomingHttpHeaders[]>;
      const last = once(stream, 'trailers').catch(() => []) as Promise<IncomingHttpHeaders[]>;
      const [response] = await first;
      return response?.['grpc-status'] ?? (await last)[0]?.['grpc-status'];
    };
    const victim = sessionOf(nobody);
    expect(await statusOf(victim)).to.equal(String(status.PERMISSION_DENIED));
    const admin = await ca.issue({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
    const [cert, key] = await Promise.all([readFile(admin.certFile), readFile(admin.keyFile)]);
    const master = sessionOf(await dial('127.0.0.1', nobody.localPort, { cert, key }));
    expect(await statusOf(master)).to.equal(String(status.OK));
    expect(await statusOf(victim)).to.equal(String(status.PERMISSION_DENIED));
  });

  it('takes a name that looks like a subject for the name that it is', async () => {
    const sly = await ca.issue({ commonName: 'eve\\, O=system:masters' });
    const { code, details } = await list(await tls(sly));
    expect(code).to.equal(status.PERMISSION_DENIED);
    expect(details).to.contain('User "eve');
  });

  it('knows who comes with a token of its file', async () => {
    expect(await list(await tls(), adminToken)).to.deep.equal({ code: status.OK, details: '' });
    expect(await list(await tls(), 'another-token-of-enough-length')).to.deep.equal(refusedFor('bob'));
  });

  it('refuses a token that it does not know, however it looks', async () => {
    for (const token of ['forged', `${adminToken}x`, adminToken.slice(1), 'x'.repeat(20_000)]) {
      const { code, details } = await list(await tls(), token);
      if (token.length > 16_384)
        expect(code).to.be.oneOf([status.UNAUTHENTICATED, status.UNAVAILABLE, status.INTERNAL]);
      else
        expect({ code, details }).to.deep.equal({
          code: status.UNAUTHENTICATED,
          details: 'Unauthorized: the bearer token is not one of this cluster',
        });
    }
  });

  it('refuses strangers before they have sent a request', async () => {
    const session = cleanup.own(
      http2Connect(`https://${server.address}`, { ca: await readFile(ca.caFile), servername: 'localhost' }),
      (made) => made.destroy(),
    );
    const head = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };
    for (const [path, authorization, code] of [
      ['/kuorum.v1.SecretService/Create', 'Bearer forged', status.UNAUTHENTICATED],
      ['/kuorum.v1.SecretService/Create', '', status.PERMISSION_DENIED],
      ['/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', 'Bearer forged', status.UNAUTHENTICATED],
    ] as const) {
      const stream = session.request(
        { ...head, ':path': path, ...(authorization === '' ? {} : { authorization }) },
        { endStream: false },
      );
      stream.on('error', () => undefined).resume();
      const [trailers] = (await once(stream, 'trailers')) as [IncomingHttpHeaders];
      expect(trailers['grpc-status'], `${path} ${authorization}`).to.equal(String(code));
      stream.close();
    }
  });

  it('takes a good certificate, whatever token comes along, as Kubernetes does', async () => {
    const ada = await ca.issue({ commonName: 'ada' });
    expect(await list(await tls(ada), 'forged')).to.deep.equal(refusedFor('ada'));
  });

  it('takes who shows nothing for anonymous', async () => {
    expect(await list(await tls())).to.deep.equal({
      code: status.PERMISSION_DENIED,
      details:
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "": ' +
        'it is granted to nobody who shows no credentials',
    });
  });

  it('knows who resumes a session by what he showed when it began, not by what he shows now', async () => {
    const admin = await ca.issue({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
    const stranger = await otherCa.issue({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
    const [host = '', port] = server.address.split(':');
    const trusted = await readFile(ca.caFile);
    /** The status of a call for secrets; the session's ticket comes after the handshake. */
    const dial = async (more: ConnectionOptions): Promise<{ code: string; ticket: Buffer | undefined }> => {
      const to = { host, port: Number(port), ca: trusted, servername: 'localhost' };
      const socket = connect({ ...to, ALPNProtocols: ['h2'], ...more });
      let ticket: Buffer | undefined;
      socket.on('session', (made: Buffer) => (ticket = made));
      await once(socket, 'secureConnect');
      expect(socket.isSessionReused()).to.equal(more.session !== undefined);
      const session = http2Connect('https://localhost', { createConnection: () => socket });
      cleanup.add(() => session.destroy());
      const path = '/kuorum.v1.SecretService/List';
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' });
      let code = '';
      const note = (headers: IncomingHttpHeaders): void => void (code = String(headers['grpc-status'] ?? code));
      stream.on('response', note).on('trailers', note).resume().end(Buffer.alloc(5));
      await once(stream, 'close');
      session.close();
      return { code, ticket };
    };
    const rows: readonly [CertificateFiles | undefined, number][] = [
      [undefined, status.PERMISSION_DENIED],
      [stranger, status.UNAUTHENTICATED],
      [admin, status.OK],
    ];
    for (const [files, code] of rows) {
      const identity =
        files === undefined ? {} : { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
      const first = await dial(identity);
      expect(first.code).to.equal(String(code));
      expect(first.ticket).to.be.instanceOf(Buffer);
      expect((await dial({ session: first.ticket })).code).to.equal(String(code));
    }
  });

  it('says why a certificate does not hold: another authority, expired', async () => {
    const cases: [CertificateFiles, string][] = [
      [await otherCa.issue({ commonName: 'ada' }), 'this cluster does not know the authority that signed it'],
      [
        await ca.issue({ validFrom: new Date(Date.now() - 9 * DAY_MS), validTo: new Date('2020-01-02T00:00:00Z') }),
        'it expired on Jan  2 00:00:00 2020 GMT',
      ],
    ];
    for (const [files, why] of cases) {
      const details = `Unauthorized: the client certificate does not hold: ${why}`;
      expect(await list(await tls(files))).to.deep.equal({ code: status.UNAUTHENTICATED, details });
    }
    const [[stranger]] = cases as [[CertificateFiles, string]];
    expect((await list(await tls(stranger), adminToken)).code, 'a good token is enough').to.equal(status.OK);
  });

  it('lets a client that does not trust it, or speaks no TLS, not get through', async () => {
    const wary = credentials.createSsl(await readFile(otherCa.caFile));
    expect((await list(wary)).code).to.equal(status.UNAVAILABLE);
    expect((await list(credentials.createInsecure())).code).to.equal(status.UNAVAILABLE);
  });

  it('tells everybody its health, and its services only to whom it knows', async () => {
    const listServices = Buffer.from([0x3a, 0]);
    const reflect = (token?: string): Promise<Answer> =>
      raw('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', listServices, token);
    expect(await reflect(adminToken)).to.deep.equal({ code: status.OK, details: '' });
    expect((await reflect()).code).to.equal(status.UNAUTHENTICATED);
    expect((await reflect('forged')).code).to.equal(status.UNAUTHENTICATED);
    expect(await raw('/grpc.health.v1.Health/Check', Buffer.alloc(0))).to.deep.equal({ code: status.OK, details: '' });
  });

  it('does what roles say, as soon as they say it', async () => {
    const admin = await client({ token: adminToken });
    const ada = await client({ certificate: await ca.issue({ commonName: 'ada' }) });
    await admin.resource('Namespace').create(make('Namespace', { metadata: { name: 'shop' } }));
    await admin.resource('RoleBinding').create(bindingOf('shop', 'admin', 'ada'));
    await eventually(async () => expect((await ada.pods.list({ namespace: 'shop' })).items).to.deep.equal([]));
    expect(await reasonOf(ada.pods.list({ namespace: 'default' }))).to.equal('Forbidden');
    expect(await reasonOf(ada.resource('Node').list({}))).to.equal('Forbidden');
    await ada.resource('RoleBinding').create(bindingOf('shop', 'view', 'mia'));
    const escalation = ada.resource('RoleBinding').create(bindingOf('shop', 'cluster-admin', 'ada'));
    expect(await reasonOf(escalation)).to.equal('Forbidden');
    const joined = ada.resource('Role').create(strongRole('shop'));
    expect(await reasonOf(joined)).to.equal('Forbidden');
    await admin.resource('Role').create(strongRole('shop'));
    const widened = ada.resource('Role').patch('shop', 'strong', { rules: [{ ...everything, verbs: ['get', '*'] }] });
    expect(await reasonOf(widened)).to.equal('Forbidden');
    await admin.resource('RoleBinding').delete('shop', 'admin-ada');
    await eventually(async () => expect(await reasonOf(ada.pods.list({ namespace: 'shop' }))).to.equal('Forbidden'));
  });

  it('lets a node reach what is bound to it, and nothing of another node', async () => {
    const admin = await client({ token: adminToken });
    const nodeOf = async (name: string): Promise<ApiClient> => {
      const certificate = await ca.issue({ commonName: `system:node:${name}`, organizations: ['system:nodes'] });
      return client({ certificate });
    };
    const [one, two] = [await nodeOf('n1'), await nodeOf('n2')];
    for (const [node, name] of [[one, 'n1'] as const, [two, 'n2'] as const]) {
      await node.resource('Node').create(make('Node', { metadata: { name } }));
      await admin.resource('Secret').create(secretOf(`of-${name}`, `password of ${name}`));
      const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: `of-${name}`, key: 'password' } } }];
      const containers = [{ name: 'main', image: 'kuorum/echo:latest', env }];
      await admin.pods.create(make('Pod', { metadata: { name, namespace: 'default' }, spec: { containers } }));
      expect(await reasonOf(node.resource('Secret').get('default', `of-${name}`)), 'not bound yet').to.equal(
        'Forbidden',
      );
      await admin.pods.bind('default', name, name);
    }
    const own = await eventually(() => one.resource('Secret').get('default', 'of-n1'));
    expect(Buffer.from(own.data['password'] ?? '').toString()).to.equal('password of n1');
    expect(await messageOf(one.resource('Secret').get('default', 'of-n2'))).to.equal(
      'secrets "of-n2" is forbidden: User "system:node:n1" cannot get resource "secrets" in API group "" in the ' +
        'namespace "default": no pod of node "n1" refers to it',
    );
    expect(await reasonOf(one.resource('Secret').patch('default', 'of-n1', { data: {} }))).to.equal('Forbidden');
    expect(await reasonOf(one.resource('Secret').delete('default', 'of-n1'))).to.equal('Forbidden');
    await admin.resource('Secret').create(secretOf('db', 'hunter2'));
    expect((await one.pods.get('default', 'n1')).spec.nodeName).to.equal('n1');
    expect(await messageOf(one.pods.get('default', 'n2'))).to.contain('can only reach pods that are bound to it');
    expect(await messageOf(one.pods.delete('default', 'n2'))).to.contain('can only reach pods that are bound to it');
    const theirs = await two.pods.get('default', 'n2');
    expect(await messageOf(one.pods.updateStatus(theirs))).to.contain('can only reach pods that are bound to it');
    expect(await reasonOf(one.pods.get('default', 'gone')), 'a kubelet must learn that a pod is gone').to.equal(
      'NotFound',
    );
    expect((await one.pods.list({ fieldSelector: 'spec.nodeName=n1' })).items).to.have.length(1);
    expect(await reasonOf(one.pods.list({}))).to.equal('Forbidden');
    expect(await messageOf(one.resource('Secret').get('default', 'db'))).to.equal(
      'secrets "db" is forbidden: User "system:node:n1" cannot get resource "secrets" in API group "" in the ' +
        'namespace "default": no pod of node "n1" refers to it',
    );
    expect(await reasonOf(one.resource('Secret').list({ namespace: 'default' }))).to.equal('Forbidden');
    const other = await one.resource('Node').get('', 'n2');
    expect(await reasonOf(one.resource('Node').update(other))).to.equal('Forbidden');
    const relabelled = one.resource('Node').patch('', 'n1', { metadata: { labels: { 'k8s.io/trusted': 'yes' } } });
    expect(await messageOf(relabelled)).to.contain('is not allowed to modify labels: k8s.io/trusted');
    await admin.pods.delete('default', 'n1', { gracePeriodSeconds: 0 });
    await eventually(async () =>
      expect(await reasonOf(one.resource('Secret').get('default', 'of-n1')), 'its pod is gone').to.equal('Forbidden'),
    );
  });

  it('says what its caller may do, and why', async () => {
    const ask = async (how: ChannelCredentials, spec: object, token?: string): Promise<string> => {
      const service = 'kuorum.v1.SelfSubjectAccessReviewService';
      const made = new (clientConstructor(service))(server.address, how);
      const metadata = new Metadata();
      if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
      try {
        const unary = (made as unknown as Record<string, Unary>)['Create'] as Unary;
        return await new Promise((resolve) => {
          unary.call(made, { object: { spec } }, metadata, (error, answer) => {
            const { status: given } = (answer ?? {}) as { status?: { allowed: boolean; reason: string } };
            resolve(error === null ? `${given?.allowed} ${given?.reason}` : error.details);
          });
        });
      } finally {
        made.close();
      }
    };
    const rita = await tls(await ca.issue({ commonName: 'rita' }));
    const view = bindingOf('default', 'view', 'rita');
    await (await client({ token: adminToken })).resource('RoleBinding').create(view);
    const on = (verb: string, resource: string, namespace: string): object => ({
      resourceAttributes: { verb, resource, namespace },
    });
    const because = 'true RBAC: allowed by RoleBinding "view-rita/default" of ClusterRole "view" to User "rita"';
    await eventually(async () => expect(await ask(rita, on('list', 'pods', 'default'))).to.equal(because));
    expect(await ask(rita, on('list', 'pods', 'kube-system'))).to.equal('false ');
    expect(await ask(rita, on('delete', 'pods', 'default'))).to.equal('false ');
    expect(await ask(rita, { nonResourceAttributes: { path: '/version', verb: 'get' } })).to.match(/^true RBAC: /);
    expect(await ask(rita, on('', 'pods', 'default'))).to.equal(
      'spec.resourceAttributes: verb and resource must be given',
    );
    expect(await ask(rita, {})).to.contain('exactly one of nonResourceAttributes or resourceAttributes');
    expect(await ask(await tls(), on('delete', 'nodes', ''), adminToken)).to.equal(
      'true system:masters may do everything',
    );
    expect(await ask(await tls(), on('list', 'pods', 'default'))).to.contain(
      'User "system:anonymous" cannot create resource "selfsubjectaccessreviews" in API group "authorization.k8s.io"',
    );
  });

  it('says who its caller is, and all that it may do', async () => {
    const ida = await client({ certificate: await ca.issue({ commonName: 'ida', organizations: ['ops'] }) });
    const { userInfo } = (await ida.access.whoAmI()).status;
    expect(userInfo).to.deep.equal({ username: 'ida', uid: '', groups: ['ops', 'system:authenticated'], extra: [] });
    const admin = await client({ token: adminToken });
    await admin.resource('RoleBinding').create(bindingOf('default', 'view', 'ida'));
    const reads = { verbs: ['get', 'list', 'watch'], apiGroups: ['apps'], resourceNames: [] };
    await eventually(async () => {
      const { resourceRules, nonResourceRules, incomplete } = await ida.access.rulesIn('default');
      const rule = resourceRules.find(({ apiGroups }) => apiGroups[0] === 'apps');
      expect(rule).to.deep.include(reads);
      expect(nonResourceRules.some(({ nonResourceURLs }) => nonResourceURLs.includes('/version'))).to.equal(true);
      expect(incomplete).to.equal(false);
      return true;
    });
    const { resourceRules } = await ida.access.rulesIn('kube-system');
    expect(resourceRules.some(({ apiGroups }) => apiGroups[0] === 'apps')).to.equal(false);
    expect((await admin.access.rulesIn('default')).resourceRules[0]).to.deep.include({
      verbs: ['*'],
      resources: ['*'],
    });
    const node = await client({
      certificate: await ca.issue({ commonName: 'system:node:n9', organizations: ['system:nodes'] }),
    });
    expect(await node.access.rulesIn('default')).to.deep.include({
      incomplete: true,
      evaluationError: 'node authorizer does not support user rule resolution',
    });
    const nobody = await client({});
    expect(await reasonOf(nobody.access.whoAmI())).to.equal('Forbidden');
  });

  it('asks nobody who may what when it is told so, but who they are', async () => {
    const open = await start({
      kind: 'secure',
      tls: { ...serving, clientCaFile: ca.caFile },
      authorizationModes: ['AlwaysAllow'],
    });
    await open.ready;
    const { certFile, keyFile } = await ca.issue({ commonName: 'whoever' });
    const caPem = await readFile(ca.caFile, 'utf8');
    const pair = { certPem: await readFile(certFile, 'utf8'), keyPem: await readFile(keyFile, 'utf8') };
    const known = cleanup.own(createApiClient({ servers: [open.address], tls: { caPem, ...pair } }), (made) =>
      made.close(),
    );
    expect((await known.resource('Secret').list({})).items).to.be.an('array');
    const nobody = cleanup.own(createApiClient({ servers: [open.address], tls: { caPem } }), (made) => made.close());
    expect(await reasonOf(nobody.resource('Secret').list({}))).to.equal('Unauthorized');
    expect(
      await reasonOf(
        nobody.resource('Secret').create(make('Secret', { metadata: { name: 'stolen', namespace: 'default' } })),
      ),
    ).to.equal('Unauthorized');
    expect(await reasonOf(nobody.access.whoAmI())).to.equal('Unauthorized');
    expect(await reasonOf((await client({})).resource('Secret').list({}))).to.equal('Forbidden');
  });

  it('tells its version to everybody', async () => {
    expect(await call('VersionService/Get', await tls())).to.deep.equal({ code: status.OK, details: '' });
  });

  it('mends a built-in role at its start, and keeps what was added', async () => {
    const admin = await client({ token: adminToken });
    const roles = admin.resource('ClusterRole');
    const view = await roles.get('', 'view');
    const extra = make('PolicyRule', { verbs: ['get'], apiGroups: [''], resources: ['secrets'] });
    await roles.update({ ...view, rules: [extra] });
    const other = await start({ kind: 'secure', tls: serving });
    await other.ready;
    const mended = await roles.get('', 'view');
    expect(mended.rules[0]).to.deep.equal(extra);
    expect(mended.rules.some(({ resources }) => resources.includes('pods/log'))).to.equal(true);
  });

  it('serves a renewed certificate without a restart, and keeps the old one when the new one is no good', async () => {
    const renewed = await ca.issue({ commonName: 'renewed' });
    await writeFile(serving.keyFile, 'no key');
    await eventually(() => expect(logged.join('\n')).to.contain('the old ones stay in use'));
    expect((await list(await tls(), adminToken)).code).to.equal(status.OK);
    await writeFile(serving.keyFile, await readFile(renewed.keyFile));
    await writeFile(serving.certFile, await readFile(renewed.certFile));
    await eventually(async () => expect(await servedName()).to.equal('renewed'));
    expect((await list(await tls(), adminToken)).code).to.equal(status.OK);
  });

  it('has written no token into its log', () => {
    expect(logged.length).to.be.greaterThan(2);
    for (const secret of [adminToken, 'another-token', 'forged', 'PRIVATE KEY']) {
      expect(logged.join('\n')).to.not.contain(secret);
    }
  });
});

describe('an apiserver that is to be secured', () => {
  const cleanup = new Cleanup();
  let directory: string;
  let ca: TestCa;
  before(async () => {
    directory = cleanup.own(await mkdtemp(join(tmpdir(), 'kuorum-security-')), (dir) => rm(dir, { recursive: true }));
    ca = await TestCa.create(directory);
  });
  after(() => cleanup.run());

  async function refusalOf(security: ApiserverSecurity | undefined, listen = '127.0.0.1:0'): Promise<string> {
    try {
      const server = await startApiserver({ listen, etcdServers: ['127.0.0.1:1'], security });
      await server.stop();
      return 'started';
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  it('listens without TLS only where nobody else can reach it', async () => {
    expect(await refusalOf(undefined)).to.equal('started');
    expect(await refusalOf(undefined, 'localhost:0')).to.equal('started');
    for (const listen of ['0.0.0.0:0', '[::]:0', '10.1.2.3:0', '127.0.0.1.example.com:0']) {
      expect(await refusalOf({ kind: 'insecure' }, listen)).to.match(
        /^SecurityError: Cannot listen on \S+ without TLS, as everybody .* --tls-cert-file, .* or listen on 127.0.0.1$/,
      );
    }
  });

  it('says which file is wrong, and how', async () => {
    const files = await ca.issue();
    const other = await ca.issue();
    const old = await ca.issue({
      validTo: new Date('2020-01-02T00:00:00Z'),
      validFrom: new Date('2020-01-01T00:00:00Z'),
    });
    const text = join(directory, 'text');
    await writeFile(text, 'hello');
    const rows: [Partial<TlsFiles>, string][] = [
      [
        { certFile: '/nowhere' },
        "Cannot use --tls-cert-file=/nowhere: ENOENT: no such file or directory, stat '/nowhere'",
      ],
      [{ certFile: text }, `Cannot use --tls-cert-file=${text}: it holds no certificate in PEM form`],
      [
        { keyFile: text },
        `Cannot use --tls-private-key-file=${text}: it is no private key in PEM form that can be used`,
      ],
      [{ keyFile: other.keyFile }, `it is not the key of the certificate in --tls-cert-file=${files.certFile}`],
      [{ ...old }, `Cannot use --tls-cert-file=${old.certFile}: its certificate expired on Jan  2`],
      [{ clientCaFile: text }, `Cannot use --client-ca-file=${text}: it holds no certificate in PEM form`],
    ];
    for (const [wrong, why] of rows) {
      expect(await refusalOf({ kind: 'secure', tls: { ...files, clientCaFile: ca.caFile, ...wrong } })).to.contain(why);
    }
  });

  it('says which line of the token file is wrong, and never what is in it', async () => {
    const files = await ca.issue();
    const rows: [string, string][] = [
      ['secret-1,ada\nsecret-2', 'line 2 must be token,user,uid,"group,group"'],
      ['secret-1,ada\n\nsecret-1,bob', 'line 3 repeats the token of a line above'],
      ['secret-1,ada,7,"a,b', 'line 1 has a quote that does not end'],
      ['secret 1,ada', 'line 1 has a space in its token'],
      ['x'.repeat(1024 * 1024 + 1), 'it has 1048577 bytes, at most 1048576 are read'],
    ];
    for (const [text, why] of rows) {
      const tokenAuthFile = join(directory, 'tokens');
      await writeFile(tokenAuthFile, text);
      const said = await refusalOf({ kind: 'secure', tls: files, tokenAuthFile });
      expect(said).to.equal(`SecurityError: Cannot use --token-auth-file=${tokenAuthFile}: ${why}`);
    }
  });
});
