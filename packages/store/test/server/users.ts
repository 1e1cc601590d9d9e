/** Calls on behalf of users: authentication, tokens in metadata, and a small set of users to test with. */
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { type Cleanup } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { call, refusal, type Clients, type TestCluster } from './cluster.js';

export type Service = keyof Clients | 'auth';

const services = {
  kv: 'KV',
  watch: 'Watch',
  lease: 'Lease',
  cluster: 'Cluster',
  maintenance: 'Maintenance',
  auth: 'Auth',
} as const;

type Unary = (
  request: object,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response?: unknown) => void,
) => unknown;

/** One member as one user sees it; without a token as nobody. */
export class UserOf {
  private readonly clients = new Map<Service, { close(): void }>();

  constructor(
    private readonly cluster: TestCluster,
    readonly member: string,
    private readonly cleanup: Cleanup,
    readonly token?: string,
  ) {}

  client<C extends { close(): void }>(service: Service): C {
    const known = this.clients.get(service) ?? this.connect(service);
    this.clients.set(service, known);
    return known as C;
  }

  ask<O = object>(service: Service, method: string, request: object = {}): Promise<O> {
    const methods = this.client(service) as unknown as Record<string, Unary>;
    return new Promise((resolve, reject) => {
      methods[method]?.(request, this.metadata, { deadline: Date.now() + 8_000 }, (error, response) => {
        if (error === null) resolve(response as O);
        else reject(error);
      });
    });
  }

  /** The text that it is refused with. */
  async refused(service: Service, method: string, request: object = {}): Promise<string> {
    return (await refusal(this.ask(service, method, request))).details;
  }

  put(key: string, value: string, more: etcdserverpb.PutRequest = {}): Promise<object> {
    return this.ask('kv', 'Put', { key: Buffer.from(key), value: Buffer.from(value), ...more });
  }

  async get(key: string, more: etcdserverpb.RangeRequest = {}): Promise<string | undefined> {
    const { kvs } = await this.ask<etcdserverpb.RangeResponse__Output>('kv', 'Range', {
      key: Buffer.from(key),
      ...more,
    });
    return kvs[0]?.value.toString();
  }

  async auth(method: string, request: object = {}): Promise<void> {
    await this.ask('auth', method, request);
  }

  get metadata(): Metadata {
    const metadata = new Metadata();
    if (this.token !== undefined) metadata.set('token', this.token);
    return metadata;
  }

  /** The same user at another member. */
  at(member: string): UserOf {
    return new UserOf(this.cluster, member, this.cleanup, this.token);
  }

  private connect(service: Service): { close(): void } {
    const target = this.cluster.target(this.member);
    const client = createClient<{ close(): void }>(
      `etcdserverpb.${services[service]}`,
      target,
      credentials.createInsecure(),
    );
    return this.cleanup.own(client, (each) => each.close());
  }
}

export async function login(
  cluster: TestCluster,
  cleanup: Cleanup,
  member: string,
  name: string,
  password = `${name}-password`,
): Promise<UserOf> {
  const nobody = new UserOf(cluster, member, cleanup);
  const { token } = await call<object, etcdserverpb.AuthenticateResponse__Output>(
    nobody.client('auth'),
    'Authenticate',
    {
      name,
      password,
    },
  );
  return new UserOf(cluster, member, cleanup, token);
}

/**
 * Users `root` and `alice`, each with `<name>-password`, and authentication on. Alice's role `app` lets her read and write
 * `app/…`, read `shared/…` and write `drop`.
 */
export async function withUsers(cluster: TestCluster, cleanup: Cleanup, member: string): Promise<UserOf> {
  const nobody = new UserOf(cluster, member, cleanup);
  for (const name of ['root', 'alice']) await nobody.auth('UserAdd', { name, password: `${name}-password` });
  await nobody.auth('UserGrantRole', { user: 'root', role: 'root' });
  await nobody.auth('RoleAdd', { name: 'app' });
  const permissions = [
    { permType: 'READWRITE', key: Buffer.from('app/'), range_end: Buffer.from('app0') },
    { permType: 'READ', key: Buffer.from('shared/'), range_end: Buffer.from('shared0') },
    { permType: 'WRITE', key: Buffer.from('drop') },
  ];
  for (const perm of permissions) await nobody.auth('RoleGrantPermission', { name: 'app', perm });
  await nobody.auth('UserGrantRole', { user: 'alice', role: 'app' });
  await nobody.auth('AuthEnable');
  return login(cluster, cleanup, member, 'root');
}
