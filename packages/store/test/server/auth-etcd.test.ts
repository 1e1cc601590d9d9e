/** The same requests to a real etcd and to us, by nobody, by a user and by root: the same codes and texts. */
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Cleanup, startRealEtcd } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { TestCluster } from './cluster.js';

const nobody = 'etcdserver: user name is empty';
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const perm = (permType: string, key: string, rangeEnd = ''): object => ({
  permType,
  key: bytes(key),
  range_end: bytes(rangeEnd),
});
type Who = '' | 'root' | 'alice' | 'forged';
type Step = readonly [who: Who, method: string, request: object];

const put = (key: string, more: object = {}): object => ({ key: bytes(key), value: bytes('x'), ...more });
const get = (key: string, rangeEnd = ''): object => ({ key: bytes(key), range_end: bytes(rangeEnd) });

/** Changes while authentication is off. */
const before: readonly Step[] = [
  ['', 'Auth/Authenticate', { name: 'root', password: 'x' }],
  ['', 'Auth/AuthDisable', {}],
  ['', 'Auth/AuthEnable', {}],
  ['', 'Auth/UserAdd', { name: '', password: 'x' }],
  ['', 'Auth/UserAdd', { name: 'root', password: 'root' }],
  ['', 'Auth/AuthEnable', {}],
  ['', 'Auth/UserAdd', { name: 'root', password: 'root' }],
  ['', 'Auth/UserAdd', { name: 'alice', password: 'alice' }],
  ['', 'Auth/UserAdd', { name: 'cn', options: { no_password: true } }],
  ['', 'Auth/UserAdd', { name: 'empty', password: '' }],
  ['', 'Auth/UserGet', { name: 'nobody' }],
  ['', 'Auth/UserDelete', { name: 'nobody' }],
  ['', 'Auth/UserChangePassword', { name: 'nobody', password: 'x' }],
  ['', 'Auth/UserGrantRole', { user: 'nobody', role: 'app' }],
  ['', 'Auth/UserGrantRole', { user: 'alice', role: 'app' }],
  ['', 'Auth/UserRevokeRole', { name: 'alice', role: 'app' }],
  ['', 'Auth/UserRevokeRole', { name: 'nobody', role: 'app' }],
  ['', 'Auth/RoleAdd', { name: '' }],
  ['', 'Auth/RoleAdd', { name: 'app' }],
  ['', 'Auth/RoleAdd', { name: 'app' }],
  ['', 'Auth/RoleGet', { role: 'none' }],
  ['', 'Auth/RoleGet', { role: 'root' }],
  ['', 'Auth/RoleDelete', { role: 'none' }],
  ['', 'Auth/RoleGrantPermission', { name: 'none', perm: perm('READ', 'a') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('READWRITE', 'b', 'd') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('READ', 'd', 'f') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('READ', 'a') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('READ', 'z', '\0') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('WRITE', 'w') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('READ', 'w') }],
  ['', 'Auth/RoleGrantPermission', { name: 'app', perm: perm('WRITE', 'w') }],
  ['', 'Auth/RoleRevokePermission', { role: 'app', key: bytes('b') }],
  ['', 'Auth/RoleRevokePermission', { role: 'none', key: bytes('b') }],
  ['', 'Auth/RoleGet', { role: 'app' }],
  ['', 'Auth/UserGrantRole', { user: 'alice', role: 'app' }],
  ['', 'Auth/UserGrantRole', { user: 'alice', role: 'app' }],
  ['', 'Auth/UserGet', { name: 'alice' }],
  ['', 'Auth/UserGrantRole', { user: 'root', role: 'root' }],
  ['', 'Auth/RoleGet', { role: 'root' }],
  ['', 'Auth/RoleAdd', { name: 'root' }],
  ['', 'Auth/RoleGet', { role: 'root' }],
  ['', 'Auth/UserList', {}],
  ['', 'Auth/RoleList', {}],
  ['forged', 'KV/Put', put('a')],
  ['', 'Auth/AuthEnable', {}],
];

/** Once it is on. */
const whileOn: readonly Step[] = [
  ['root', 'Auth/AuthEnable', {}],
  ...(['', 'forged', 'alice', 'root'] as const).flatMap((who): Step[] => [
    [who, 'KV/Put', put('a')],
    [who, 'KV/Put', put('b')],
    [who, 'KV/Put', put('w', { prev_kv: true })],
    [who, 'KV/Put', put('w')],
    [who, 'KV/Put', { key: bytes('') }],
    [who, 'KV/Put', put('b', { lease: '99' })],
    [who, 'KV/Range', get('a')],
    [who, 'KV/Range', get('w')],
    [who, 'KV/Range', get('b', 'f')],
    [who, 'KV/Range', get('b', 'g')],
    [who, 'KV/Range', get('z', '\0')],
    [who, 'KV/Range', get('y', '\0')],
    [who, 'KV/Range', get('zz', 'zzz')],
    [who, 'KV/Range', { ...get('w'), serializable: true }],
    [who, 'KV/DeleteRange', get('b', 'c')],
    [who, 'KV/DeleteRange', get('b', 'e')],
    [who, 'KV/DeleteRange', { ...get('w'), prev_kv: true }],
    [who, 'KV/Txn', {}],
    [who, 'KV/Txn', { compare: [{ key: bytes('w'), target: 'VERSION' }] }],
    [who, 'KV/Txn', { success: [{ request_put: put('b') }], failure: [{ request_put: put('a') }] }],
    [who, 'KV/Txn', { success: [{ request_put: put('b') }], failure: [{ request_range: get('a') }] }],
    [who, 'Lease/LeaseRevoke', { ID: '99' }],
    [who, 'Cluster/MemberRemove', { ID: '99' }],
    [who, 'Maintenance/Defragment', {}],
    [who, 'Maintenance/HashKV', { revision: '99999' }],
    [who, 'Auth/AuthEnable', {}],
    [who, 'Auth/UserAdd', { name: 'alice', password: 'x' }],
    [who, 'Auth/UserGet', { name: 'alice' }],
    [who, 'Auth/UserGet', { name: 'root' }],
    [who, 'Auth/UserGet', { name: 'nobody' }],
    [who, 'Auth/RoleGet', { role: 'app' }],
    [who, 'Auth/RoleGet', { role: 'root' }],
    [who, 'Auth/UserList', {}],
    [who, 'Auth/RoleList', {}],
    [who, 'Auth/RoleAdd', { name: 'app' }],
    [who, 'Auth/RoleGrantPermission', { name: 'none', perm: perm('READ', 'a') }],
    [who, 'Auth/UserDelete', { name: 'root' }],
    [who, 'Auth/RoleDelete', { role: 'root' }],
    [who, 'Auth/UserRevokeRole', { name: 'root', role: 'root' }],
    [who, 'Auth/Authenticate', { name: 'nobody', password: 'x' }],
    [who, 'Auth/Authenticate', { name: 'alice', password: 'x' }],
    [who, 'Auth/Authenticate', { name: 'empty', password: 'x' }],
  ]),
  ['root', 'Auth/RoleRevokePermission', { role: 'app', key: bytes('b'), range_end: bytes('d') }],
  ['alice', 'KV/Put', put('b')],
  ['root', 'Auth/RoleDelete', { role: 'app' }],
  ['alice', 'KV/Range', get('z')],
];
const afterwards: readonly Step[] = [
  ['root', 'Auth/AuthDisable', {}],
  ['root', 'KV/Put', put('a')],
  ['', 'Auth/UserGet', { name: 'alice' }],
  ['', 'Auth/UserDelete', { name: 'root' }],
];

/** Where we do what later versions of etcd do, and not what 3.4 does: what it answers, and we. */
const sameButFor: Readonly<Record<string, readonly [etcd: string, ours: string]>> = {
  // 3.5: the role that may do everything says so.
  'nobody Auth/RoleGet {"role":"root"} (off)': ['ok', 'ok READWRITE -00'],
  'root Auth/RoleGet {"role":"root"}': ['ok', 'ok READWRITE -00'],
  // 3.5: nobody looks at tokens while authentication is off.
  'forged KV/Put a (off)': ['16 etcdserver: invalid auth token', 'ok'],
  'root KV/Put a (off)': ['16 etcdserver: invalid auth token', 'ok'],
  // 3.5.28: leases are for users.
  'nobody Lease/LeaseRevoke {"ID":"99"}': ['5 etcdserver: requested lease not found', `3 ${nobody}`],
  // Ours: a transaction of nothing tells at which revision the store is.
  'nobody KV/Txn {}': ['ok', `3 ${nobody}`],
  // Later: refusals of administration have their codes.
  ...Object.fromEntries(
    ['Defragment {}', 'HashKV {"revision":"99999"}'].flatMap((what) => [
      [`nobody Maintenance/${what}`, ['2 auth: user name is empty', `3 ${nobody}`]],
      [`forged Maintenance/${what}`, ['2 auth: invalid auth token', '16 etcdserver: invalid auth token']],
      [`alice Maintenance/${what}`, ['2 auth: permission denied', '7 etcdserver: permission denied']],
    ]),
  ),
};

interface Answered {
  readonly step: string;
  readonly answer: string;
}

async function answersOf(target: string, cleanup: Cleanup): Promise<Answered[]> {
  const clients = new Map(
    ['KV', 'Lease', 'Cluster', 'Maintenance', 'Auth'].map((service) => [
      service,
      cleanup.own(
        createClient<{ close(): void }>(`etcdserverpb.${service}`, target, credentials.createInsecure()),
        (client) => client.close(),
      ),
    ]),
  );
  const ask = (token: string | undefined, method: string, request: object): Promise<Answer> => {
    const [service = '', name = ''] = method.split('/');
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('token', token);
    const methods = clients.get(service) as unknown as Record<string, Unary>;
    return new Promise((resolve, reject) =>
      methods[name]?.(request, metadata, { deadline: Date.now() + 8_000 }, (error, response) =>
        error === null ? resolve(response ?? {}) : reject(error),
      ),
    );
  };
  const answers: Answered[] = [];
  const tokens: Record<Who, string | undefined> = {
    '': undefined,
    forged: 'forged.1',
    root: undefined,
    alice: undefined,
  };
  const run = async (steps: readonly Step[], when: string): Promise<void> => {
    for (const [who, method, request] of steps) {
      const answer = await ask(tokens[who], method, request).then(
        answerText,
        (error: ServiceError) => `${error.code} ${error.details}`,
      );
      answers.push({ step: `${who || 'nobody'} ${method} ${textOf(request)}${when}`, answer });
    }
  };
  await run(before, ' (off)');
  for (const who of ['root', 'alice'] as const)
    tokens[who] = (await ask(undefined, 'Auth/Authenticate', { name: who, password: who })).token;
  await run(whileOn, '');
  await run(afterwards, ' (off)');
  return answers;
}

type Unary = (
  request: object,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response?: Answer) => void,
) => unknown;

/** Keys as their text, so that a step can be named. */
function textOf(request: object): string {
  const { key, ...more } = request as { key?: Buffer };
  return key === undefined || Object.keys(more).join() !== 'value'
    ? JSON.stringify(request, (_name, value: { type?: string; data?: number[] }) =>
        value?.type === 'Buffer' ? String.fromCharCode(...(value.data ?? [])) : value,
      )
    : key.toString('latin1');
}

interface Answer {
  readonly token?: string;
  readonly users?: string[];
  readonly roles?: string[];
  readonly perm?: etcdserverpb.AuthRoleGetResponse__Output['perm'];
}

function answerText({ users, roles, perm: permissions }: Answer): string {
  const texts = permissions?.map((p) => `${p.permType} ${p.key.toString('hex')}-${p.range_end.toString('hex')}`);
  return ['ok', ...(users ?? []), ...(roles ?? []), ...(texts ?? [])].join(' ');
}

describe('users and roles, next to a real etcd', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('are answered with the same codes and texts', async () => {
    const etcd = cleanup.own(await startRealEtcd(['--bcrypt-cost', '4']), (each) => each.stop());
    const cluster = await TestCluster.start(cleanup, 1, {
      auth: { token: { kind: 'simple', ttlMs: 60_000 }, bcryptCost: 4, clientCertAuth: false },
    });
    const theirs = await answersOf(etcd.endpoint, cleanup);
    const ours = await answersOf(cluster.target('m1'), cleanup);
    expect(ours.length).to.be.greaterThan(200);
    const expected = theirs.map(({ step, answer }) => {
      const [etcd, own] = sameButFor[step] ?? [answer, answer];
      return { step, answer: answer === etcd ? own : answer };
    });
    expect(ours).to.deep.equal(expected);
    expect(new Set(theirs.map(({ answer }) => answer)).size, 'different answers').to.be.greaterThan(25);
  });
});
