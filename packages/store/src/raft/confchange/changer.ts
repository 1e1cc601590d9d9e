/**
 * From one configuration to the next. A refusal is expected (an operator's mistake) and is found when the change is
 * proposed; a leader lets only one change through at a time, so what was valid then is valid when it is applied.
 *
 * - simple: at most one voter comes or goes, so that old and new majorities overlap (thesis §4.1).
 * - enterJoint, leaveJoint: any change, by way of a configuration that needs both majorities (§6).
 *
 * Invariants: voters and learners are disjoint; learnersNext is a subset of votersOutgoing; there is always a voter.
 */
import { assert, assertNever } from '@kuorum/base';
import { type ConfChange, type ConfChangeSingle, NO_NODE, type NodeId } from '../types.js';
import { type Configuration, isJoint } from './configuration.js';

export type ChangeResult =
  { readonly ok: true; readonly config: Configuration } | { readonly ok: false; readonly reason: string };

export function changeConfiguration(config: Configuration, change: ConfChange): ChangeResult {
  if (change.changes.length === 0) return leaveJoint(config);
  if (change.transition === 'auto' && change.changes.length === 1) return simple(config, change.changes);
  return enterJoint(config, change.changes, change.transition !== 'jointExplicit');
}

export function simple(config: Configuration, changes: readonly ConfChangeSingle[]): ChangeResult {
  if (isJoint(config)) return refuse('cannot change members as a joint configuration is still in force');
  const draft = draftOf(config);
  for (const change of changes) applyChange(draft, change);
  if (symmetricDifferenceSize(config.voters, draft.voters) > 1) {
    return refuse('cannot change more than one voter at once without a joint configuration');
  }
  return finish(draft, changes);
}

export function enterJoint(
  config: Configuration,
  changes: readonly ConfChangeSingle[],
  autoLeave: boolean,
): ChangeResult {
  if (isJoint(config)) return refuse('cannot enter a joint configuration as one is already in force');
  if (config.voters.size === 0) return refuse('cannot enter a joint configuration without voters');
  const draft = draftOf(config);
  draft.votersOutgoing = new Set(config.voters);
  draft.autoLeave = autoLeave;
  for (const change of changes) applyChange(draft, change);
  return finish(draft, changes);
}

export function leaveJoint(config: Configuration): ChangeResult {
  if (!isJoint(config)) return refuse('cannot leave a joint configuration as none is in force');
  return {
    ok: true,
    config: {
      voters: config.voters,
      votersOutgoing: new Set(),
      learners: new Set([...config.learners, ...config.learnersNext]),
      learnersNext: new Set(),
      autoLeave: false,
    },
  };
}

interface Draft {
  voters: Set<NodeId>;
  votersOutgoing: Set<NodeId>;
  learners: Set<NodeId>;
  learnersNext: Set<NodeId>;
  autoLeave: boolean;
}

function draftOf(config: Configuration): Draft {
  return {
    voters: new Set(config.voters),
    votersOutgoing: new Set(config.votersOutgoing),
    learners: new Set(config.learners),
    learnersNext: new Set(config.learnersNext),
    autoLeave: config.autoLeave,
  };
}

function applyChange(draft: Draft, { kind, nodeId }: ConfChangeSingle): void {
  draft.learners.delete(nodeId);
  draft.learnersNext.delete(nodeId);
  switch (kind) {
    case 'addVoter':
      draft.voters.add(nodeId);
      return;
    case 'addLearner':
      draft.voters.delete(nodeId);
      // While it still votes in the outgoing half it cannot be a learner too: it becomes one on leaving.
      (draft.votersOutgoing.has(nodeId) ? draft.learnersNext : draft.learners).add(nodeId);
      return;
    case 'removeNode':
      draft.voters.delete(nodeId);
      return;
    default:
      assertNever(kind, 'kind of configuration change');
  }
}

function finish(draft: Draft, changes: readonly ConfChangeSingle[]): ChangeResult {
  if (changes.some((change) => change.nodeId === NO_NODE)) return refuse('cannot change member 0: it names no node');
  if (draft.voters.size === 0) return refuse('cannot remove the last voter');
  for (const id of draft.learners) assert(!draft.voters.has(id), `node ${id} is voter and learner`);
  for (const id of draft.learnersNext) assert(draft.votersOutgoing.has(id), `node ${id} cannot wait to be learner`);
  return { ok: true, config: draft };
}

function refuse(reason: string): ChangeResult {
  return { ok: false, reason };
}

function symmetricDifferenceSize(a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): number {
  let size = 0;
  for (const id of a) if (!b.has(id)) size++;
  for (const id of b) if (!a.has(id)) size++;
  return size;
}
