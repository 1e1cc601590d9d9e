/** etcdserverpb.Cluster: who the members are. Changing the membership is not offered yet, and says so. */
import { toInt64, type etcdserverpb } from '@kuorum/wire';
import { unimplemented } from '../errors.js';
import type { Member } from '../member.js';
import type { MemberRecord } from '../membership.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

export interface ClusterHandlers {
  readonly MemberList: Handler<etcdserverpb.MemberListRequest__Output, etcdserverpb.MemberListResponse>;
  readonly MemberAdd: Handler<object, never>;
  readonly MemberRemove: Handler<object, never>;
  readonly MemberUpdate: Handler<object, never>;
  readonly MemberPromote: Handler<object, never>;
}

export function clusterHandlers(member: Member): ClusterHandlers {
  const refuse =
    (what: string): Handler<object, never> =>
    (_request, done) =>
      done(unimplemented(what));
  return {
    MemberList: (message, done) => {
      const answer = (): void =>
        done(undefined, { header: header(member), members: member.machine.members.list().map(encodeMember) });
      if (message.linearizable) member.linearizable((error) => (error === undefined ? answer() : done(error)));
      else answer();
    },
    MemberAdd: refuse('MemberAdd'),
    MemberRemove: refuse('MemberRemove'),
    MemberUpdate: refuse('MemberUpdate'),
    MemberPromote: refuse('MemberPromote'),
  };
}

function encodeMember(record: MemberRecord): etcdserverpb.Member {
  return {
    ID: toInt64(record.id),
    name: record.name,
    peerURLs: [...record.peerUrls],
    clientURLs: [...record.clientUrls],
    isLearner: record.isLearner,
  };
}
