/** The membership as the algorithm uses it: {@link ConfState} with sets, immutable. */
import { isVoter, type JointVoters, sortedIds } from '../quorum/joint.js';
import type { ConfState, NodeId } from '../types.js';

export interface Configuration extends JointVoters {
  readonly learners: ReadonlySet<NodeId>;
  readonly learnersNext: ReadonlySet<NodeId>;
  readonly autoLeave: boolean;
}

export function configurationOf(state: ConfState): Configuration {
  return {
    voters: new Set(state.voters),
    votersOutgoing: new Set(state.votersOutgoing),
    learners: new Set(state.learners),
    learnersNext: new Set(state.learnersNext),
    autoLeave: state.autoLeave,
  };
}

export function confStateOf(config: Configuration): ConfState {
  return {
    voters: sortedIds(config.voters),
    votersOutgoing: sortedIds(config.votersOutgoing),
    learners: sortedIds(config.learners),
    learnersNext: sortedIds(config.learnersNext),
    autoLeave: config.autoLeave,
  };
}

export function isJoint(config: Configuration): boolean {
  return config.votersOutgoing.size > 0;
}

export function isMember(config: Configuration, id: NodeId): boolean {
  return isVoter(config, id) || config.learners.has(id);
}

/** Every voter (of both halves) and learner, in ascending order. */
export function memberIds(config: Configuration): readonly NodeId[] {
  return sortedIds(new Set([...config.voters, ...config.votersOutgoing, ...config.learners]));
}
