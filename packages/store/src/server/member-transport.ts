/** The transport of a member, told where to report what becomes of messages and snapshots. */
import type { Logger } from '@kuorum/base/node';
import type { OpenedStore } from './bootstrap.js';
import type { LogHolds } from './log-holds.js';
import type { Member } from './member.js';
import type { Proposer } from './proposer.js';
import { Transport } from './transport.js';

/** Those of a member's parts that are its own. */
export interface TransportParts {
  readonly store: OpenedStore;
  readonly proposer: Proposer;
  readonly holds: LogHolds;
  readonly logger: Logger;
}

type TransportHome = Pick<
  Member,
  'id' | 'clusterId' | 'clock' | 'metrics' | 'node' | 'removal' | 'poke' | 'soon' | 'dependencies'
>;

export function transportOf(home: TransportHome, { store, proposer, holds, logger }: TransportParts): Transport {
  const { node, dependencies } = home;
  return new Transport({
    selfId: home.id,
    clusterId: home.clusterId,
    dial: dependencies.dial,
    openSocket: dependencies.openSocket,
    db: store.db,
    clock: home.clock,
    logger,
    metrics: home.metrics,
    soon: (fn) => home.soon(fn),
    onUnreachable: (id) => node.reportUnreachable(id),
    onUnsent: (proposals) => proposer.takeBack(proposals),
    continues: (index) => store.log.storage.firstIndex() <= index + 1,
    onRemoved: () => home.removal.happened(),
    holds,
    onSnapshotSent: (to, ok) => {
      node.reportSnapshot(to, ok);
      home.poke();
    },
  });
}
