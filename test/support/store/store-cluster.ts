/** Three or five members of a store as real processes, with a network between them that can be cut (links.ts). */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, freePort, type Cleanup } from '@kuorum/testing';
import { Links } from './links.js';
import { StoreMember } from './store-member.js';

/** Short, so that a test sees several elections: as much longer than a fsync as the defaults are on a slow disk. */
export const ELECTION_MS = 500;
const HEARTBEAT_MS = 50;
/** For a machine that has other work. */
export const PATIENCE_MS = 60_000;
/** A member that is busy with its start may take so long to say who leads. */
const STATUS_MS = 3_000;

export interface StoreClusterOptions {
  readonly size?: number;
  readonly flags?: readonly string[];
  /** Where the data of a member is; default: under a directory that goes with the test. */
  readonly dataDirOf?: (name: string) => string | undefined;
}

export class StoreCluster {
  private constructor(
    readonly members: readonly StoreMember[],
    readonly links: Links,
  ) {}

  /** Started, and with a leader. */
  static async start(cleanup: Cleanup, options: StoreClusterOptions = {}): Promise<StoreCluster> {
    const { size = 3, flags = [], dataDirOf } = options;
    const directory = await cleanup.tempDir();
    const members: StoreMember[] = [];
    const links = new Links(() =>
      members.map(({ name, ports }, i) => ({ name, address: addressOf(i), peerPort: ports.peer })),
    );
    cleanup.add(() => links.close());
    const names = Array.from({ length: size }, (_, i) => `m${i + 1}`);
    const urls = new Map<string, string>();
    for (const name of names) urls.set(name, `http://127.0.0.1:${await links.open(name, await freePort())}`);
    const initialCluster = [...urls].map(([name, url]) => `${name}=${url}`).join(',');
    for (const [name, url] of urls) {
      const ports = { client: await freePort(), peer: await freePort(), address: addressOf(members.length) };
      const dataDir = dataDirOf?.(name) ?? join(directory, name);
      await mkdir(dataDir, { recursive: true });
      const member = new StoreMember(name, ports, dataDir, [
        `--name=${name}`,
        `--data-dir=${dataDir}`,
        `--listen-client-urls=http://127.0.0.1:${ports.client}`,
        `--advertise-client-urls=http://127.0.0.1:${ports.client}`,
        `--listen-peer-urls=http://127.0.0.1:${ports.peer}`,
        `--initial-advertise-peer-urls=${url}`,
        `--initial-cluster=${initialCluster}`,
        `--heartbeat-interval=${HEARTBEAT_MS}`,
        `--election-timeout=${ELECTION_MS}`,
        '--log-level=warn',
        ...flags,
      ]);
      cleanup.add(async () => {
        member.close();
        await member.whenEnded();
      });
      members.push(member);
    }
    for (const member of members) member.start();
    const cluster = new StoreCluster(members, links);
    await cluster.leader().catch(async (cause: unknown) => {
      throw new Error(`${String(cause)}\n${await cluster.state()}`, { cause });
    });
    return cluster;
  }

  /** The one whom a majority of all members follows. */
  async leader(): Promise<StoreMember> {
    return eventually(
      async () => {
        const statuses = await Promise.all(
          this.members.map(async (member) => ({ member, status: await member.status(STATUS_MS) })),
        );
        return statuses.find(({ status }) => {
          const followers = statuses.filter((other) => other.status?.leader === status?.leader);
          return (
            status !== undefined &&
            status.leader === status.header?.member_id &&
            followers.length > this.members.length / 2
          );
        })?.member;
      },
      'a leader',
      PATIENCE_MS,
    );
  }

  async followers(): Promise<StoreMember[]> {
    const leader = await this.leader();
    return this.members.filter((member) => member !== leader);
  }

  /** All but these. */
  others(...members: readonly StoreMember[]): StoreMember[] {
    return this.members.filter((member) => !members.includes(member));
  }

  /** For a failed test: whom each follows, and what it said. */
  private async state(): Promise<string> {
    const states = this.members.map(async (member) => {
      const status = await member.status(STATUS_MS);
      const { leader, raftTerm, raftIndex, header } = status ?? {};
      const told =
        status === undefined ? 'no answer' : `${header?.member_id} of ${leader}, term ${raftTerm}, ${raftIndex}`;
      return `${member.name} (${member.pid === undefined ? 'ended' : 'runs'}): ${told}`;
    });
    return [...(await Promise.all(states)), this.said].join('\n');
  }

  /** What the members said before they ended, for a failed test. */
  get said(): string {
    return this.members.map(({ name, said }) => `--- ${name}\n${said}`).join('\n');
  }
}

/** Linux has all of 127.0.0.0/8. */
const addressOf = (i: number): string => `127.0.1.${i + 1}`;

export const namesOf = (members: readonly StoreMember[]): string[] => members.map(({ name }) => name);
