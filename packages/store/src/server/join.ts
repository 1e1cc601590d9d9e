/**
 * Joining a cluster that exists (`--initial-cluster-state=existing`): the members of --initial-cluster are asked who is
 * in it. The cluster must have been told first (MemberAdd), which gave the new member its id; it finds itself by its peer
 * URLs. It starts empty and is caught up by the leader.
 */
import { uint64ToBigint, type raftpb } from '@kuorum/wire';
import { sameUrls } from './directory-owner.js';
import { ASK_PEERS_TIMEOUT_MS, FIRST_START_TIMEOUT_MS } from './limits.js';
import type { MemberRecord } from './membership.js';
import type { StoreOptions } from './options.js';
import type { DialPeer } from './peer-dialer.js';
import { StartRefusal } from './start-refusal.js';

export interface ClusterAnswer {
  readonly clusterId: bigint;
  readonly members: readonly MemberRecord[];
}

export interface Joined extends ClusterAnswer {
  readonly memberId: bigint;
}

type Who = Pick<StoreOptions, 'name' | 'initialCluster' | 'initialAdvertisePeerUrls' | 'advertiseClientUrls'>;

export async function joinCluster(options: Who, dial: DialPeer): Promise<Joined> {
  const answers = await askPeers(options, dial, FIRST_START_TIMEOUT_MS);
  const [first] = answers;
  if (first === undefined) {
    throw new StartRefusal(
      `Cannot join a cluster as member ${options.name}: none of the other members of --initial-cluster answers (${peerUrlsOf(options).join(', ')}). ` +
        'They must run for it to join; a cluster that is new starts with --initial-cluster-state=new',
    );
  }
  const other = answers.find(({ clusterId }) => clusterId !== first.clusterId);
  if (other !== undefined) {
    throw new StartRefusal(
      `Cannot join a cluster as member ${options.name}: --initial-cluster names members of two, ${hex(first.clusterId)} and ${hex(other.clusterId)}`,
    );
  }
  for (const answer of answers) {
    const own = answer.members.find(({ peerUrls }) => sameUrls(peerUrls, options.initialAdvertisePeerUrls));
    if (own !== undefined) return { ...answer, memberId: own.id };
  }
  const urls = options.initialAdvertisePeerUrls.join();
  throw new StartRefusal(
    `Cannot join cluster ${hex(first.clusterId)} as member ${options.name}: it has no member with the peer URLs ${urls}. ` +
      `Tell it first: etcdctl --endpoints=CLIENT_URL_OF_A_MEMBER member add ${options.name} --peer-urls=${urls}. ` +
      `Its members are ${first.members.map(({ id, name, peerUrls }) => `${name || hex(id)} at ${peerUrls.join()}`).join(', ')}`,
  );
}

/** What each of the other members says that answers in time. */
export async function askPeers(
  options: Who,
  dial: DialPeer,
  timeoutMs = ASK_PEERS_TIMEOUT_MS,
): Promise<ClusterAnswer[]> {
  const answers = await Promise.all(peerUrlsOf(options).map((url) => ask(url, dial, timeoutMs)));
  return answers.filter((answer) => answer !== undefined);
}

function peerUrlsOf({ name, initialCluster }: Who): string[] {
  return [...initialCluster].filter(([other]) => other !== name).flatMap(([, urls]) => [...urls]);
}

async function ask(url: string, dial: DialPeer, timeoutMs: number): Promise<ClusterAnswer | undefined> {
  let client: raftpb.RaftTransportClient;
  try {
    client = dial(url);
  } catch {
    // Not resolvable yet: it does not answer.
    return undefined;
  }
  try {
    return await new Promise((answer) => {
      client.Members({}, { deadline: Date.now() + timeoutMs }, (error, response) =>
        answer(error !== null || response === undefined ? undefined : decode(response)),
      );
    });
  } finally {
    client.close();
  }
}

function decode(response: raftpb.MembersResponse__Output): ClusterAnswer {
  return {
    clusterId: uint64ToBigint(response.cluster_id),
    members: response.members.map((member) => ({
      id: uint64ToBigint(member.id),
      name: member.name,
      peerUrls: member.peer_urls,
      clientUrls: member.client_urls,
      isLearner: member.is_learner,
    })),
  };
}

function hex(id: bigint): string {
  return id.toString(16);
}
