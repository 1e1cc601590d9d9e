/** etcdserverpb.Cluster: who the members are, and how that changes. */
import { toInt64, uint64ToBigint, type etcdserverpb } from '@kuorum/wire';
import { etcdError } from '../errors.js';
import { addedMemberIdOf } from '../ids.js';
import type { Member } from '../member.js';
import type { MembershipChange } from '../membership-change.js';
import type { MemberRecord } from '../membership.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

export interface ClusterHandlers {
  readonly MemberList: Handler<etcdserverpb.MemberListRequest__Output, etcdserverpb.MemberListResponse>;
  readonly MemberAdd: Handler<etcdserverpb.MemberAddRequest__Output, etcdserverpb.MemberAddResponse>;
  readonly MemberRemove: Handler<etcdserverpb.MemberRemoveRequest__Output, etcdserverpb.MemberRemoveResponse>;
  readonly MemberUpdate: Handler<etcdserverpb.MemberUpdateRequest__Output, etcdserverpb.MemberUpdateResponse>;
  readonly MemberPromote: Handler<etcdserverpb.MemberPromoteRequest__Output, etcdserverpb.MemberPromoteResponse>;
}

export function clusterHandlers(member: Member): ClusterHandlers {
  /** Every response but that of MemberList says who the members are after the change. */
  const change = (
    asked: MembershipChange,
    done: Done<{ header: etcdserverpb.ResponseHeader; members: etcdserverpb.Member[] }>,
  ): void =>
    member.reconfigurer.request(asked, (error, members = []) => {
      if (error === undefined) done(undefined, { header: header(member), members: members.map(encodeMember) });
      else done(error);
    });
  return {
    MemberList: (message, done) => {
      const answer = (): void =>
        done(undefined, { header: header(member), members: member.machine.members.list().map(encodeMember) });
      if (message.linearizable) member.linearizable((error) => (error === undefined ? answer() : done(error)));
      else answer();
    },
    MemberAdd: ({ peerURLs: peerUrls, isLearner }, done) => {
      if (!areUrls(peerUrls)) return done(etcdError('badMemberUrls'));
      const id = newId(member, peerUrls);
      change({ kind: 'add', id, peerUrls, isLearner }, (error, response) => {
        if (error !== undefined || response === undefined) return done(error);
        const added = { ID: toInt64(id), name: '', peerURLs: peerUrls, clientURLs: [], isLearner };
        done(undefined, { ...response, member: added });
      });
    },
    MemberRemove: ({ ID }, done) => change({ kind: 'remove', id: uint64ToBigint(ID) }, done),
    MemberUpdate: ({ ID, peerURLs: peerUrls }, done) => {
      if (areUrls(peerUrls)) change({ kind: 'update', id: uint64ToBigint(ID), peerUrls }, done);
      else done(etcdError('badMemberUrls'));
    },
    MemberPromote: ({ ID }, done) => change({ kind: 'promote', id: uint64ToBigint(ID) }, done),
  };
}

/** As etcd computes it, but for URLs that had a member within this second: that id is gone for good. */
function newId({ machine }: Member, peerUrls: readonly string[]): bigint {
  let seconds = Math.floor(Date.now() / 1000);
  while (machine.members.wasRemoved(addedMemberIdOf(peerUrls, seconds))) seconds++;
  return addedMemberIdOf(peerUrls, seconds);
}

/** As etcd takes them: scheme, host and port, and no path. */
function areUrls(texts: readonly string[]): boolean {
  return (
    texts.length > 0 &&
    texts.every(
      (text) =>
        /^https?:\/\/[^/:@?#\s]+:\d{1,5}$|^https?:\/\/\[[0-9a-fA-F:.]+\]:\d{1,5}$/.test(text) && URL.canParse(text),
    )
  );
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
