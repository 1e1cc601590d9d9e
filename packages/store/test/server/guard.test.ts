/** Who may administer the cluster, asked of a member that is behind. */
import { etcdError, guarded, type GuardedMember } from '@kuorum/store/server/internals';
import { expect } from 'chai';
import { FakeCall } from './fake-call.js';

/** Authentication was turned on in an entry that this member has not applied before a linearizable read is done. */
function memberBehind(of: { isLeader: boolean; appliedTerm: number }): { member: GuardedMember; reads: () => number } {
  let enabled = false;
  let reads = 0;
  const check = (): void => {
    if (enabled) throw etcdError('notLeader');
  };
  return {
    reads: () => reads,
    member: {
      isLeader: of.isLeader,
      term: 3,
      machine: { db: { applied: { term: of.appliedTerm } } },
      auth: { enter: (_call, _refused, body) => body(undefined), mustBeUser: check, mustBeRoot: check },
      linearizable: (done) => {
        reads++;
        enabled = true;
        done(undefined);
      },
    },
  };
}

describe('a member that does not know yet that authentication is on', () => {
  const change = (name: string, member: GuardedMember): string => {
    let answer = 'nothing';
    const table = guarded(member, 'etcdserverpb.Cluster', { [name]: () => (answer = 'changed') });
    try {
      table[name]?.({}, () => undefined, new FakeCall());
    } catch {
      answer = 'refused';
    }
    return answer;
  };

  for (const name of ['MemberAdd', 'MemberRemove', 'MemberUpdate', 'MemberPromote']) {
    it(`asks the leader before ${name}`, () => {
      expect(change(name, memberBehind({ isLeader: false, appliedTerm: 3 }).member)).to.equal('refused');
    });
  }

  it('asks, too, when it leads, and has applied nothing of its own term', () => {
    expect(change('MemberAdd', memberBehind({ isLeader: true, appliedTerm: 2 }).member)).to.equal('refused');
  });

  it('need not ask when it leads, nor to say who the members are', () => {
    const leader = memberBehind({ isLeader: true, appliedTerm: 3 });
    expect(change('MemberAdd', leader.member)).to.equal('changed');
    const follower = memberBehind({ isLeader: false, appliedTerm: 3 });
    expect(change('MemberList', follower.member)).to.equal('changed');
    expect([leader.reads(), follower.reads()]).to.deep.equal([0, 0]);
  });
});
