/** What tokens cost the store whose account or pod is gone: whoever shows an old one over and over must not flood it. */
import { make, type KindName, type Kinds } from '@kuorum/api';
import { expect } from 'chai';
import type { AccountClaims } from '../dist/auth/service-account/claims.js';
import { serviceAccountAuthenticator } from '../dist/auth/service-account/token-authenticator.js';
import { goneOwnerMs, goneOwnersRemembered, ownerReadsMax } from '../dist/limits.js';

describe('a token whose account or pod is gone', () => {
  const robot: AccountClaims = { namespace: 'shop', account: { name: 'robot', uid: 'u1' } };
  const goneText = 'the service account of the token has been deleted';

  /** A cluster, the cache that hears of it late, and an authenticator for tokens that are their claims. */
  class Cluster {
    /** By `Kind/name`: the uid. */
    readonly stored = new Map<string, string>();
    readonly cached = new Map<string, string>();
    /** What was read from the store. */
    readonly reads: string[] = [];
    atOnce = 0;
    atOnceMost = 0;
    broken = false;
    nowMs = 1_000_000;

    private readonly authenticate = serviceAccountAuthenticator(
      {
        verify: (token) =>
          Promise.resolve({ id: '', claims: JSON.parse(token) as AccountClaims, expiresAtMs: Number.MAX_VALUE }),
      },
      {
        recent: <K extends KindName>(kind: K, _namespace: string, name: string) =>
          objectOf(kind, name, this.cached.get(`${kind}/${name}`)) as Kinds[K] | undefined,
        newest: async <K extends KindName>(kind: K, _namespace: string, name: string) => {
          this.reads.push(`${kind}/${name}`);
          this.atOnceMost = Math.max(this.atOnceMost, ++this.atOnce);
          await new Promise((resolve) => setImmediate(resolve));
          this.atOnce--;
          if (this.broken) throw new Error('no store');
          return objectOf(kind, name, this.stored.get(`${kind}/${name}`)) as Kinds[K] | undefined;
        },
      },
      { now: () => this.nowMs },
    );

    put(key: string, uid: string): void {
      this.stored.set(key, uid);
      this.cached.set(key, uid);
    }

    /** Its user's name, or why it is refused. */
    async ask(claims: AccountClaims): Promise<string> {
      const found = await this.authenticate(JSON.stringify(claims));
      return found === undefined ? 'unknown' : 'refused' in found ? found.refused : found.name;
    }

    askOften(claims: AccountClaims): Promise<string[]> {
      return Promise.all(Array.from({ length: 300 }, () => this.ask(claims)));
    }
  }

  function objectOf(kind: KindName, name: string, uid: string | undefined): Kinds[KindName] | undefined {
    return uid === undefined ? undefined : make(kind, { metadata: { name, uid } });
  }

  it('costs one read, however often it is shown', async () => {
    const cluster = new Cluster();
    expect(new Set(await cluster.askOften(robot))).to.deep.equal(new Set([goneText]));
    expect(cluster.reads, 'at once').to.deep.equal(['ServiceAccount/robot']);
    for (let i = 0; i < 300; i++) expect(await cluster.ask(robot)).to.equal(goneText);
    expect(cluster.reads, 'one after the other').to.have.length(1);
  });

  it('costs one read also when its pod is gone, and there is another of the name', async () => {
    const cluster = new Cluster();
    cluster.put('ServiceAccount/robot', 'u1');
    cluster.put('Pod/web', 'p2');
    const bound = { kind: 'Pod', object: { name: 'web', uid: 'p1' } } as const;
    const gone = 'the pod that the token is bound to has been deleted';
    expect(new Set(await cluster.askOften({ ...robot, bound }))).to.deep.equal(new Set([gone]));
    expect(await cluster.ask({ ...robot, bound })).to.equal(gone);
    expect(cluster.reads).to.deep.equal(['Pod/web']);
    const other = { kind: 'Pod', object: { name: 'web', uid: 'p2' } } as const;
    expect(await cluster.ask({ ...robot, bound: other }), 'that other one').to.match(/robot$/);
  });

  it('counts again when the store has been restored, after a while', async () => {
    const cluster = new Cluster();
    expect(await cluster.ask(robot)).to.equal(goneText);
    cluster.stored.set('ServiceAccount/robot', 'u1');
    cluster.nowMs += goneOwnerMs - 1;
    expect(await cluster.ask(robot)).to.equal(goneText);
    cluster.nowMs += 1;
    expect(await cluster.ask(robot)).to.match(/robot$/);
    cluster.stored.delete('ServiceAccount/robot');
    expect(await cluster.ask(robot), 'that it was there is not remembered').to.equal(goneText);
  });

  it('is at once told from a new one of the name that the cache has not heard of', async () => {
    const cluster = new Cluster();
    expect(await cluster.ask(robot)).to.equal(goneText);
    cluster.stored.set('ServiceAccount/robot', 'u2');
    expect(await cluster.ask({ ...robot, account: { name: 'robot', uid: 'u2' } })).to.match(/robot$/);
    expect(await cluster.ask(robot)).to.equal(goneText);
  });

  it('is not known when the store does not answer, and asked again', async () => {
    const cluster = new Cluster();
    cluster.broken = true;
    const asked = await Promise.allSettled([cluster.ask(robot), cluster.ask(robot)]);
    expect(asked.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    cluster.broken = false;
    expect(await cluster.ask(robot)).to.equal(goneText);
    expect(cluster.reads).to.have.length(2);
  });

  it('is one of a bounded number that are read at once, and that are remembered', async () => {
    const cluster = new Cluster();
    const ofUid = (i: number): AccountClaims => ({ ...robot, account: { name: 'robot', uid: `u${i}` } });
    await Promise.all(Array.from({ length: goneOwnersRemembered + 1 }, (_, i) => cluster.ask(ofUid(i))));
    expect(cluster.atOnceMost).to.equal(ownerReadsMax);
    expect(cluster.reads).to.have.length(goneOwnersRemembered + 1);
    await cluster.ask(ofUid(goneOwnersRemembered));
    expect(cluster.reads, 'the youngest').to.have.length(goneOwnersRemembered + 1);
    await cluster.ask(ofUid(0));
    expect(cluster.reads, 'the oldest').to.have.length(goneOwnersRemembered + 2);
  });
});
