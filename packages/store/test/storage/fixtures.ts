/** Real databases in directories of their own, which are closed and removed after each test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '@kuorum/base';
import { asLogIndex, asTerm, type ConfState, type Entry, type HardState } from '@kuorum/store/raft';
import { RaftLogDb, StateDb, type Applied, type Identity } from '@kuorum/store/storage';
import { ClassicLevel } from 'classic-level';

export const identity: Identity = { clusterId: 0xc1n, memberId: 0xa1n };

export type RawLevel = ClassicLevel<Uint8Array, Uint8Array>;

interface Closable {
  close(): Promise<void>;
}

/** `afterEach(() => disk.clean())`. Opening the same name again, after `close`, is a restart. */
export class Disk {
  private dir: string | undefined;
  private readonly open = new Set<Closable>();

  async path(name: string): Promise<string> {
    this.dir ??= await mkdtemp(join(tmpdir(), 'kuorum-storage-'));
    return join(this.dir, name);
  }

  async log(name = 'raft', owner = identity): Promise<RaftLogDb> {
    return this.keep(await RaftLogDb.open(await this.path(name), owner));
  }

  async state(name = 'state', owner = identity): Promise<StateDb> {
    return this.keep(await StateDb.open(await this.path(name), owner));
  }

  /** The database behind, to look at or to damage. */
  async raw(name: string): Promise<RawLevel> {
    const db: RawLevel = new ClassicLevel(await this.path(name), { keyEncoding: 'view', valueEncoding: 'view' });
    await db.open();
    return this.keep(db);
  }

  async close(what: Closable): Promise<void> {
    this.open.delete(what);
    await what.close();
  }

  async clean(): Promise<void> {
    for (const what of [...this.open]) await this.close(what);
    if (this.dir !== undefined) await rm(this.dir, { recursive: true, force: true });
    this.dir = undefined;
  }

  private keep<T extends Closable>(what: T): T {
    this.open.add(what);
    return what;
  }
}

export function entry(index: number, term: number, data = `${index}.${term}`): Entry {
  return { index: asLogIndex(index), term: asTerm(term), type: 'normal', data: utf8(data) };
}

export function entries(from: number, to: number, term: number): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, term));
}

export function hardState(term: number, vote: bigint, commit: number): HardState {
  return { term: asTerm(term), vote, commit: asLogIndex(commit) };
}

export const confState: ConfState = {
  voters: [1n, 2n, 0xffff_ffff_ffff_ffffn],
  votersOutgoing: [],
  learners: [4n],
  learnersNext: [],
  autoLeave: false,
};

export function applied(index: number, term = 1, conf = confState): Applied {
  return { index: asLogIndex(index), term: asTerm(term), confState: conf };
}

/** The error that `promise` rejects with; undefined when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Error | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
