/** The audit log: which calls are recorded how, what is never recorded, and how lines come to the disk. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import { Metadata } from '@grpc/grpc-js';
import { expect } from 'chai';
import { badRequest, encodeProto, make, type KindName } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup } from '@kuorum/testing';
import { AuditLog } from '../dist/audit/audit-log.js';
import { Auditor } from '../dist/audit/auditor.js';
import { auditVerdict, defaultAuditPolicy, parseAuditPolicy, type AuditPolicy } from '../dist/audit/policy.js';
import { RotatingFile } from '../dist/audit/rotating-file.js';
import { attributesOf } from '../dist/auth/attributes.js';
import { userOf } from '../dist/auth/user.js';
import { CallGate, unsecured } from '../dist/server/admit-call.js';
import { CallKeeper } from '../dist/server/call-keeper.js';
import { serverStream, unary } from '../dist/server/calls.js';

const policyOf = (rules: object[], more: object = {}): AuditPolicy =>
  parseAuditPolicy({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules, ...more });
const jane = userOf('jane', ['people', 'system:authenticated']);

describe('the policy of the audit log', () => {
  const policy = policyOf([
    {
      level: 'None',
      users: ['system:kube-proxy'],
      verbs: ['watch'],
      resources: [{ group: '', resources: ['services'] }],
    },
    { level: 'None', userGroups: ['system:nodes'], verbs: ['get'], resources: [{ group: '', resources: ['nodes'] }] },
    { level: 'RequestResponse', resources: [{ group: '', resources: ['secrets', 'configmaps'] }] },
    { level: 'Request', namespaces: ['shop'], verbs: ['create', 'update', 'patch', 'delete'] },
    { level: 'Metadata', resources: [{ group: '', resources: ['pods/log', '*/status'] }] },
    { level: 'RequestResponse', resources: [{ group: '', resources: ['pods'], resourceNames: ['web'] }] },
    { level: 'None', nonResourceURLs: ['/version*'] },
    { level: 'Metadata', resources: [{ group: 'coordination.k8s.io' }] },
  ]);
  const rows: [user: string, group: string, method: string, request: object, level: string][] = [
    ['system:kube-proxy', 'x', 'ServiceService/Watch', {}, 'None'],
    ['system:kube-proxy', 'x', 'ServiceService/List', {}, 'None'],
    ['system:node:n', 'system:nodes', 'NodeService/Get', { name: 'n' }, 'None'],
    ['jane', 'x', 'SecretService/Get', { name: 'x' }, 'Metadata'],
    ['jane', 'x', 'SecretService/Create', { object: { metadata: { namespace: 'shop' } } }, 'Metadata'],
    ['jane', 'x', 'ConfigMapService/Update', {}, 'Metadata'],
    ['jane', 'x', 'PodService/Create', { object: { metadata: { namespace: 'shop', name: 'a' } } }, 'Request'],
    ['jane', 'x', 'PodService/Get', { namespace: 'shop', name: 'a' }, 'None'],
    ['jane', 'x', 'PodService/Logs', { name: 'web' }, 'Metadata'],
    ['jane', 'x', 'NodeService/UpdateStatus', { object: { metadata: { name: 'n' } } }, 'Metadata'],
    ['jane', 'x', 'PodService/Get', { name: 'web' }, 'RequestResponse'],
    ['jane', 'x', 'PodService/Get', { name: 'other' }, 'None'],
    ['jane', 'x', 'VersionService/Get', {}, 'None'],
    ['jane', 'x', 'LeaseService/Update', { object: { metadata: { name: 'l' } } }, 'Metadata'],
  ];
  for (const [user, group, method, request, level] of rows) {
    it(`${method} ${JSON.stringify(request)} of ${user}: ${level}`, () => {
      const attributes = attributesOf(`/kuorum.v1.${method}`, request, userOf(user, [group]));
      expect(auditVerdict(policy, attributes).level).to.equal(level);
    });
  }

  it('adds up the stages that are left out', () => {
    const both = policyOf([{ level: 'Metadata', omitStages: ['ResponseStarted'] }], {
      omitStages: ['RequestReceived'],
    });
    const { omitStages } = auditVerdict(both, attributesOf('/kuorum.v1.PodService/List', {}, jane));
    expect([...omitStages]).to.have.members(['ResponseStarted', 'RequestReceived']);
  });

  const refused: [what: string, policy: unknown, error: string][] = [
    ['nothing', null, 'policy must be an object'],
    ['another kind', { kind: 'Pod' }, 'apiVersion, kind must be audit.k8s.io/v1, Policy'],
    ['no rules', { apiVersion: 'audit.k8s.io/v1', kind: 'Policy' }, 'rules must have at least one rule'],
  ];
  const rule = (value: object): unknown => ({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [value] });
  refused.push(
    ['a level that there is not', rule({ level: 'All' }), 'rules[0].level must be one of None, Metadata, Request'],
    ['a field that there is not', rule({ level: 'None', verb: [] }), 'rules[0].verb is not supported'],
    ['one word for a list', rule({ level: 'None', verbs: 'get' }), 'rules[0].verbs must be a list'],
    ['a stage that there is not', rule({ level: 'None', omitStages: ['X'] }), 'rules[0].omitStages must be of Request'],
    ['a group that is none', rule({ level: 'None', resources: [{ group: 1 }] }), 'rules[0].resources[0].group must be'],
  );
  for (const [what, value, error] of refused) {
    it(`${what} is refused`, () => expect(() => parseAuditPolicy(value)).to.throw(error));
  }
});

describe('what is recorded of a call', () => {
  const secret = 'c2VjcmV0LW9mLXRoZS1odXQ=';
  let events: Record<string, unknown>[] = [];

  function gateWith(policy: AuditPolicy): CallGate {
    events = [];
    const log = { write: (event: object) => void events.push(event as never), panic: () => undefined };
    const clock = new VirtualClock(1_700_000_000_000);
    const keeper = new CallKeeper({ clock, objectsOf: () => 0 });
    keeper.listeners.push(new Auditor(policy, log, clock));
    return new CallGate(silentLogger, { ...unsecured, authenticate: () => jane }, keeper);
  }

  function fakeCall(path: string, request: unknown): never {
    const metadata = new Metadata();
    metadata.set('user-agent', 'kuorum/v1');
    metadata.set('x-request-id', 'r-1');
    metadata.set('authorization', 'Bearer not-for-the-log');
    return Object.assign(new EventEmitter(), {
      metadata,
      request,
      getPath: () => path,
      getPeer: () => '10.0.0.7:4711',
      sendMetadata: () => undefined,
      write: () => true,
      end: () => undefined,
    }) as never;
  }

  async function create(kind: KindName, policy: AuditPolicy, object: object, fails = false): Promise<void> {
    const request = encodeProto(`${kind}CreateRequest`, { object: make(kind, object), dryRun: false } as never);
    const handler = unary(`${kind}CreateRequest`, kind, gateWith(policy), ({ object: given }) =>
      fails ? Promise.reject(badRequest('no')) : Promise.resolve(given as never),
    );
    await new Promise((resolve) => handler(fakeCall(`/kuorum.v1.${kind}Service/Create`, request), resolve));
  }

  const everything = policyOf([{ level: 'RequestResponse' }]);

  it('is who did what to which object, when, and how it ended', async () => {
    await create('Namespace', defaultAuditPolicy, { metadata: { name: 'shop' } });
    expect(events).to.deep.equal([
      {
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        level: 'Metadata',
        auditID: 'r-1',
        stage: 'ResponseComplete',
        requestURI: '/kuorum.v1.NamespaceService/Create',
        verb: 'create',
        user: { username: 'jane', groups: ['people', 'system:authenticated'] },
        sourceIPs: ['10.0.0.7'],
        userAgent: 'kuorum/v1',
        objectRef: { resource: 'namespaces', namespace: 'shop', name: 'shop', apiVersion: 'v1' },
        responseStatus: { metadata: {}, code: 201 },
        requestReceivedTimestamp: '2023-11-14T22:13:20.000000Z',
        stageTimestamp: '2023-11-14T22:13:20.000000Z',
      },
    ]);
  });

  it('is the objects, where the policy says so', async () => {
    await create('Namespace', everything, { metadata: { name: 'shop', labels: { a: 'b' } } });
    expect(events.map(({ stage }) => stage)).to.deep.equal(['RequestReceived', 'ResponseComplete']);
    expect(events[1]).to.deep.include({
      requestObject: { metadata: { name: 'shop', labels: { a: 'b' } } },
      responseObject: { metadata: { name: 'shop', labels: { a: 'b' } } },
    });
  });

  it('is why it was refused', async () => {
    await create('Namespace', defaultAuditPolicy, { metadata: { name: 'shop' } }, true);
    expect(events[0]?.['responseStatus']).to.deep.equal({
      metadata: {},
      status: 'Failure',
      message: 'no',
      reason: 'BadRequest',
      code: 400,
    });
  });

  it('is never what secrets and config maps hold, nor what a client proves itself with', async () => {
    const objects: [kind: KindName, object: object][] = [
      ['Secret', { metadata: { name: 's', namespace: 'd' }, stringData: { password: secret } }],
      ['ConfigMap', { metadata: { name: 'c', namespace: 'd' }, data: { password: secret } }],
    ];
    for (const [kind, object] of objects) {
      await create(kind, everything, object);
      expect(events.map(({ stage }) => stage)).to.deep.equal(['RequestReceived', 'ResponseComplete']);
      for (const event of events) expect(event).to.not.have.any.keys('requestObject', 'responseObject');
      for (const never of [secret, 'not-for-the-log']) expect(JSON.stringify(events)).to.not.include(never);
    }
  });

  it('of a stream is its beginning and its end', async () => {
    const gate = gateWith(everything);
    const handler = serverStream('WatchRequest', gate, (_request, stream) => {
      stream.write({});
      stream.end(badRequest('cut'));
      return Promise.resolve();
    });
    const call = fakeCall('/kuorum.v1.PodService/Watch', new Uint8Array());
    (call as EventEmitter).on('error', () => undefined);
    handler(call);
    await new Promise((resolve) => setImmediate(resolve));
    expect(events.map(({ stage }) => stage)).to.deep.equal(['RequestReceived', 'ResponseStarted', 'ResponseComplete']);
    expect(events[2]?.['responseStatus']).to.include({ code: 400, message: 'cut' });
  });

  it('is kept small', async () => {
    await create('Namespace', everything, { metadata: { name: 'shop', annotations: { a: 'x'.repeat(300_000) } } });
    expect(JSON.stringify(events).length).to.be.below(10_000);
    expect(JSON.stringify(events)).to.include('bytes, at most 262144 are recorded');
  });
});

describe('the lines of the audit log', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('are on the disk when the log is closed, in order', async () => {
    const path = join(await cleanup.tempDir(), 'deep', 'audit.log');
    const file = new RotatingFile({ path, bytesMax: 0, backupsMax: 0, clock: new VirtualClock() });
    await file.open();
    const log = new AuditLog(file, silentLogger);
    for (let n = 0; n < 1000; n++) log.write({ n });
    await log.close();
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).to.deep.equal(lines.map((_, n) => n));
    expect(lines).to.have.length(1000);
    expect([log.written, log.dropped, log.waiting]).to.deep.equal([1000, 0, 0]);
  });

  it('are dropped and counted when the disk does not keep up, and never held beyond a bound', async () => {
    let release: () => void = () => undefined;
    let bytes = 0;
    const slow = {
      append: (text: string): Promise<void> => {
        bytes += text.length;
        return new Promise((resolve) => (release = resolve));
      },
      appendNow: () => undefined,
      close: () => Promise.resolve(),
    };
    const log = new AuditLog(slow, silentLogger);
    for (let n = 0; n < 40; n++) log.write({ text: 'x'.repeat(1024 * 1024) });
    expect(log.dropped).to.be.within(24, 25);
    const timer = setInterval(() => release(), 1);
    await log.close();
    clearInterval(timer);
    expect(log.written + log.dropped).to.equal(40);
    expect(bytes).to.be.below(17 * 1024 * 1024);
  });

  it('are lost and counted while the disk fails, and written again after it', async () => {
    let fails = true;
    const texts: string[] = [];
    const file = {
      append: (text: string) => (fails ? Promise.reject(new Error('ENOSPC')) : Promise.resolve(void texts.push(text))),
      appendNow: () => undefined,
      close: () => Promise.resolve(),
    };
    const log = new AuditLog(file, silentLogger);
    log.write({ n: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    fails = false;
    log.write({ n: 2 });
    await log.close();
    expect(texts).to.deep.equal(['{"n":2}\n']);
    expect([log.written, log.dropped]).to.deep.equal([1, 1]);
  });

  it('of a bug that ends the process are written at once, with those that wait', async () => {
    const path = join(await cleanup.tempDir(), 'audit.log');
    const file = new RotatingFile({ path, bytesMax: 0, backupsMax: 0, clock: new VirtualClock() });
    const log = new AuditLog(file, silentLogger);
    log.write({ n: 1 });
    log.panic({ n: 2 });
    expect(await readFile(path, 'utf8')).to.equal('{"n":1}\n{"n":2}\n');
    await log.close();
  });

  it('go to a new file when the old one is full, and the newest of the old ones are kept', async () => {
    const directory = await cleanup.tempDir();
    const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 678));
    const file = new RotatingFile({ path: join(directory, 'audit.log'), bytesMax: 100, backupsMax: 2, clock });
    for (let n = 0; n < 5; n++) {
      await file.append(`${String(n).repeat(59)}\n`);
      clock.advance(1000);
    }
    await file.close();
    expect((await readdir(directory)).sort()).to.deep.equal([
      'audit-2026-01-02T03-04-08.678.log',
      'audit-2026-01-02T03-04-09.678.log',
      'audit.log',
    ]);
    expect(await readFile(join(directory, 'audit.log'), 'utf8')).to.match(/^4+\n$/);
  });
});
