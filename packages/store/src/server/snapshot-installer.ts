/**
 * Takes a snapshot in: its state lies complete beside ours (`receive`); the core may refuse its message; when a Ready
 * asks for it, it becomes our state (`persist`) and is loaded (`restore`).
 */
import type { Logger } from '@kuorum/base/node';
import type { RawNode, SnapMessage, Snapshot } from '../raft/index.js';
import type { SnapshotInstall } from '../storage/index.js';
import type { OpenedStore } from './bootstrap.js';
import type { ReadyLoop } from './ready-loop.js';

export class SnapshotInstaller {
  private pending: { readonly index: number; readonly install: SnapshotInstall } | undefined;
  private replacing = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly store: OpenedStore,
    private readonly node: Pick<RawNode, 'step'>,
    private readonly loop: () => Pick<ReadyLoop, 'runBetweenRounds'>,
    private readonly logger: Logger,
  ) {}

  /** From `persist` to the end of `restore` nothing can be read. */
  get active(): boolean {
    return this.replacing;
  }

  /** The state is about to be replaced: let go of watchers and of the state machine's parts. */
  onInstall(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async receive(message: SnapMessage, install: SnapshotInstall): Promise<void> {
    if (this.replacing || this.pending !== undefined) {
      await install.abort();
      throw new Error('Cannot install the snapshot: another one is being installed');
    }
    this.pending = { index: message.snapshot.metadata.index, install };
    this.loop().runBetweenRounds(() => {
      this.node.step(message);
      return Promise.resolve();
    });
    // The round in between has used the state, unless the core refused the message as it did not need it.
    this.loop().runBetweenRounds(async () => {
      if (this.pending?.install === install) await this.abort();
    });
  }

  async persist({ metadata }: Snapshot): Promise<void> {
    const { pending } = this;
    if (pending?.index !== metadata.index) {
      throw new Error(`the core asks for snapshot ${metadata.index}, received was ${pending?.index ?? 'none'}`);
    }
    this.replacing = true;
    for (const listener of this.listeners) listener();
    await pending.install.commit(metadata);
    await this.store.log.reset(metadata);
  }

  async restore(): Promise<void> {
    const { machine, log, db } = this.store;
    await machine.reload(this.pending?.install);
    log.storage.setConfState(db.applied.confState);
    this.pending = undefined;
    this.replacing = false;
    this.logger.info({ index: db.applied.index }, 'installed a snapshot');
  }

  async abort(): Promise<void> {
    const { pending } = this;
    this.pending = undefined;
    await pending?.install.abort();
  }
}
