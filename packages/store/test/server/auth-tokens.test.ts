/** What a call is known by: tokens that expire, tokens that are signed, names in certificates; and the flags for them. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtualClock } from '@kuorum/base';
import { parseStoreFlags } from '@kuorum/store';
import { AuthGate, JwtTokenProvider, SimpleTokenProvider, SimpleTokens } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { SignJWT, UnsecuredJWT } from 'jose';
import { refusal, TestCluster } from './cluster.js';
import { login, UserOf, withUsers } from './users.js';

const invalid = 'etcdserver: invalid auth token';
const bytes = (text: string): Buffer => Buffer.from(text);

describe('simple tokens', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('expire when nobody uses them', () => {
    const clock = new VirtualClock();
    const tokens = new SimpleTokens(clock, 10_000);
    tokens.assign('used', 'a');
    tokens.assign('unused', 'a');
    for (let i = 0; i < 3; i++) {
      clock.advance(6_000);
      expect(tokens.userOf('used')).to.equal('a');
    }
    expect(tokens.userOf('unused')).to.equal(undefined);
    clock.advance(10_000);
    expect(tokens.userOf('used')).to.equal(undefined);
    tokens.assign('next', 'a');
    expect(tokens.count).to.equal(1);
  });

  it('are waited for by a member that has not applied so much yet, and by none for longer', () => {
    const clock = new VirtualClock();
    const tokens = new SimpleTokens(clock, 10_000);
    let reads = 0;
    const home = {
      machine: { tokens, auth: { revision: 3 } },
      appliedIndex: 7,
      linearizable: (done: (error: undefined) => void) => {
        reads++;
        tokens.assign('late.8', 'alice');
        done(undefined);
      },
      propose: () => undefined,
    };
    const provider = new SimpleTokenProvider(home);
    const learned = (token: string): unknown => {
      let found: unknown;
      provider.learn(token, () => (found = provider.find(token)));
      return found;
    };
    expect(learned('late.7'), 'of an entry that is applied').to.equal(undefined);
    expect(reads).to.equal(0);
    expect(learned('late.8')).to.deep.equal({ user: 'alice', revision: 3 });
    expect(learned('forged.9')).to.equal(undefined);
    expect(reads).to.equal(2);
  });

  it('are given up when the member is told to keep them shortly', async () => {
    const ttlMs = 300;
    const cluster = await TestCluster.start(cleanup, 1, {
      auth: { token: { kind: 'simple', ttlMs }, bcryptCost: 4, clientCertAuth: false },
    });
    const root = await withUsers(cluster, cleanup, 'm1');
    await root.put('a', 'x');
    const { clock, machine } = cluster.member('m1').member;
    const untilMs = clock.monotonic() + ttlMs;
    await eventually(() => clock.monotonic() > untilMs, 'the end of its time');
    expect(machine.tokens.count).to.equal(1);
    expect((await refusal(root.get('a'))).details).to.equal(invalid);
    expect(await (await login(cluster, cleanup, 'm1', 'root')).get('a')).to.equal('x');
  });
});

describe('JSON web tokens', () => {
  const cleanup = new Cleanup();
  let directory: string;
  const files = { own: '', ownPublic: '', other: '', secret: '', rsa: '', ed: '' };
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  before(async () => {
    directory = await cleanup.tempDir();
    const pem = { type: 'pkcs8', format: 'pem' } as const;
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const contents = {
      own: own.privateKey.export(pem),
      ownPublic: own.publicKey.export({ type: 'spki', format: 'pem' }),
      other: other.privateKey.export(pem),
      secret: randomBytes(32),
      rsa: rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }),
      ed: generateKeyPairSync('ed25519').privateKey.export(pem),
    };
    for (const name of Object.keys(contents) as (keyof typeof contents)[]) {
      files[name] = join(directory, name);
      await writeFile(files[name], contents[name]);
    }
  });
  after(() => cleanup.run());

  const options = () => ({
    kind: 'jwt' as const,
    signMethod: 'ES256',
    ttlMs: 300_000,
    privateKeyFile: files.own,
    publicKeyFile: files.ownPublic,
  });
  const issue = (provider: JwtTokenProvider): Promise<string> =>
    new Promise((resolve, reject) =>
      provider.issue('alice', 7, (error, token) =>
        token === undefined ? reject(error ?? new Error()) : resolve(token),
      ),
    );
  const known = async (provider: JwtTokenProvider, token: string): Promise<string | undefined> => {
    await new Promise<void>((resolve) => provider.learn(token, resolve));
    return provider.find(token)?.user;
  };

  it('are checked by every method of signing that is offered', async () => {
    for (const [signMethod, file] of [
      ['ES256', files.own],
      ['HS256', files.secret],
      ['RS256', files.rsa],
      ['PS512', files.rsa],
      ['EdDSA', files.ed],
    ] as const) {
      const provider = new JwtTokenProvider({ kind: 'jwt', ttlMs: 60_000, signMethod, privateKeyFile: file });
      const token = await issue(provider);
      expect(provider.find(token), `${signMethod}, before it was checked`).to.equal(undefined);
      expect(await known(provider, token), signMethod).to.equal('alice');
      expect(provider.find(token)).to.include({ user: 'alice', revision: 7 });
    }
  });

  it('are refused when expired, also when they were known', async () => {
    let nowMs = Date.now();
    const provider = new JwtTokenProvider(options(), () => nowMs);
    const token = await issue(provider);
    expect(await known(provider, token)).to.equal('alice');
    nowMs += 301_000;
    expect(provider.find(token)).to.equal(undefined);
    expect(await known(provider, token)).to.equal(undefined);
  });

  it('are refused when forged', async () => {
    const provider = new JwtTokenProvider(options());
    const claims = { username: 'root', revision: 1 };
    const signed = (alg: string, key: Parameters<SignJWT['sign']>[0]): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime('1h').sign(key);
    const good = await signed('ES256', own.privateKey);
    const [head, , signature] = good.split('.');
    const forged = {
      'by another key': await signed('ES256', other.privateKey),
      'by no key': new UnsecuredJWT(claims).setExpirationTime('1h').encode(),
      'with the public key as secret': await signed('HS256', own.publicKey.export({ type: 'spki', format: 'der' })),
      'with other claims': [
        head,
        bytes('{"username":"root","revision":9,"exp":9999999999}').toString('base64url'),
        signature,
      ].join('.'),
      'without an end': await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(own.privateKey),
      'without a user': await new SignJWT({ revision: 1 })
        .setProtectedHeader({ alg: 'ES256' })
        .setExpirationTime('1h')
        .sign(own.privateKey),
      'not a token': 'x.y.z',
    };
    expect(await known(provider, good)).to.equal('root');
    for (const [how, token] of Object.entries(forged)) expect(await known(provider, token), how).to.equal(undefined);
  });

  it('are not given out without a private key', async () => {
    const provider = new JwtTokenProvider({
      kind: 'jwt',
      ttlMs: 1000,
      signMethod: 'ES256',
      publicKeyFile: files.ownPublic,
    });
    expect(await issue(provider).catch((error: Error) => error)).to.have.property(
      'message',
      'auth: token signing attempted with verify-only key',
    );
  });

  it('need keys that fit', () => {
    const refused =
      (more: object): (() => unknown) =>
      () =>
        new JwtTokenProvider({ ...options(), ...more });
    expect(refused({ privateKeyFile: files.other })).to.throw('do not belong together');
    expect(refused({ signMethod: 'RS256' })).to.throw('RS256 needs a key of type rsa: this one is ec');
    expect(refused({ publicKeyFile: join(directory, 'none') })).to.throw('pub-key cannot be read');
  });

  it('are taken by every member, also after a restart, until users change', async () => {
    const auth = { token: options(), bcryptCost: 4, clientCertAuth: false };
    const cluster = await TestCluster.start(cleanup, 3, { auth });
    const root = await withUsers(cluster, cleanup, 'm1');
    const alice = await login(cluster, cleanup, 'm2', 'alice');
    for (const name of cluster.names) await alice.at(name).put(`app/${name}`, 'x');
    await cluster.stopMember('m3');
    await cluster.startMember('m3');
    await cluster.leader();
    expect(await alice.at('m3').get('app/m3')).to.equal('x');
    expect(cluster.member('m3').member.machine.tokens.count).to.equal(0);
    const forged = await new SignJWT({ username: 'root', revision: 99 })
      .setProtectedHeader({ alg: 'ES256' })
      .setExpirationTime('1h')
      .sign(other.privateKey);
    expect((await refusal(new UserOf(cluster, 'm1', cleanup, forged).get('app/m1'))).details).to.equal(invalid);
    await root.auth('UserAdd', { name: 'bob', password: 'x' });
    const old = 'etcdserver: revision of auth store is old';
    for (const name of cluster.names) {
      expect((await refusal(alice.at(name).get('app/m1'))).details).to.equal(old);
      expect((await refusal(alice.at(name).put('app/m1', ''))).details).to.equal(old);
    }
    expect(await (await login(cluster, cleanup, 'm3', 'alice')).get('app/m3')).to.equal('x');
  });
});

describe('certificates', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('name the user when the member is told to believe them, and the call has no token', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const { token } = await withUsers(cluster, cleanup, 'm1');
    const { member } = cluster.member('m1');
    const gate = (clientCertAuth: boolean): AuthGate =>
      cleanup.own(
        new AuthGate(member, { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth }),
        (each) => each.close(),
      );
    const callOf = (peerCommonName: string | undefined, metadata: Record<string, string> = {}) => ({
      metadata: (name: string) => metadata[name],
      peerCommonName,
    });
    const { revision } = member.machine.auth;
    expect(gate(true).callerOf(callOf('alice'))).to.deep.equal({ user: 'alice', revision });
    expect(gate(false).callerOf(callOf('alice'))).to.equal(undefined);
    expect(gate(true).callerOf(callOf(undefined))).to.equal(undefined);
    expect(gate(true).callerOf(callOf('alice', { token: token ?? '' }))?.user).to.equal('root');
    expect(gate(true).callerOf(callOf('alice', { authorization: token ?? '' }))?.user).to.equal('root');
    expect(gate(true).callerOf(callOf('gateway', { 'grpcgateway-accept': 'x' }))).to.equal(undefined);
    expect(() => gate(true).callerOf(callOf('alice', { token: 'forged' }))).to.throw(invalid);
  });
});

describe('flags of authentication', () => {
  it("have etcd's defaults", () => {
    expect(parseStoreFlags([]).auth).to.deep.equal({
      token: { kind: 'simple', ttlMs: 300_000 },
      bcryptCost: 10,
      clientCertAuth: false,
    });
  });

  it('say how tokens are made', () => {
    const flags = ['--auth-token=jwt,pub-key=a.pub,priv-key=a.key,sign-method=RS256,ttl=10m', '--bcrypt-cost=4'];
    expect(parseStoreFlags(flags).auth).to.deep.include({
      token: { kind: 'jwt', ttlMs: 600_000, signMethod: 'RS256', publicKeyFile: 'a.pub', privateKeyFile: 'a.key' },
      bcryptCost: 4,
    });
    expect(parseStoreFlags(['--auth-token-ttl=20']).auth?.token.ttlMs).to.equal(20_000);
  });

  const wrong: readonly [flag: string, text: string][] = [
    ['--auth-token=other', '--auth-token must begin with simple or jwt'],
    ['--auth-token=simple,ttl=1m', 'takes no options'],
    ['--auth-token=jwt', 'needs sign-method='],
    ['--auth-token=jwt,sign-method=none,pub-key=a', 'needs sign-method='],
    ['--auth-token=jwt,sign-method=RS256', 'name the files'],
    ['--auth-token=jwt,sign-method=RS256,pub-key=a,ttl=5', 'ttl='],
    ['--auth-token=jwt,sign-method=RS256,pub-key=a,x=5', 'takes pub-key, priv-key, sign-method, ttl as name=value'],
    ['--auth-token-ttl=0', '--auth-token-ttl must be'],
    ['--bcrypt-cost=3', '--bcrypt-cost must be an integer from 4 to 31'],
  ];
  for (const [flag, text] of wrong) it(`refuse ${flag}`, () => expect(() => parseStoreFlags([flag])).to.throw(text));
});
