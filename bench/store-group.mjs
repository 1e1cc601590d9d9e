// Three members of a store, ours or etcd's, started with the same flags on the same disk.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kill, removeDirectory, start, temporaryDirectory } from './cleanup.mjs';
import { status } from './etcd-calls.mjs';
import { freePorts } from './free-ports.mjs';
import { LightClient } from './grpc-light.mjs';

const MEMBERS = 3;
const READY_DEADLINE_MS = 30_000;
const CALL_DEADLINE_MS = 1_000;
/** Of /proc/PID/stat, on every Linux that Node runs on. */
const CLOCK_TICKS_PER_SECOND = 100;

const kuorum = join(import.meta.dirname, '../packages/cli/bin/kuorum.js');

export const systems = {
  ours: { command: [process.execPath, kuorum, 'store'], flags: ['--log-level=error'] },
  peer: {
    command: [process.env.ETCD_BINARY ?? ['/usr/bin/etcd', '/usr/local/bin/etcd'].find(existsSync) ?? 'etcd'],
    flags: ['--logger=zap', '--log-level=error'],
  },
};

export class StoreGroup {
  #system;
  #directory;
  #members;
  #cluster;

  constructor(name, system, ports) {
    const directory = temporaryDirectory(name);
    this.#directory = directory;
    this.name = name;
    this.#system = system;
    this.#members = Array.from({ length: MEMBERS }, (_, i) => ({
      name: `m${i + 1}`,
      directory: join(directory, `m${i + 1}`),
      url: `http://127.0.0.1:${ports[2 * i]}`,
      peerUrl: `http://127.0.0.1:${ports[2 * i + 1]}`,
      child: undefined,
    }));
    this.#cluster = this.#members.map(({ name: member, peerUrl }) => `${member}=${peerUrl}`).join(',');
  }

  static async start(name, system) {
    const group = new StoreGroup(name, system, await freePorts(2 * MEMBERS));
    group.#members.forEach((member) => group.startMember(member));
    await group.leader();
    return group;
  }

  get members() {
    return this.#members;
  }

  get #running() {
    return this.#members.filter(({ child }) => child !== undefined);
  }

  startMember(member) {
    const [command, ...first] = this.#system.command;
    member.child = start(command, [
      ...first,
      `--name=${member.name}`,
      `--data-dir=${member.directory}`,
      `--listen-client-urls=${member.url}`,
      `--advertise-client-urls=${member.url}`,
      `--listen-peer-urls=${member.peerUrl}`,
      `--initial-advertise-peer-urls=${member.peerUrl}`,
      `--initial-cluster=${this.#cluster}`,
      ...this.#system.flags,
    ]);
  }

  /** kill -9 on purpose: until it is started again the group does without it. */
  async killMember(member) {
    const { child } = member;
    member.child = undefined;
    await kill(child);
  }

  /** Waits until all members that are not killed run and agree on one. */
  async leader() {
    const deadline = performance.now() + READY_DEADLINE_MS;
    for (;;) {
      const ended = this.#running.find(({ child }) => child.exitCode !== null);
      if (ended !== undefined) throw new Error(`${this.name}: a member ended with status ${ended.child.exitCode}`);
      const running = this.#running;
      const answers = await Promise.all(running.map((member) => statusOf(member)));
      const leaders = new Set(answers.map((answer) => answer?.leader));
      const leader = running[answers.findIndex((a) => a !== undefined && a.memberId === a.leader)];
      if (leaders.size === 1 && leader !== undefined) return leader;
      if (performance.now() > deadline) throw new Error(`${this.name}: no leader within ${READY_DEADLINE_MS} ms`);
      await delay(100);
    }
  }

  /** Counts processor time from now on; `leaderUrl` says who leads. */
  meterCpu(leaderUrl) {
    const seconds = () => new Map(this.#members.map((member) => [member, cpuSecondsOf(member.child.pid)]));
    const before = seconds();
    const leader = this.#members.find(({ url }) => url === leaderUrl);
    const followers = this.#members.filter((member) => member !== leader);
    return {
      microsPer: (operations) => {
        const after = seconds();
        const micros = (members) =>
          (members.reduce((sum, m) => sum + after.get(m) - before.get(m), 0) / members.length / operations) * 1e6;
        return { leaderMicros: micros([leader]), followerMicros: micros(followers) };
      },
    };
  }

  residentBytes(member) {
    return residentBytesOf(member.child.pid);
  }

  /** As the file system allots it: etcd's log is made in pieces of 64 MB, mostly empty. */
  diskBytes() {
    const files = readdirSync(this.#directory, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
    return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).blocks * 512, 0);
  }

  async stop() {
    await Promise.all(this.#running.map(({ child }) => kill(child)));
    removeDirectory(this.#directory);
  }
}

async function statusOf(member) {
  const client = new LightClient(member.url);
  const late = new AbortController();
  try {
    const giveUp = delay(CALL_DEADLINE_MS, undefined, { signal: late.signal });
    return await Promise.race([status(client), giveUp]);
  } catch {
    return undefined;
  } finally {
    late.abort();
    client.close();
  }
}

export function cpuSecondsOf(pid) {
  // The name of the process, in parentheses, may hold anything.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND;
}

export function residentBytesOf(pid) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}
