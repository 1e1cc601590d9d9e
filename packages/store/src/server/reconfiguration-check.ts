/**
 * Whether a change of membership is safe now (etcd's strict reconfiguration check, `--strict-reconfig-check`): it must
 * not make a quorum that the members alive cannot form. Asked on the leader only, as only it knows how far the others
 * are; what every member can judge alike is in `membership-change.ts`.
 */
import { assertNever } from '@kuorum/base';
import type { NodeId, ProgressStatus } from '../raft/index.js';
import type { EtcdErrorName } from './errors.js';
import { LEARNER_READY_FRACTION } from './limits.js';
import type { MembershipChange } from './membership-change.js';
import type { MemberRecord } from './membership.js';

export interface ClusterView {
  readonly selfId: NodeId;
  readonly members: readonly MemberRecord[];
  readonly strict: boolean;
  /** The leader's view of every member, itself included. */
  readonly progress: ReadonlyMap<NodeId, ProgressStatus>;
  /** How long the connection to a member has held without a break; undefined = there is none. */
  readonly connectedForMs: (id: NodeId) => number | undefined;
  readonly healthyAfterMs: number;
}

export function refusalByHealth(view: ClusterView, change: MembershipChange): EtcdErrorName | undefined {
  switch (change.kind) {
    case 'add':
      return view.strict ? refuseAdd(view, change.isLearner) : undefined;
    case 'remove':
      return view.strict ? refuseRemove(view, change.id) : undefined;
    case 'promote':
      return refusePromote(view, change.id);
    case 'update':
      return undefined;
    default:
      return assertNever(change);
  }
}

function refuseAdd(view: ClusterView, asLearner: boolean): EtcdErrorName | undefined {
  const all = voters(view);
  const started = countStarted(all);
  // A single member may always get a second one: how else could a lost cluster be built up again?
  const isSecond = started === 1 && all.length === 1;
  if (!asLearner && !isSecond && started < quorumOf(all.length + 1)) return 'notEnoughStarted';
  return all.every(({ id }) => isHealthy(view, id)) ? undefined : 'unhealthy';
}

function refuseRemove(view: ClusterView, id: NodeId): EtcdErrorName | undefined {
  const all = voters(view);
  if (!all.some((member) => member.id === id)) return undefined;
  const rest = all.filter((member) => member.id !== id);
  if (rest.length === 0 || countStarted(rest) < quorumOf(rest.length)) return 'notEnoughStarted';
  // Who is not connected is no part of the active quorum: the quorum can only gain.
  if (id !== view.selfId && view.connectedForMs(id) === undefined) return undefined;
  const healthy = all.filter((member) => isHealthy(view, member.id)).length;
  return healthy - 1 < quorumOf(all.length - 1) ? 'unhealthy' : undefined;
}

function refusePromote(view: ClusterView, id: NodeId): EtcdErrorName | undefined {
  const learner = view.progress.get(id);
  const leaderMatch = view.progress.get(view.selfId)?.match ?? 0;
  if (learner !== undefined && learner.match < leaderMatch * LEARNER_READY_FRACTION) return 'learnerNotReady';
  if (!view.strict) return undefined;
  const all = voters(view);
  return countStarted(all) + 1 < quorumOf(all.length + 1) ? 'notEnoughStarted' : undefined;
}

function voters(view: ClusterView): MemberRecord[] {
  return view.members.filter((member) => !member.isLearner);
}

/** A member is started once it has published its name. */
function countStarted(members: readonly MemberRecord[]): number {
  return members.filter(({ name }) => name !== '').length;
}

function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

function isHealthy(view: ClusterView, id: NodeId): boolean {
  return id === view.selfId || (view.connectedForMs(id) ?? -1) >= view.healthyAfterMs;
}
