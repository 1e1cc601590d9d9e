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

/**
 * So long that a member which gets no processor for a while keeps its office: who leads, and whether there was an election just now, is part of
 * what is compared.
 */
export const STEADY_LEADER = ['--heartbeat-interval=100', '--election-timeout=3000'];

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
    await cluster.ledByFirst();
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

  /** Its first member leads, as at the beginning. */
  async ledByFirst(): Promise<void> {
    await eventually(() => this.leadByFirst(), `${this.kind} led by its first member`, PATIENCE_MS);
  }

  /**
   * All members that were started first know a leader, which is one of them, and have applied what any of them knows to be committed: who is asked next knows of all
   * that was done before, whoever it is. Else what a follower says is a matter of time.
   */
  async inStep(): Promise<void> {
    if (this.members.some(({ pid }) => pid === undefined)) return;
    let target = 0;
    await eventually(
      async () => {
        const all = await Promise.all(this.members.map(metricsOf));
        if (target === 0) target = Math.max(...all.map((metric) => metric('proposals_committed_total')));
        return (
          all.every((metric) => metric('has_leader') === 1 && metric('proposals_applied_total') >= target) &&
          all.filter((metric) => metric('is_leader') === 1).length === 1
        );
      },
      `the members of ${this.kind} in step`,
      PATIENCE_MS,
    );
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
export async function watchersAt(member: Member): Promise<number> {
  return valueOf('etcd_debugging_mvcc_watcher_total', await metrics(member));
}

/** What a member tells of itself to who is nobody, also when authentication is on. */
async function metricsOf(member: Member): Promise<(name: string) => number> {
  const text = await metrics(member);
  return (name) => valueOf(`etcd_server_${name}`, text);
}

async function metrics({ endpoint }: Member): Promise<string> {
  return (await fetch(`http://${endpoint}/metrics`)).text();
}

function valueOf(name: string, text: string): number {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}
