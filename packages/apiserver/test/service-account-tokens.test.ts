/** Tokens of service accounts: what is taken, what is not and why, and what a server does with them. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiStatusError, make, type KindName, type Kinds, type Pod } from '@kuorum/api';
import { startApiserver, type Apiserver, type ServiceAccountTokenOptions } from '@kuorum/apiserver';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { Cleanup, eventually, startRealEtcd } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import type { User } from '../dist/auth/user.js';
import { serviceAccountAuthenticator } from '../dist/auth/service-account/token-authenticator.js';
import { issuerDefault, ServiceAccountTokens } from '../dist/auth/service-account/tokens.js';
import type { AccountClaims } from '../dist/auth/service-account/claims.js';

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPemOf = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('a service account token', () => {
  const cleanup = new Cleanup();
  const startMs = Date.parse('2026-01-02T03:04:05Z');
  let nowMs = startMs;
  const clock = { now: () => nowMs };
  const [key, otherKey] = [newKey(), newKey()];
  const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  let directory: string;
  let tokens: ServiceAccountTokens;
  /** What the cluster holds, by `Kind/namespace/name`. */
  const objects = new Map<string, Kinds[KindName]>();
  const robot: AccountClaims = { namespace: 'shop', account: { name: 'robot', uid: 'u1' } };
  const unknown = { refused: 'the bearer token is not one of this cluster' };

  before(async () => {
    directory = cleanup.own(await mkdtemp(join(tmpdir(), 'kuorum-tokens-')), (dir) => rm(dir, { recursive: true }));
    for (const [name, text] of [
      ['key.pem', pemOf(key)],
      ['key.pub', publicPemOf(key)],
      ['other.pem', pemOf(otherKey)],
      ['rsa.pem', pemOf(rsaKey)],
      ['both.pub', publicPemOf(rsaKey) + publicPemOf(key)],
    ] as const) {
      await writeFile(join(directory, name), text);
    }
    tokens = tokensOf({ signingKeyFile: 'key.pem' });
  });
  after(() => cleanup.run());
  beforeEach(() => {
    nowMs = startMs;
    objects.clear();
    objects.set(
      'ServiceAccount/shop/robot',
      make('ServiceAccount', { metadata: { name: 'robot', namespace: 'shop', uid: 'u1' } }),
    );
  });

  function tokensOf({ signingKeyFile, keyFiles, ...more }: ServiceAccountTokenOptions): ServiceAccountTokens {
    const at = (file: string): string => join(directory, file);
    return new ServiceAccountTokens(
      {
        ...more,
        signingKeyFile: signingKeyFile === undefined ? undefined : at(signingKeyFile),
        keyFiles: keyFiles?.map(at),
      },
      clock,
    );
  }
  const signed = async (claims = robot, seconds = 3600, by = tokens): Promise<string> =>
    (await by.sign(claims, by.audiences, seconds)).token;
  async function whoIs(token: string, by = tokens): Promise<User | { readonly refused: string } | undefined> {
    const find = (kind: KindName, namespace: string, name: string): Kinds[KindName] | undefined =>
      objects.get(`${kind}/${namespace}/${name}`);
    const finder = {
      recent: <K extends KindName>(kind: K, namespace: string, name: string) =>
        find(kind, namespace, name) as Kinds[K] | undefined,
      newest: async <K extends KindName>(kind: K, namespace: string, name: string) =>
        find(kind, namespace, name) as Kinds[K] | undefined,
    };
    return serviceAccountAuthenticator(by, finder, clock)(token);
  }
  const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? '';
  /** Signed with `key`, and otherwise as `change` likes it. */
  async function made(change: (jwt: SignJWT) => SignJWT, claims: Record<string, unknown> = {}): Promise<string> {
    const now = Math.floor(startMs / 1000);
    const kid = kidOf(await signed());
    const jwt = new SignJWT({
      'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'robot', uid: 'u1' } },
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(issuerDefault)
      .setAudience(issuerDefault)
      .setSubject('system:serviceaccount:shop:robot')
      .setNotBefore(now)
      .setExpirationTime(now + 600);
    return change(jwt).sign(key);
  }

  it('proves who its bearer is, in Kubernetes’ names and claims', async () => {
    const pod = { kind: 'Pod', object: { name: 'web', uid: 'p1' } } as const;
    objects.set('Pod/shop/web', make('Pod', { metadata: { name: 'web', namespace: 'shop', uid: 'p1' } }));
    const token = await signed({ ...robot, bound: pod, node: { name: 'n1', uid: 'n-1' } });
    const { jti, ...claims } = decodeJwt(token);
    const now = startMs / 1000;
    expect(claims).to.deep.equal({
      iss: issuerDefault,
      aud: [issuerDefault],
      sub: 'system:serviceaccount:shop:robot',
      iat: now,
      nbf: now,
      exp: now + 3600,
      'kubernetes.io': {
        namespace: 'shop',
        serviceaccount: { name: 'robot', uid: 'u1' },
        pod: { name: 'web', uid: 'p1' },
        node: { name: 'n1', uid: 'n-1' },
      },
    });
    expect(await whoIs(token)).to.deep.equal({
      name: 'system:serviceaccount:shop:robot',
      uid: 'u1',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop'],
      extra: {
        'authentication.kubernetes.io/pod-name': ['web'],
        'authentication.kubernetes.io/pod-uid': ['p1'],
        'authentication.kubernetes.io/node-name': ['n1'],
        'authentication.kubernetes.io/node-uid': ['n-1'],
        'authentication.kubernetes.io/credential-id': [`JTI=${jti}`],
      },
    });
  });

  it('is of no use when another key signed it', async () => {
    const forged = await signed(robot, 3600, tokensOf({ signingKeyFile: 'other.pem' }));
    expect(await whoIs(forged)).to.deep.equal(unknown);
    const [head, body] = (await signed()).split('.');
    const under = `${head}.${body}.${forged.split('.')[2]}`;
    expect(await whoIs(under), 'with the right key named').to.deep.equal(unknown);
  });

  it('is of no use without a signature', async () => {
    const payload = decodeJwt(await signed());
    expect(await whoIs(new UnsecuredJWT(payload).encode())).to.deep.equal(unknown);
    const [head, body] = (await signed()).split('.');
    expect(await whoIs(`${head}.${body}.`)).to.deep.equal(unknown);
  });

  it('cannot choose its algorithm: the public key is no shared secret', async () => {
    const { iss = '', aud = [], sub = '', exp = 0, ...rest } = decodeJwt(await signed());
    const kid = kidOf(await signed());
    for (const secret of [publicPemOf(key), publicPemOf(key).trim()]) {
      const forged = await new SignJWT(rest)
        .setProtectedHeader({ alg: 'HS256', kid })
        .setIssuer(iss)
        .setAudience(aud)
        .setSubject(sub)
        .setExpirationTime(exp)
        .sign(Buffer.from(secret));
      expect(await whoIs(forged)).to.deep.equal(unknown);
    }
  });

  it('is of no use when anything in it was changed', async () => {
    const [head = '', body = '', signature = ''] = (await signed()).split('.');
    const text = Buffer.from(body, 'base64url').toString();
    const changed = Buffer.from(text.replaceAll('robot', 'admin')).toString('base64url');
    expect(await whoIs(`${head}.${changed}.${signature}`)).to.deep.equal(unknown);
    const later = Buffer.from(text.replace(/"exp":\d+/, '"exp":9999999999')).toString('base64url');
    expect(await whoIs(`${head}.${later}.${signature}`)).to.deep.equal(unknown);
  });

  it('ends at its time, also when it has been seen before', async () => {
    const token = await signed(robot, 600);
    nowMs = startMs + 599_000;
    expect(await whoIs(token)).to.have.property('name');
    nowMs = startMs + 600_000;
    const over = { refused: 'the service account token has expired' };
    expect(await whoIs(token)).to.deep.equal(over);
    expect(await whoIs(token, tokensOf({ signingKeyFile: 'key.pem' })), 'by a server that has just come').to.deep.equal(
      over,
    );
  });

  it('counts from its beginning on, give or take the difference of two clocks', async () => {
    const token = await signed();
    nowMs = startMs - 59_000;
    expect(await whoIs(token)).to.have.property('name');
    nowMs = startMs - 3600_000;
    expect(await whoIs(token, tokensOf({ signingKeyFile: 'key.pem' }))).to.deep.equal({
      refused: 'the service account token is not valid yet: look at the clocks',
    });
  });

  it('is for whom it says', async () => {
    const forVault = (await tokens.sign(robot, ['vault'], 600)).token;
    expect(await whoIs(forVault)).to.deep.equal({
      refused: 'the service account token is for others: this server is not among its audiences',
    });
    const both = (await tokens.sign(robot, ['vault', issuerDefault], 600)).token;
    expect(await whoIs(both)).to.have.property('name');
    const strict = tokensOf({ signingKeyFile: 'key.pem', audiences: ['kuorum'] });
    expect(await whoIs(both, strict)).to.have.property('refused');
    expect(await whoIs(await signed(robot, 600, strict), strict)).to.have.property('name');
  });

  it('of another issuer is left to other ways to know a token', async () => {
    expect(await whoIs(await made((jwt) => jwt.setIssuer('https://elsewhere')))).to.equal(undefined);
    expect(await whoIs('no-jwt')).to.equal(undefined);
    const both = tokensOf({ signingKeyFile: 'key.pem', issuers: ['https://new', issuerDefault] });
    expect(await whoIs(await signed(), both), 'an old issuer').to.have.property('name');
    expect(decodeJwt(await signed(robot, 600, both)).iss).to.equal('https://new');
  });

  it('says one and the same thing in all its claims', async () => {
    expect(await whoIs(await made((jwt) => jwt))).to.have.property('name');
    const bad: [string, string][] = [
      ['another subject', await made((jwt) => jwt.setSubject('system:serviceaccount:shop:admin'))],
      ['no account', await made((jwt) => jwt, { 'kubernetes.io': { namespace: 'shop' } })],
      [
        'a pod that cannot be read',
        await made((jwt) => jwt, {
          'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'robot', uid: 'u1' }, pod: { name: 'web' } },
        }),
      ],
    ];
    for (const [what, token] of bad) expect(await whoIs(token), what).to.deep.equal(unknown);
  });

  it('is void when its account is gone, also when there is a new one of the name', async () => {
    const token = await signed();
    expect(await whoIs(token)).to.have.property('name');
    const gone = { refused: 'the service account of the token has been deleted' };
    const renewed = make('ServiceAccount', { metadata: { name: 'robot', namespace: 'shop', uid: 'u2' } });
    objects.set('ServiceAccount/shop/robot', renewed);
    expect(await whoIs(token)).to.deep.equal(gone);
    objects.delete('ServiceAccount/shop/robot');
    expect(await whoIs(token)).to.deep.equal(gone);
  });

  it('is void when what it is bound to is gone, after the time that a pod has to end', async () => {
    for (const [kind, namespace] of [
      ['Pod', 'shop'],
      ['Secret', 'shop'],
      ['Node', ''],
    ] as const) {
      const token = await signed({ ...robot, bound: { kind, object: { name: 'x', uid: 'p1' } } });
      const put = (uid: string, deletionTimestamp = ''): void =>
        void objects.set(
          `${kind}/${namespace}/x`,
          make(kind, { metadata: { name: 'x', namespace, uid, deletionTimestamp } }),
        );
      put('p1');
      expect(await whoIs(token)).to.have.property('name');
      put('p1', new Date(nowMs - 59_000).toISOString());
      expect(await whoIs(token), 'on its way out').to.have.property('name');
      const gone = { refused: `the ${kind.toLowerCase()} that the token is bound to has been deleted` };
      put('p1', new Date(nowMs - 61_000).toISOString());
      expect(await whoIs(token)).to.deep.equal(gone);
      put('p2');
      expect(await whoIs(token)).to.deep.equal(gone);
      objects.delete(`${kind}/${namespace}/x`);
      expect(await whoIs(token)).to.deep.equal(gone);
    }
  });

  it('of an old key is taken for as long as that key is named', async () => {
    const old = await signed();
    const rotated = tokensOf({ signingKeyFile: 'rsa.pem', keyFiles: ['key.pub'] });
    expect(await whoIs(old, rotated)).to.have.property('name');
    const young = await signed(robot, 600, rotated);
    expect(await whoIs(young, rotated)).to.have.property('name');
    expect(await whoIs(young, tokensOf({ keyFiles: ['both.pub'] })), 'by who cannot sign').to.have.property('name');
    expect(await whoIs(old, tokensOf({ signingKeyFile: 'rsa.pem' })), 'once it is not').to.deep.equal(unknown);
  });

  it('needs keys that are keys', async () => {
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    // As OpenSSL wrote them for long: with headers, which hold dashes.
    const encrypted = otherKey
      .export({ type: 'sec1', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' })
      .toString();
    expect(encrypted).to.contain('Proc-Type: 4,ENCRYPTED');
    const certificateRequest = publicPemOf(key).replaceAll('PUBLIC KEY', 'CERTIFICATE REQUEST');
    const cut = publicPemOf(otherKey).replace(/-----END.*\n/, '');
    const rows: [ServiceAccountTokenOptions, string, string][] = [
      [{ signingKeyFile: 'bad' }, 'nothing', '--service-account-signing-key-file'],
      [{ signingKeyFile: 'bad' }, publicPemOf(key), 'it holds no private key in PEM form'],
      [{ keyFiles: ['bad'] }, 'nothing', 'it holds no key in PEM form'],
      [{ keyFiles: ['bad'] }, parameters, 'it holds no key in PEM form'],
      [{ keyFiles: ['bad'] }, publicPemOf(key) + encrypted, 'its key 2 is encrypted: decrypt it, or give the public'],
      [{ keyFiles: ['bad'] }, encrypted + publicPemOf(key), 'its key 1 is encrypted'],
      [{ keyFiles: ['bad'] }, parameters + pemOf(key) + certificateRequest, 'its key 2 is neither a public nor'],
      [{ keyFiles: ['bad'] }, publicPemOf(key) + cut + publicPemOf(key), 'of its 3 PEM blocks 1 have no end'],
      [{ keyFiles: ['bad'] }, publicPemOf(key) + cut, 'of its 2 PEM blocks 1 have no end'],
      [{ signingKeyFile: 'bad' }, pemOf(generateKeyPairSync('ed25519').privateKey), 'its key is ed25519'],
      [
        { signingKeyFile: 'bad' },
        pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
        'its RSA key has 1024 bits, at least 2048 are needed',
      ],
    ];
    for (const [options, text, why] of rows) {
      await writeFile(join(directory, 'bad'), text);
      expect(() => tokensOf(options), why).to.throw(why);
    }
    expect(() => tokensOf({ issuers: ['x'] })).to.throw('give --service-account-signing-key-file');
  });
});

describe('a server that makes tokens of service accounts', () => {
  const cleanup = new Cleanup();
  const adminToken = 'a-token-that-nobody-guesses-0001';
  let directory: string;
  let server: Apiserver;
  let ca: TestCa;
  let admin: ApiClient;

  before(async () => {
    directory = cleanup.own(await mkdtemp(join(tmpdir(), 'kuorum-tokens-')), (dir) => rm(dir, { recursive: true }));
    const etcd = cleanup.own(await startRealEtcd(), (real) => real.stop());
    ca = await TestCa.create(directory);
    const signingKeyFile = join(directory, 'sa.key');
    const tokenAuthFile = join(directory, 'tokens.csv');
    await writeFile(signingKeyFile, pemOf(newKey()));
    await writeFile(tokenAuthFile, `${adminToken},ada,7,"system:masters"\n`);
    const tls = { ...(await ca.issue()), clientCaFile: ca.caFile };
    server = cleanup.own(
      await startApiserver({
        listen: '127.0.0.1:0',
        etcdServers: [etcd.endpoint],
        compactionIntervalMs: 0,
        security: { kind: 'secure', tls, tokenAuthFile, serviceAccounts: { signingKeyFile } },
        audit: { path: join(directory, 'audit.log') },
      }),
      (started) => started.stop(),
    );
    await server.ready;
    admin = await client({ token: adminToken });
    await admin.resource('Namespace').create(make('Namespace', { metadata: { name: 'shop' } }));
  });
  after(() => cleanup.run());

  async function client(who: { token?: string; certificate?: CertificateFiles }): Promise<ApiClient> {
    const read = async (file?: string): Promise<string | undefined> =>
      file === undefined ? undefined : await readFile(file, 'utf8');
    const { token, certificate } = who;
    const [certPem, keyPem] = [await read(certificate?.certFile), await read(certificate?.keyFile)];
    const tls = { caPem: await readFile(ca.caFile, 'utf8'), certPem, keyPem };
    return cleanup.own(createApiClient({ servers: [server.address], tls, token }), (made) => made.close());
  }
  async function textOf(answer: Promise<unknown>): Promise<string> {
    return answer.then(
      () => 'fine',
      (error: unknown) => (error instanceof ApiStatusError ? `${error.reason}: ${error.message}` : String(error)),
    );
  }
  const account = (name: string): Kinds['ServiceAccount'] =>
    make('ServiceAccount', { metadata: { name, namespace: 'shop' } });
  const podOf = (name: string, serviceAccountName: string): Pod =>
    make('Pod', {
      metadata: { name, namespace: 'shop' },
      spec: { serviceAccountName, containers: [{ name: 'main', image: 'kuorum/echo:latest' }] },
    });

  it('lets the bearer do what a RoleBinding gives the account, until the account is gone', async () => {
    const accounts = admin.resource('ServiceAccount');
    await accounts.create(account('robot'));
    await admin.resource('RoleBinding').create(
      make('RoleBinding', {
        metadata: { name: 'robot', namespace: 'shop' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'shop' }],
      }),
    );
    const before = Date.now();
    const { spec, status } = await admin.access.createToken('shop', 'robot', { expirationSeconds: 600 });
    expect(spec).to.deep.equal({ audiences: [issuerDefault], expirationSeconds: 600 });
    expect(Date.parse(status.expirationTimestamp)).to.be.within(before + 598_000, before + 700_000);
    const robot = await client({ token: status.token });
    await eventually(async () => expect((await robot.pods.list({ namespace: 'shop' })).items).to.deep.equal([]));
    expect(await textOf(robot.pods.list({ namespace: 'default' }))).to.equal(
      'Forbidden: pods is forbidden: User "system:serviceaccount:shop:robot" cannot list resource "pods" in API group "" ' +
        'in the namespace "default"',
    );
    expect(await textOf(robot.pods.create(podOf('x', 'robot')))).to.contain('Forbidden');
    await accounts.delete('shop', 'robot');
    await eventually(async () =>
      expect(await textOf(robot.pods.list({ namespace: 'shop' }))).to.equal(
        'Unauthorized: Unauthorized: the service account of the token has been deleted',
      ),
    );
    await accounts.create(account('robot'));
    expect(await textOf(robot.pods.list({ namespace: 'shop' })), 'another of the name').to.contain('Unauthorized');
  });

  it('binds a token to a pod', async () => {
    await admin.resource('ServiceAccount').create(account('worker'));
    const pod = await admin.pods.create(podOf('w1', 'worker'));
    const ref = { kind: 'Pod', name: 'w1', uid: pod.metadata.uid };
    const { status } = await admin.access.createToken('shop', 'worker', { boundObjectRef: ref });
    const worker = await client({ token: status.token });
    expect(await textOf(worker.version())).to.equal('fine');
    await admin.pods.delete('shop', 'w1', { gracePeriodSeconds: 0 });
    await eventually(async () =>
      expect(await textOf(worker.version())).to.equal(
        'Unauthorized: Unauthorized: the pod that the token is bound to has been deleted',
      ),
    );
  });

  it('refuses what makes no sense, in Kubernetes’ words', async () => {
    await admin.resource('ServiceAccount').create(account('picky'));
    await admin.pods.create(podOf('p1', 'picky'));
    const ask = (name: string, options: Parameters<typeof admin.access.createToken>[2]): Promise<string> =>
      textOf(admin.access.createToken('shop', name, options));
    expect(await ask('nobody', {})).to.equal('NotFound: serviceaccounts "nobody" not found');
    expect(await ask('picky', { expirationSeconds: 599 })).to.equal(
      'Invalid: TokenRequest.authentication.k8s.io "picky" is invalid: spec.expirationSeconds: Invalid value: 599: ' +
        'may not specify a duration less than 10 minutes',
    );
    expect(await ask('picky', { audiences: [''] })).to.contain('spec.audiences[0]: Required value');
    expect(await ask('picky', { boundObjectRef: { kind: 'Pod', name: 'gone' } })).to.equal(
      'NotFound: pods "gone" not found',
    );
    expect(await ask('picky', { boundObjectRef: { kind: 'Job', name: 'x' } })).to.contain(
      'BadRequest: cannot bind token to object of type v1, Kind=Job',
    );
    expect(await ask('picky', { boundObjectRef: { kind: 'Pod', name: 'p1', uid: 'other' } })).to.contain(
      'Conflict: Operation cannot be fulfilled on pods "p1": the UID in the bound object reference (other) does not match',
    );
    expect(await ask('default', { boundObjectRef: { kind: 'Pod', name: 'p1' } })).to.match(/NotFound|BadRequest/);
    await admin.resource('ServiceAccount').create(account('another'));
    expect(await ask('another', { boundObjectRef: { kind: 'Pod', name: 'p1' } })).to.equal(
      'BadRequest: cannot bind token for serviceaccount "another" to pod running with different serviceaccount name.',
    );
    const { spec } = await admin.access.createToken('shop', 'picky', { expirationSeconds: 1_000_000 });
    expect(spec.expirationSeconds, 'made shorter').to.equal(24 * 3600);
  });

  it('gives a node the tokens of the pods that run on it, and no others', async () => {
    const certificate = await ca.issue({ commonName: 'system:node:n1', organizations: ['system:nodes'] });
    const node = await client({ certificate });
    await admin.resource('ServiceAccount').create(account('sailor'));
    const pods = [await admin.pods.create(podOf('s1', 'sailor')), await admin.pods.create(podOf('s2', 'sailor'))];
    await admin.pods.bind('shop', 's1', 'n1');
    await admin.pods.bind('shop', 's2', 'n2');
    const [own, other] = pods.map(({ metadata }) => ({ kind: 'Pod', name: metadata.name, uid: metadata.uid }));
    const ask = (boundObjectRef?: { kind: string; name: string; uid?: string }, name = 'sailor'): Promise<string> =>
      textOf(node.access.createToken('shop', name, { boundObjectRef }));
    const refused = (why: string): string => `Forbidden: serviceaccounts "sailor" is forbidden: ${why}`;
    await eventually(async () => expect(await ask(own)).to.equal('fine'));
    expect(await ask()).to.equal(refused('node requested token not bound to a pod'));
    expect(await ask({ kind: 'Pod', name: 's1' })).to.equal(
      refused('node requested token with a pod binding without a uid'),
    );
    expect(await ask(other)).to.equal(refused('node requested token bound to a pod scheduled on a different node'));
    expect(await ask(own, 'robot')).to.contain('no pod of node "n1" runs under it');
  });

  it('never writes a token down', async () => {
    const { status } = await admin.access.createToken('shop', 'worker');
    const log = await eventually(async () => {
      const text = await readFile(join(directory, 'audit.log'), 'utf8');
      expect(text).to.contain('"subresource":"token"');
      return text;
    });
    expect(log).to.not.contain(status.token.slice(-40)).and.to.not.contain('eyJ');
  });
});
