/**
 * Who may ask what does not go through the log, and administers the cluster: with authentication on a user with the role
 * `root`, unless the table says that any user will do. As etcd since 3.5.28 (CVE-2026-33413), which any user may ask who
 * the members are and what is wrong.
 */
import type { StreamHandler } from '@kuorum/rpc';
import type { Member } from '../member.js';
import type { Done } from '../waiters.js';
import type { Handler } from './unary.js';

/** What it needs of its member. */
export type GuardedMember = Pick<Member, 'isLeader' | 'linearizable' | 'term'> & {
  readonly auth: Pick<Member['auth'], 'enter' | 'mustBeUser' | 'mustBeRoot'>;
  readonly machine: { readonly db: { readonly applied: { readonly term: number } } };
};

const forAnyUser: Readonly<Record<string, (request: unknown) => boolean>> = {
  'etcdserverpb.Cluster/MemberList': () => true,
  // Without it a client cannot find out which versions it talks to.
  'etcdserverpb.Maintenance/Status': () => true,
  'etcdserverpb.Maintenance/Alarm': (request) =>
    typeof request === 'object' && request !== null && 'action' in request && request.action === 'GET',
};

/**
 * These change the cluster, and nobody looks at who asked when they are applied. A member that is behind, one that has
 * just joined above all, may not know yet that authentication is on.
 */
const onStateOfNow: ReadonlySet<string> = new Set(
  ['MemberAdd', 'MemberRemove', 'MemberUpdate', 'MemberPromote'].map((name) => `etcdserverpb.Cluster/${name}`),
);

/** A table of unary handlers of one administrative service. */
export function guarded(
  member: GuardedMember,
  service: string,
  handlers: object,
): Record<string, Handler<unknown, unknown>> {
  const table = handlers as Record<string, Handler<unknown, unknown>>;
  return Object.fromEntries(
    Object.entries(table).map(([name, handler]) => [name, guardedHandler(member, `${service}/${name}`, handler)]),
  );
}

function guardedHandler(
  member: GuardedMember,
  method: string,
  handler: Handler<unknown, unknown>,
): Handler<unknown, unknown> {
  const { auth } = member;
  return (request, done, call) => {
    const enter = (): void =>
      auth.enter(call, done, () => {
        if (forAnyUser[method]?.(request) === true) auth.mustBeUser(call);
        else auth.mustBeRoot(call);
        handler(request, done, call);
      });
    if (onStateOfNow.has(method)) upToDate(member, (error) => (error === undefined ? enter() : done(error)));
    else enter();
  };
}

/** A leader is, once it has applied an entry of its own term; one that is none any more can change nothing. */
function upToDate(member: GuardedMember, done: Done<void>): void {
  if (member.isLeader && member.machine.db.applied.term === member.term) done(undefined);
  else member.linearizable(done);
}

/** A stream of an administrative service. */
export function guardedStream<I, O>(member: GuardedMember, handler: StreamHandler<I, O>): StreamHandler<I, O> {
  return (call) => {
    // Such a stream says nothing but that it is asked for, so it may start once the token was looked into.
    member.auth.enter(
      call,
      (refusal) => call.end(refusal),
      () => {
        member.auth.mustBeRoot(call);
        handler(call);
      },
    );
  };
}
