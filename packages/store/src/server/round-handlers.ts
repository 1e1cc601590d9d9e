/** What a member does in a round of its Ready loop, and who of its parts hears of it. */
import type { Entry } from '../raft/index.js';
import type { Applier } from './applier.js';
import type { Member } from './member.js';
import type { Proposer } from './proposer.js';
import type { ReadIndexQueue } from './read-index.js';
import type { ReadyHandlers } from './ready-loop.js';
import type { RoleView } from './role-view.js';
import type { Snapshotter } from './snapshotter.js';
import type { Turns } from './turns.js';

/** Those of a member's parts that are its own. */
export interface RoundParts {
  readonly proposer: Proposer;
  readonly reads: ReadIndexQueue;
  readonly applier: Applier;
  readonly role: RoleView;
  readonly turns: Turns;
  readonly snapshotter: Snapshotter;
}

type RoundHome = Pick<Member, 'transport' | 'installer' | 'machine' | 'metrics' | 'reconfigurer' | 'history'>;

/** `parts` are there when the first round begins. */
export function roundHandlers(home: RoundHome, parts: () => RoundParts): ReadyHandlers {
  return {
    send: (messages) => home.transport.send(messages),
    softStateChanged: (softState) => parts().role.changed(softState),
    termChanged: (term) => (parts().role.term = term),
    persistSnapshot: (snapshot) => home.installer.persist(snapshot),
    restoreSnapshot: () => restoreSnapshot(home, parts()),
    apply: (entries) => apply(home, parts(), entries),
    written: () => home.machine.db.written(),
    readsConfirmed: (states) => {
      const { reads, applier } = parts();
      reads.readsConfirmed(states, applier.applied.index);
    },
    logSynced: (durationMs) => home.metrics.logSyncSeconds.observe(durationMs / 1000),
    fatal: (error) => parts().turns.fatal(error),
  };
}

async function apply(home: RoundHome, parts: RoundParts, entries: readonly Entry[]): Promise<void> {
  const { applier, proposer, reads, snapshotter } = parts;
  await applier.apply(entries);
  proposer.appliedTerm(applier.applied.term);
  home.reconfigurer.appliedTerm(applier.applied.term);
  reads.appliedTo(applier.applied.index);
  home.history.startCompaction();
  snapshotter.maybeSnapshot();
}

async function restoreSnapshot(home: RoundHome, { snapshotter, reads, applier }: RoundParts): Promise<void> {
  await home.installer.restore();
  snapshotter.installed();
  home.transport.setMembers(home.machine.members.list());
  reads.appliedTo(applier.applied.index);
  home.metrics.snapshotsInstalled++;
  home.history.startCompaction();
}
