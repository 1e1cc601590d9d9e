/** The same requests to a real etcd and to us: the same refusals, word for word, and the same members in the answers. */
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { Cleanup, startRealEtcd } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, TestCluster } from './cluster.js';

interface Answer {
  readonly member?: etcdserverpb.Member__Output | null;
  readonly members?: readonly etcdserverpb.Member__Output[];
}

/** Told of a request, given what stands in its place: the founder's and the learner's id, and the founder's URL. */
type Places = Record<'self' | 'learner' | 'selfUrl', string>;

const LEARNER_URL = 'http://127.0.0.1:9';
/** Where we do what etcd's own tables and records say, and not what etcd 3.4 does. */
const sameButFor: readonly [string, string][] = [
  // Its table of codes names this error by the client's side of it, so it goes out without its code.
  ['2 etcdserver: re-configuration', '9 etcdserver: re-configuration'],
  // It forgets that the member is a learner when its URLs change.
  ['learner http://127.0.0.1:7 learner=false', 'learner http://127.0.0.1:7 learner=true'],
];
const steps: { what: string; method: string; request: (places: Places) => object }[] = [
  { what: 'no URL', method: 'MemberAdd', request: () => ({ peerURLs: [] }) },
  ...['m9:2380', 'http://m9', 'ftp://m9:1', 'http://m9:1/path', ''].map((url) => ({
    what: `the URL "${url}"`,
    method: 'MemberAdd',
    request: () => ({ peerURLs: [url] }),
  })),
  { what: 'a URL that is taken', method: 'MemberAdd', request: ({ selfUrl }) => ({ peerURLs: [selfUrl] }) },
  { what: 'nobody', method: 'MemberRemove', request: () => ({ ID: '1234' }) },
  { what: 'nobody', method: 'MemberPromote', request: () => ({ ID: '1234' }) },
  { what: 'nobody', method: 'MemberUpdate', request: () => ({ ID: '1234', peerURLs: ['http://x:1'] }) },
  { what: 'the only member', method: 'MemberRemove', request: ({ self }) => ({ ID: self }) },
  { what: 'a voter', method: 'MemberPromote', request: ({ self }) => ({ ID: self }) },
  { what: 'a learner', method: 'MemberAdd', request: () => ({ peerURLs: [LEARNER_URL], isLearner: true }) },
  {
    what: 'a second learner',
    method: 'MemberAdd',
    request: () => ({ peerURLs: ['http://127.0.0.1:8'], isLearner: true }),
  },
  { what: "the learner's URL", method: 'MemberAdd', request: () => ({ peerURLs: [LEARNER_URL] }) },
  { what: 'a learner that lags', method: 'MemberPromote', request: ({ learner }) => ({ ID: learner }) },
  { what: 'a learner', method: 'MoveLeader', request: ({ learner }) => ({ targetID: learner }) },
  { what: 'nobody', method: 'MoveLeader', request: () => ({ targetID: '1234' }) },
  {
    what: 'to a URL that is taken',
    method: 'MemberUpdate',
    request: ({ learner, selfUrl }) => ({ ID: learner, peerURLs: [selfUrl] }),
  },
  {
    what: 'a learner that moves',
    method: 'MemberUpdate',
    request: ({ learner }) => ({ ID: learner, peerURLs: ['http://127.0.0.1:7'] }),
  },
  { what: 'everybody', method: 'MemberList', request: () => ({}) },
  { what: 'a learner', method: 'MemberRemove', request: ({ learner }) => ({ ID: learner }) },
  { what: 'one that is gone', method: 'MemberRemove', request: ({ learner }) => ({ ID: learner }) },
  { what: 'one that is gone', method: 'MemberPromote', request: ({ learner }) => ({ ID: learner }) },
  {
    what: 'one that is gone',
    method: 'MemberUpdate',
    request: ({ learner }) => ({ ID: learner, peerURLs: ['http://x:1'] }),
  },
];

describe('membership, compared with etcd', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());
  const found: Record<'etcd' | 'ours', string[]> = { etcd: [], ours: [] };

  /** What each step gives, with names for what differs between two clusters. */
  const play = async (target: string): Promise<string[]> => {
    const connect = (service: string): { close(): void } =>
      cleanup.own(
        createClient(`etcdserverpb.${service}`, target, credentials.createInsecure()),
        (c: { close(): void }) => c.close(),
      );
    const [cluster, maintenance] = [connect('Cluster'), connect('Maintenance')];
    const {
      members: [first],
    }: etcdserverpb.MemberListResponse__Output = await call(cluster, 'MemberList', {});
    const places: Places = { self: first?.ID ?? '', selfUrl: first?.peerURLs[0] ?? '', learner: '' };
    const results: string[] = [];
    for (const { method, request } of steps) {
      try {
        const answer: Answer = await call(method === 'MoveLeader' ? maintenance : cluster, method, request(places));
        if (answer.member) places.learner = answer.member.ID;
        const names = new Map([
          [places.self, 'self'],
          [places.learner, 'learner'],
        ]);
        const tell = (member: etcdserverpb.Member__Output): string =>
          `${names.get(member.ID)} ${member.peerURLs.join().replace(places.selfUrl, 'selfUrl')} learner=${member.isLearner}`;
        results.push(
          `${answer.member ? `${tell(answer.member)}; ` : ''}${(answer.members ?? []).map(tell).sort().join(', ')}`,
        );
      } catch (error) {
        const { code, details } = error as ServiceError;
        results.push(`${code} ${details}`);
      }
    }
    return results;
  };

  before(async () => {
    const etcd = cleanup.own(await startRealEtcd(), (each) => each.stop());
    const ours = await TestCluster.start(cleanup, 1);
    found.etcd = await play(etcd.endpoint);
    found.ours = await play(ours.target('m1'));
  });

  steps.forEach(({ what, method }, i) => {
    it(`${method} ${what}`, () => {
      const expected = sameButFor.reduce((text, [theirs, ours]) => text.replace(theirs, ours), found.etcd[i] ?? '');
      expect(found.ours[i]).to.equal(expected);
    });
  });
});
