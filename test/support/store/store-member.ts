/** One member of a store as a process of its own: `kuorum store …`, ended, paused and started again as a test wants. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { eventually } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { kuorumBinary } from '../commands.js';
import { Restartable } from '../restartable.js';
import { ADDRESS_VARIABLE, ORDERS_VARIABLE, type MemberOrders } from './member-orders.js';

const channel = {
  'grpc.use_local_subchannel_pool': 1,
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 200,
  'grpc.max_receive_message_length': -1,
};
const faults = new URL('./member-faults.js', import.meta.url).href;
const CALL_MS = 1_000;

export interface MemberPorts {
  readonly client: number;
  /** Where it listens for peers. */
  readonly peer: number;
  /** Where it dials others from; default: as the kernel likes. */
  readonly address?: string;
}

export class StoreMember extends Restartable {
  readonly kv: etcdserverpb.KVClient;
  readonly watch: etcdserverpb.WatchClient;
  readonly lease: etcdserverpb.LeaseClient;
  readonly maintenance: etcdserverpb.MaintenanceClient;
  readonly cluster: etcdserverpb.ClusterClient;

  constructor(
    readonly name: string,
    readonly ports: MemberPorts,
    readonly dataDir: string,
    public flags: readonly string[],
  ) {
    super();
    const connect = <C>(service: string): C =>
      createClient<C>(`etcdserverpb.${service}`, `127.0.0.1:${ports.client}`, credentials.createInsecure(), channel);
    this.kv = connect('KV');
    this.watch = connect('Watch');
    this.lease = connect('Lease');
    this.maintenance = connect('Maintenance');
    this.cluster = connect('Cluster');
  }

  start(): void {
    this.launch(process.execPath, ['--import', faults, kuorumBinary, 'store', ...this.flags], {
      ...process.env,
      [ORDERS_VARIABLE]: this.ordersFile,
      [ADDRESS_VARIABLE]: this.ports.address,
    });
  }

  /** Told to what was loaded into its process; it takes effect within a turn of its event loop. */
  async order(orders: MemberOrders): Promise<void> {
    await writeFile(this.ordersFile, JSON.stringify(orders));
    this.child?.kill('SIGUSR2');
  }

  private get ordersFile(): string {
    return `${this.dataDir}.orders`;
  }

  /** SIGSTOP; resolves when none of its threads runs any more. */
  async pause(): Promise<void> {
    const { child } = this;
    child?.kill('SIGSTOP');
    if (child?.pid !== undefined) await eventually(() => standsStill(child.pid ?? 0), `${this.name} stands still`);
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  async status(timeoutMs = CALL_MS): Promise<etcdserverpb.StatusResponse__Output | undefined> {
    return call<object, etcdserverpb.StatusResponse__Output>(this.maintenance, 'Status', {}, timeoutMs).catch(
      () => undefined,
    );
  }

  /** 0 = nothing was compacted. */
  async compactRevision(): Promise<string> {
    const response = await call<object, etcdserverpb.HashKVResponse__Output>(
      this.maintenance,
      'HashKV',
      {},
      10 * CALL_MS,
    );
    return response.compact_revision;
  }

  async hashKv(revision: string): Promise<string> {
    const { hash, compact_revision } = await call<etcdserverpb.HashKVRequest, etcdserverpb.HashKVResponse__Output>(
      this.maintenance,
      'HashKV',
      { revision },
      10 * CALL_MS,
    );
    return `${hash} since ${compact_revision}`;
  }

  close(): void {
    for (const client of [this.kv, this.watch, this.lease, this.maintenance, this.cluster]) client.close();
    this.child?.kill('SIGCONT');
    this.child?.kill('SIGKILL');
  }
}

/** Whether a process that was told to stop has stopped: on a busy machine a thread may still run for a moment. */
export async function standsStill(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')));
  return stats.every((stat) => stat.charAt(stat.lastIndexOf(')') + 2) === 'T');
}

/** A unary call with a deadline; rejects with a ServiceError. */
export function call<I, O>(client: object, method: string, request: I, timeoutMs = CALL_MS): Promise<O> {
  const methods = client as Record<
    string,
    (request: I, options: object, done: (error: ServiceError | null, response?: O) => void) => unknown
  >;
  return new Promise((resolve, reject) => {
    methods[method]?.call(client, request, { deadline: Date.now() + timeoutMs }, (error, response) => {
      if (error === null && response !== undefined) resolve(response);
      else reject(error ?? new Error(`${method} gave no response`));
    });
  });
}
