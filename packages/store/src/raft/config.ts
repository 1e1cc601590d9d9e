/** What a shell decides when it makes a node. Defaults and the reasons for them are in limits.ts. */
import { assert, type Prng } from '@kuorum/base';
import { type LogIndex, type LogStorage, NO_NODE, type NodeId } from './types.js';

export interface RaftConfig {
  readonly id: NodeId;
  /** Ticks without a leader before campaigning; the real timeout is drawn from [electionTicks, 2 × electionTicks). */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  readonly storage: LogStorage;
  /** The last index that the state machine has applied (and persisted) before a restart; 0 on a fresh start. */
  readonly applied: LogIndex;
  readonly maxSizePerMsgBytes: number;
  readonly maxInflightMsgs: number;
  /** Bytes of the `app` messages that one follower has not answered; default from limits.ts. */
  readonly maxInflightBytes?: number;
  /** Bytes of proposals a leader holds uncommitted before it drops further ones. */
  readonly maxUncommittedBytes: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  readonly prng: Prng;
  readonly disableProposalForwarding?: boolean;
  /** Ticks without any application while committed entries wait, after which a leader steps down; default from limits.ts. */
  readonly applyStallTicks?: number;
  /** Bytes of committed entries in one Ready; default from limits.ts. */
  readonly maxCommittedSizePerReadyBytes?: number;
  /** Reads waiting for a quorum or for the leader's first commit; default from limits.ts. */
  readonly maxPendingReads?: number;
}

export function checkConfig(config: RaftConfig): void {
  assert(config.id !== NO_NODE, 'a node id must not be 0');
  assert(config.heartbeatTicks > 0, `heartbeatTicks must be positive: ${config.heartbeatTicks}`);
  assert(
    config.electionTicks > config.heartbeatTicks,
    `electionTicks must be above heartbeatTicks (${config.heartbeatTicks}): ${config.electionTicks}`,
  );
  assert(config.maxInflightMsgs > 0, `maxInflightMsgs must be positive: ${config.maxInflightMsgs}`);
  if (config.maxInflightBytes !== undefined) {
    const { maxInflightBytes, maxSizePerMsgBytes } = config;
    // Else the window would never hold two messages: no pipelining.
    assert(
      maxInflightBytes >= maxSizePerMsgBytes,
      `maxInflightBytes must hold one message (${maxSizePerMsgBytes}): ${maxInflightBytes}`,
    );
  }
  const { applyStallTicks = config.electionTicks } = config;
  assert(applyStallTicks > 0, `applyStallTicks must be positive: ${applyStallTicks}`);
  assert(config.maxUncommittedBytes > 0, `maxUncommittedBytes must be positive: ${config.maxUncommittedBytes}`);
}
