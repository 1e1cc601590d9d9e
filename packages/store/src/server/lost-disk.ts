/**
 * A member that has lost its disk must not take part again: it has forgotten for whom it voted and which entries it
 * acknowledged, and a majority that counts it may elect a leader without a committed entry. Raft cannot see that from
 * inside, so a member whose directory is empty asks its peers whether it ran before (etcd: "has already been
 * bootstrapped", `server/etcdserver/bootstrap.go`).
 *
 * Only who answers in time counts: when a cluster starts for the first time nobody is there, and nothing may wait for it.
 */
import type { raftpb } from '@kuorum/wire';
import { toInt64 } from '@kuorum/wire';
import type { Message } from '../raft/index.js';
import { FIRST_START_TIMEOUT_MS } from './limits.js';
import type { MemberRecord } from './membership.js';
import type { DialPeer } from './peer-dialer.js';
import { StartRefusal } from './start-refusal.js';

/** What this member once wrote is not on its disk. `message` is for whoever runs it. */
export class LostDiskError extends StartRefusal {
  override readonly name = 'LostDiskError';
}

const ADVICE =
  'A member that forgot what it promised could undo committed writes, so it is not let in again. ' +
  'If the directory still exists as the member last left it (another --data-dir, a volume that is not mounted), start it on that; an older copy would do harm just as well. ' +
  'If it is lost, replace the member: etcdctl member remove ID, then etcdctl member add NAME --peer-urls=URLS, both at one of the others, which must be a majority; then start it with an empty directory and --initial-cluster-state=existing. ' +
  'Where no majority is left, one that is left can go on alone with --force-new-cluster';

export function startedBefore(name: string, directory: string, witness: string): LostDiskError {
  return new LostDiskError(
    `Cannot start member ${name} with the empty directory ${directory}: the member has already been bootstrapped, as its peer at ${witness} says, so its data was lost or is elsewhere. ${ADVICE}`,
  );
}

export function logLost(reason: string): LostDiskError {
  return new LostDiskError(`${reason} The data of this member was lost, or is an older copy. ${ADVICE}`);
}

export interface PeersToAsk {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly members: readonly MemberRecord[];
  readonly dial: DialPeer;
}

/** The URL of a peer that knows this member as started; undefined when none does, or none answers. */
export async function findWitness({ clusterId, memberId, members, dial }: PeersToAsk): Promise<string | undefined> {
  const request = { cluster_id: toInt64(clusterId), member_id: toInt64(memberId) };
  const peers = members.filter(({ id }) => id !== memberId);
  const witnesses = await Promise.all(
    peers.map(async ({ peerUrls: [url] }) => {
      if (url === undefined) return undefined;
      return (await hasSeen(url, request, dial)) ? url : undefined;
    }),
  );
  return witnesses.find((url) => url !== undefined);
}

/** False also when there is no answer, or no sensible one (another cluster, an earlier version). */
async function hasSeen(url: string, request: raftpb.MemberStartedRequest, dial: DialPeer): Promise<boolean> {
  let client: raftpb.RaftTransportClient;
  try {
    client = dial(url);
  } catch {
    // Not resolvable yet: it does not answer.
    return false;
  }
  try {
    return await new Promise<boolean>((answer) => {
      client.MemberStarted(request, { deadline: Date.now() + FIRST_START_TIMEOUT_MS }, (error, response) =>
        answer(error === null && response?.started === true),
      );
    });
  } finally {
    client.close();
  }
}

/** Messages by which a member binds itself; who sent one has something to forget. */
export function isPromise(message: Message): boolean {
  if (message.type === 'voteResp' || message.type === 'appResp') return !message.reject;
  return message.type === 'vote';
}
