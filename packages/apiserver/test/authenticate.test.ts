/** Who makes a call, by what its connection has proven and what its headers say; what took place in TLS is in security.test.ts. */
import { Metadata } from '@grpc/grpc-js';
import { VirtualClock } from '@kuorum/base';
import { expect } from 'chai';
import { createAuthenticator } from '../dist/auth/authenticate.js';
import { userOf } from '../dist/auth/user.js';

describe('who makes a call', () => {
  const day = 24 * 3_600_000;
  const now = Date.parse('2026-06-01T00:00:00Z');

  interface Shown {
    readonly CN?: string | string[];
    readonly O?: string | string[];
    readonly token?: string;
  }

  function callOf({ CN, O, token }: Shown): never {
    const metadata = new Metadata();
    if (token !== undefined) metadata.set('authorization', token);
    const certificate = { subject: { CN, O }, valid_to: new Date(now + day).toUTCString() };
    const sslPeerCertificate = CN === undefined && O === undefined ? undefined : certificate;
    return { metadata, getPeer: () => 'peer', getAuthContext: () => ({ sslPeerCertificate }) } as never;
  }

  async function whoIs(shown: Shown, atMs = now): Promise<string> {
    const known = userOf('bob', ['people']);
    const authenticate = createAuthenticator({
      refusalOf: () => undefined,
      tokens: [(token) => Promise.resolve(token === 'good' ? known : undefined)],
      clock: new VirtualClock(atMs),
      anonymous: true,
    });
    return authenticate(callOf(shown)).then(
      ({ name, groups }) => `${name} of ${groups.join()}`,
      (error: Error) => error.message,
    );
  }

  const rows: readonly [what: string, shown: Shown, days: number, who: string][] = [
    ['a certificate', { CN: 'ada', O: ['dev', 'ops'] }, 0, 'ada of dev,ops,system:authenticated'],
    ['the last of several names, as in Go', { CN: ['x', 'ada'] }, 0, 'ada of system:authenticated'],
    ['a certificate on its last day', { CN: 'ada' }, 0.99, 'ada of system:authenticated'],
    [
      'a certificate that has expired while its connection stands',
      { CN: 'ada', O: 'system:masters' },
      1,
      'Unauthorized: the client certificate does not hold: it has expired',
    ],
    ['the same with a good token', { CN: 'ada', token: 'Bearer good' }, 1, 'bob of people,system:authenticated'],
    [
      'the same with a forged token',
      { CN: 'ada', token: 'Bearer forged' },
      1,
      'Unauthorized: the bearer token is not one of this cluster',
    ],
    ['a certificate without a name', { O: 'system:masters' }, 0, 'system:anonymous of system:unauthenticated'],
    ['nothing', {}, 0, 'system:anonymous of system:unauthenticated'],
    ['a header that is no bearer token', { token: 'Basic Z29vZA==' }, 0, 'system:anonymous of system:unauthenticated'],
    ['a token in whatever case', { token: 'bEARER   good' }, 0, 'bob of people,system:authenticated'],
  ];
  for (const [what, shown, days, who] of rows) {
    it(`${what}: ${who}`, async () => expect(await whoIs(shown, now + days * day)).to.equal(who));
  }
});
