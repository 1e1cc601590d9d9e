/**
 * A cluster of processes of either kind, Kuorum's members or etcd's own, started with the very same flags. One after the other
 * on the same ports they have the same member ids, as these come from the peer URLs: so what they say can be compared word for word.
 */
import { join } from 'node:path';
import { etcdBinary, eventually, freePort, type Cleanup } from '@kuorum/testing';
import { kuorumBinary, mustRun } from '../commands.js';
import { Restartable } from '../restartable.js';

export type Kind = 'etcd' | 'kuorum';

/** For a machine that has other work. */
export const PATIENCE_MS = 30_000;

export interface Ports {
  readonly client: number;
  readonly peer: number;
}

export async function choosePorts(count: number): Promise<Ports[]> {
  const ports: Ports[] = [];
  for (let i = 0; i < count; i++) ports.push({ client: await freePort(), peer: await freePort() });
  return ports;
}

export class Member extends Restartable {
  constructor(
    readonly kind: Kind,
    readonly name: string,
    readonly ports: Ports,
    readonly dataDir: string,
    private readonly flags: readonly string[],
  ) {
    super();
  }

  get endpoint(): string {
    return `127.0.0.1:${this.ports.client}`;
  }

  get peerUrl(): string {
    return `http://127.0.0.1:${this.ports.peer}`;
  }

  /** With other or further flags than the ones that it was made with. */
  start(...more: readonly string[]): void {
    const clientUrl = `http://${this.endpoint}`;
    const { file, words } = program(this.kind);
    this.launch(file, [
      ...words,
      ...[`--name=${this.name}`, `--data-dir=${this.dataDir}`],
      ...[`--listen-client-urls=${clientUrl}`, `--advertise-client-urls=${clientUrl}`],
      ...[`--listen-peer-urls=${this.peerUrl}`, `--initial-advertise-peer-urls=${this.peerUrl}`],
      ...this.flags,
      ...more,
    ]);
  }
}

function program(kind: Kind): { file: string; words: readonly string[] } {
  if (kind === 'kuorum') return { file: process.execPath, words: [kuorumBinary, 'store', '--log-level=warn'] };
  const file = etcdBinary();
  if (file === undefined) throw new Error('etcd is needed for this test: apt-get install etcd-server');
  return { file, words: ['--logger=zap', '--log-level=error'] };
}

export class MemberCluster {
  private constructor(
    readonly kind: Kind,
    readonly members: readonly Member[],
    private readonly directory: string,
    private readonly flags: readonly string[],
    private readonly cleanup: Cleanup,
  ) {}

  /** Started, and led by its first member. */
  static async start(
    cleanup: Cleanup,
    kind: Kind,
    ports: readonly Ports[],
    flags: readonly string[] = [],
  ): Promise<MemberCluster> {
    const directory = await cleanup.tempDir();
    const initial = ports.map(({ peer }, i) => `m${i + 1}=http://127.0.0.1:${peer}`).join(',');
    const members = ports.map((each, i) => {
      const name = `m${i + 1}`;
      return new Member(kind, name, each, join(directory, name), [`--initial-cluster=${initial}`, ...flags]);
    });
    const cluster = new MemberCluster(kind, members, directory, flags, cleanup);
    for (const member of members) {
      cleanup.add(() => member.end());
      member.start();
    }
    await eventually(() => cluster.leadByFirst(), `${kind} led by its first member`, PATIENCE_MS);
    return cluster;
  }

  get first(): Member {
    return this.member('m1');
  }

  get endpoints(): string {
    return this.members.map(({ endpoint }) => endpoint).join();
  }

  member(name: string): Member {
    const member = this.members.find((each) => each.name === name);
    if (member === undefined) throw new Error(`There is no member ${name}`);
    return member;
  }

  /** A further member that is started by the caller, once the cluster knows of it. */
  async further(name: string): Promise<Member> {
    const [ports] = (await choosePorts(1)) as [Ports];
    const initial = [...this.members, { name, peerUrl: `http://127.0.0.1:${ports.peer}` }]
      .map((each) => `${each.name}=${each.peerUrl}`)
      .join(',');
    const member = new Member(this.kind, name, ports, join(this.directory, name), [
      `--initial-cluster=${initial}`,
      '--initial-cluster-state=existing',
      ...this.flags,
    ]);
    this.cleanup.add(() => member.end());
    return member;
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end()));
  }

  /** The ids by name, in hexadecimal as etcdctl shows them. */
  async ids(): Promise<Map<string, string>> {
    const list = await etcdctl(['--endpoints', this.first.endpoint, 'member', 'list']);
    return new Map(list.split('\n').map((line) => [line.split(', ')[2] ?? '', line.split(', ')[0] ?? '']));
  }

  private async leadByFirst(): Promise<boolean> {
    const status = await etcdctl(['--endpoints', this.endpoints, 'endpoint', 'status']);
    const lines = status.split('\n').map((line) => line.split(', '));
    const leader = lines.findIndex(([, , , , leads]) => leads === 'true');
    if (lines.length < this.members.length || leader === 0) return leader === 0;
    const id = lines[0]?.[1] ?? '';
    if (leader > 0) await etcdctl(['--endpoints', this.endpoints, 'move-leader', id]);
    return false;
  }
}

async function etcdctl(words: readonly string[]): Promise<string> {
  return (await mustRun('etcdctl', words, { env: { ETCDCTL_API: '3' } })).trim();
}

/** How many watches the member has. */
export async function watchersAt({ endpoint }: Member): Promise<number> {
  const text = await (await fetch(`http://${endpoint}/metrics`)).text();
  return Number(/^etcd_debugging_mvcc_watcher_total (\S+)$/m.exec(text)?.[1]);
}
