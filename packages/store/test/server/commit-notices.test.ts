/** Which messages that only tell a commit index go out at once, which wait for entries to go with, and for how long. */
import { VirtualClock } from '@kuorum/base';
import { asLogIndex, asTerm, type AppMessage, type Message, type NodeId } from '@kuorum/store/raft';
import { CommitNotices, limits } from '@kuorum/store/server/internals';
import { expect } from 'chai';

const FOLLOWER = 2n;
const term = asTerm(1);

function app(commit: number, entryCount = 0, to: NodeId = FOLLOWER): AppMessage {
  const prevIndex = asLogIndex(commit);
  const entries = Array.from({ length: entryCount }, (_, i) => {
    return { term, index: asLogIndex(commit + 1 + i), type: 'normal', data: new Uint8Array(1) } as const;
  });
  return { type: 'app', from: 1n, to, term, prevIndex, prevTerm: term, entries, commit: asLogIndex(commit) };
}

const heartbeat: Message = { type: 'heartbeat', from: 1n, to: FOLLOWER, term, commit: asLogIndex(0), readSeq: 0 };

describe('messages that only tell a commit index', () => {
  const start = () => {
    const clock = new VirtualClock();
    const late: (readonly [NodeId, readonly Message[]])[] = [];
    const notices = new CommitNotices(clock, (to, messages) => late.push([to, messages]));
    return { clock, late, notices };
  };

  it('are left out when entries follow soon, as these tell it too', () => {
    const { clock, late, notices } = start();
    expect(notices.dueOf(FOLLOWER, [app(1)])).to.deep.equal([]);
    const entries = app(1, 1);
    expect(notices.dueOf(FOLLOWER, [entries])).to.deep.equal([entries]);
    clock.advance(10 * limits.COMMIT_NOTICE_MS);
    expect(late).to.deep.equal([]);
  });

  it('go out after a moment when nothing follows, the newest for all', () => {
    const { clock, late, notices } = start();
    notices.dueOf(FOLLOWER, [app(1)]);
    clock.advance(limits.COMMIT_NOTICE_MS - 1);
    notices.dueOf(FOLLOWER, [app(2)]);
    expect(late).to.deep.equal([]);
    clock.advance(1);
    expect(late, 'counted from the first').to.deep.equal([[FOLLOWER, [app(2)]]]);
    clock.advance(10 * limits.COMMIT_NOTICE_MS);
    expect(late).to.have.length(1);
  });

  it('wait for no longer than that, whenever they came while others waited', () => {
    const { clock, late, notices } = start();
    notices.dueOf(FOLLOWER, [app(1)]);
    clock.advance(1);
    notices.dueOf(3n, [app(1, 0, 3n)]);
    notices.dueOf(FOLLOWER, [app(1, 1)]);
    clock.advance(limits.COMMIT_NOTICE_MS);
    expect(late).to.deep.equal([[3n, [app(1, 0, 3n)]]]);
  });

  it('go at once to a member that passed on what is being committed, and wait again after that', () => {
    const { late, notices } = start();
    notices.awaits(FOLLOWER, 5);
    for (const commit of [4, 5]) expect(notices.dueOf(FOLLOWER, [app(commit)])).to.deep.equal([app(commit)]);
    expect(notices.dueOf(FOLLOWER, [app(6)])).to.deep.equal([]);
    expect(late).to.deep.equal([]);
  });

  it('go along with whatever else goes to the member, before it', () => {
    const { clock, late, notices } = start();
    notices.dueOf(FOLLOWER, [app(1)]);
    expect(notices.dueOf(3n, [])).to.deep.equal([]);
    expect(notices.dueOf(FOLLOWER, [heartbeat])).to.deep.equal([app(1), heartbeat]);
    expect(notices.dueOf(FOLLOWER, [heartbeat])).to.deep.equal([heartbeat]);
    expect(notices.dueOf(FOLLOWER, [app(2), heartbeat]), 'not held when it has company').to.have.length(2);
    clock.advance(10 * limits.COMMIT_NOTICE_MS);
    expect(late).to.deep.equal([]);
  });

  it('go at once to a member that is about to be left: it may be the news of its removal', () => {
    const { clock, late, notices } = start();
    notices.dueOf(FOLLOWER, [app(1)]);
    notices.endOf(FOLLOWER);
    notices.endOf(FOLLOWER);
    expect(late).to.deep.equal([[FOLLOWER, [app(1)]]]);
    clock.advance(10 * limits.COMMIT_NOTICE_MS);
    expect(late).to.have.length(1);
  });

  it('are forgotten at the end', () => {
    const { clock, late, notices } = start();
    notices.dueOf(FOLLOWER, [app(1)]);
    notices.close();
    clock.advance(10 * limits.COMMIT_NOTICE_MS);
    expect(late).to.deep.equal([]);
  });
});
