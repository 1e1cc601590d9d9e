/** How many sessions of exec and port-forward there may be, and whose. */
import type { ApiStatusError } from '@kuorum/api';
import { expect } from 'chai';
import { podSessionsMax, podSessionsPerUserMax } from '../dist/limits.js';
import { checkRoom } from '../dist/server/pod-sessions.js';

describe('sessions through one apiserver', () => {
  const sessionOf = (name: string): Parameters<typeof checkRoom>[0] extends ReadonlySet<infer S> ? S : never => ({
    user: { name, uid: '', groups: [], extra: {} },
  });
  const refused = (open: Parameters<typeof checkRoom>[0], userName: string): ApiStatusError | undefined => {
    try {
      checkRoom(open, userName);
      return undefined;
    } catch (error) {
      return error as ApiStatusError;
    }
  };

  it('are at most 100 a user, which the others do not notice', () => {
    const open = new Set<ReturnType<typeof sessionOf>>();
    while (refused(open, 'jane') === undefined) open.add(sessionOf('jane'));
    expect(open.size).to.equal(podSessionsPerUserMax).and.to.equal(100);
    const error = refused(open, 'jane');
    expect(error?.code).to.equal(429);
    expect(error?.message).to.equal(
      'jane has 100 sessions of exec and port-forward already, as many as one user may have through an apiserver: end one of them',
    );
    expect(refused(open, 'john')).to.equal(undefined);
  });

  it('are at most 1000 together', () => {
    const open = new Set<ReturnType<typeof sessionOf>>();
    for (let i = 0; refused(open, 'jane') === undefined; i++) open.add(sessionOf(`user-${i}`));
    expect(open.size).to.equal(podSessionsMax).and.to.equal(1_000);
    expect(refused(open, 'jane')?.message).to.equal('there are 1000 sessions of exec and port-forward already');
  });
});
