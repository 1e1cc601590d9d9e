import { kindNames, kinds, make, type OwnerReference } from '@kuorum/api';
import {
  blocks,
  deletionOrder,
  finalized,
  forEachLimited,
  formatCidr,
  letGo,
  overlaps,
  parseCidr,
  concernsGarbage,
  planGarbage,
  planNamespace,
  planNodeIpam,
  planPodGc,
  planServiceAccount,
  slowStart,
  subnets,
  withoutFinalizer,
  type OwnerState,
} from '@kuorum/controllers';
import { expect } from 'chai';
import { after, epoch, node, pod } from './objects.js';

describe('CIDR', () => {
  const cases: [text: string, valid: boolean][] = [
    ['10.244.0.0/16', true],
    ['0.0.0.0/0', true],
    ['255.255.255.255/32', true],
    ['10.244.1.0/16', false],
    ['10.244.0.0/33', false],
    ['10.256.0.0/16', false],
    ['10.244.0.0', false],
    ['fd00::/8', false],
  ];
  for (const [text, valid] of cases) {
    it(`${valid ? 'reads' : 'refuses'} ${text}`, () => {
      const cidr = parseCidr(text);
      expect(cidr === undefined ? undefined : formatCidr(cidr)).to.equal(valid ? text : undefined);
    });
  }

  it('cuts ranges into smaller ones and knows which overlap', () => {
    const range = parseCidr('10.0.0.0/22') ?? { base: 0, bits: 0 };
    expect([...subnets(range, 24)].map(formatCidr)).to.deep.equal([
      '10.0.0.0/24',
      '10.0.1.0/24',
      '10.0.2.0/24',
      '10.0.3.0/24',
    ]);
    expect([...subnets(range, 24)].every((each) => overlaps(range, each))).to.equal(true);
    expect(overlaps(range, { base: range.base + 1024, bits: 22 })).to.equal(false);
  });
});

describe('planNodeIpam', () => {
  const clusterCidr = parseCidr('10.244.0.0/22') ?? { base: 0, bits: 0 };
  const plan = (nodes: Parameters<typeof planNodeIpam>[0]['nodes'], written: [string, string][] = []) => {
    const { assign, exhausted } = planNodeIpam({ nodes, clusterCidr, maskBits: 24, written: new Map(written) });
    return {
      assign: Object.fromEntries(assign.map(({ node: { metadata }, podCIDR }) => [metadata.name, podCIDR])),
      exhausted: exhausted.map(({ metadata }) => metadata.name),
    };
  };
  it('gives each node the lowest free range', () => {
    const nodes = [node('c'), node('a'), node('b', { podCIDR: '10.244.1.0/24' })];
    expect(plan(nodes)).to.deep.equal({ assign: { a: '10.244.0.0/24', c: '10.244.2.0/24' }, exhausted: [] });
  });
  it('avoids what was written and is not seen yet, and ranges of other sizes', () => {
    expect(plan([node('a'), node('b')], [['a', '10.244.0.0/24']]).assign).to.deep.equal({ b: '10.244.1.0/24' });
    expect(plan([node('a', { podCIDR: '10.244.0.0/23' }), node('b')]).assign).to.deep.equal({ b: '10.244.2.0/24' });
  });
  it('says for whom nothing is left', () => {
    expect(plan(['a', 'b', 'c', 'd', 'e'].map((name) => node(name))).exhausted).to.deep.equal(['e']);
  });
});

describe('planPodGc', () => {
  const observe = (pods: Parameters<typeof planPodGc>[1]['pods'], nowMs = 0, before = new Map<string, number>()) => {
    const observed = { pods, nodeNames: new Set(['a']), nowMs, finishedPodsMax: 2, quarantineMs: 5000 };
    const { memory, actions } = planPodGc(before, observed);
    return { memory, actions: actions.map(({ pod: { metadata }, why }) => `${metadata.name}: ${why}`) };
  };
  it('keeps pods of nodes that exist', () => {
    expect(observe([pod('p', { node: 'a' }), pod('q'), pod('r', { node: 'a', deleting: true })]).actions).to.be.empty;
  });
  it('removes pods of a node that is gone for a while', () => {
    const pods = [pod('p', { node: 'gone' })];
    const first = observe(pods, 1000);
    expect(first.actions).to.be.empty;
    expect(observe(pods, 5999, new Map(first.memory)).actions).to.be.empty;
    expect(observe(pods, 6000, new Map(first.memory)).actions).to.deep.equal(['p: nodeGone']);
  });
  it('forgets the absence of a node that came back', () => {
    expect(observe([pod('p', { node: 'a' })], 1000, new Map([['a', 0]])).memory.size).to.equal(0);
  });
  it('removes pods that are being deleted and never got a node', () => {
    expect(observe([pod('p', { deleting: true })]).actions).to.deep.equal(['p: neverScheduled']);
  });
  it('keeps the youngest finished pods', () => {
    const pods = [3, 1, 2, 4].map((i) => pod(`p${i}`, { node: 'a', phase: 'Failed', created: after(i) }));
    expect(observe(pods).actions).to.deep.equal(['p1: finished', 'p2: finished']);
  });
});

describe('planGarbage', () => {
  const reference = (uid: string): OwnerReference => make('OwnerReference', { kind: 'Pod', name: uid, uid });
  const plan = (states: Record<string, OwnerState>, deleting = false) => {
    const owners = Object.keys(states).map(reference);
    return planGarbage(pod('p', { owners, deleting }), ({ uid }) => states[uid] ?? 'unknown');
  };
  const cases: [title: string, states: Record<string, OwnerState>, type: string][] = [
    ['keeps what nobody owns', {}, 'keep'],
    ['keeps what its owner still has', { a: 'present' }, 'keep'],
    ['deletes what has lost its owner', { a: 'absent' }, 'delete'],
    ['deletes what has lost all owners', { a: 'absent', b: 'absent' }, 'delete'],
    ['drops the reference to one that is gone', { a: 'absent', b: 'present' }, 'dropReferences'],
    ['deletes what its owner waits for', { a: 'waiting' }, 'delete'],
    ['deletes what one owner waits for and another has left', { a: 'waiting', b: 'absent' }, 'delete'],
    ['drops the reference to one that waits, when another stays', { a: 'waiting', b: 'present' }, 'dropReferences'],
    ['keeps what an unknown kind owns', { a: 'unknown' }, 'keep'],
    ['keeps what an unknown kind owns besides one that is gone', { a: 'absent', b: 'unknown' }, 'dropReferences'],
  ];
  for (const [title, states, type] of cases) it(title, () => expect(plan(states).type).to.equal(type));

  it('leaves alone what is being deleted already', () => {
    expect(plan({ a: 'absent' }, true).type).to.equal('keep');
  });

  it('lets what it owns go first when it was deleted with policy Foreground', () => {
    const waiting = pod('p', { deleting: true, finalizers: ['foregroundDeletion'] });
    expect(planGarbage(waiting, () => 'present').type).to.equal('awaitDependents');
    expect(planGarbage(pod('p', { finalizers: ['foregroundDeletion'] }), () => 'present').type).to.equal('keep');
    expect(concernsGarbage(waiting)).to.equal(true);
  });

  it('lets an owner wait for those only that say so of it: blockOwnerDeletion', () => {
    const mayBlock = (uid: string, blockOwnerDeletion: boolean) => ({ ...reference(uid), blockOwnerDeletion });
    const dependent = pod('q', { owners: [mayBlock('a', true), mayBlock('b', false), reference('c')] });
    expect(['a', 'b', 'c', 'another'].map((uid) => blocks(dependent, uid))).to.deep.equal([true, false, false, false]);
  });

  it('lets go what an object owns that was deleted with policy Orphan', () => {
    const deleted = pod('p', { deleting: true, finalizers: ['orphan', 'other'] });
    expect(planGarbage(deleted, () => 'present').type).to.equal('orphanDependents');
    expect(planGarbage(pod('p', { finalizers: ['orphan'] }), () => 'present').type).to.equal('keep');
    expect(withoutFinalizer(deleted, 'orphan').metadata).to.deep.include({ finalizers: ['other'] });
    const owned = pod('q', { owners: [reference('a'), reference('b')] });
    expect(letGo(owned, 'a')).to.deep.equal({
      metadata: {
        uid: owned.metadata.uid,
        resourceVersion: owned.metadata.resourceVersion,
        ownerReferences: [reference('b')],
      },
    });
  });
});

describe('planNamespace', () => {
  const namespace = (deletionTimestamp: string, finalizers: string[]) =>
    make('Namespace', { metadata: { name: 'n', deletionTimestamp }, spec: { finalizers } });
  it('empties a namespace that is being deleted and that it holds', () => {
    expect(planNamespace(namespace(epoch, ['kubernetes'])).type).to.equal('empty');
    expect(planNamespace(namespace('', ['kubernetes'])).type).to.equal('keep');
    expect(planNamespace(namespace(epoch, ['other'])).type).to.equal('keep');
  });
  it('takes only its own finalizer away', () => {
    expect(finalized(namespace(epoch, ['kubernetes', 'other'])).spec.finalizers).to.deep.equal(['other']);
  });
  it('knows every namespaced kind', () => {
    expect([...deletionOrder].sort()).to.deep.equal(kindNames.filter((kind) => kinds[kind].namespaced).sort());
  });
});

describe('slowStart and forEachLimited', () => {
  it('doubles its batches', async () => {
    const sizes: number[] = [];
    let open = 0;
    const result = await slowStart(10, 4, async () => {
      open++;
      await Promise.resolve();
      if (open > 0) sizes.push(open);
      open = 0;
    });
    expect(result).to.deep.equal({ started: 10, succeeded: 10 });
    expect(sizes).to.deep.equal([1, 2, 4, 3]);
  });

  it('stops after the first batch that fails', async () => {
    let calls = 0;
    const result = await slowStart(100, 16, () =>
      ++calls === 3 ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    expect(result).to.deep.include({ started: 3, succeeded: 2 });
    expect(result.failure?.message).to.equal('no');
  });

  it('does everything though one fails, and then says so', async () => {
    const done: number[] = [];
    const work = async (n: number): Promise<void> => {
      await Promise.resolve();
      if (n === 2) throw new Error('two');
      done.push(n);
    };
    const failure = await forEachLimited([1, 2, 3, 4], 2, work).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(failure?.message).to.equal('two');
    expect(done).to.deep.equal([1, 3, 4]);
  });
});

describe('planServiceAccount', () => {
  const namespace = make('Namespace', { metadata: { name: 'team' } });
  const ending = make('Namespace', { metadata: { name: 'team', deletionTimestamp: '2026-01-01T00:00:00Z' } });
  const cases: [what: string, namespace: typeof namespace | undefined, exists: boolean, makes: boolean][] = [
    ['a namespace without it', namespace, false, true],
    ['a namespace that has it', namespace, true, false],
    ['a namespace that is going away', ending, false, false],
    ['a namespace that is gone', undefined, false, false],
  ];
  for (const [what, given, exists, makes] of cases) {
    it(`${makes ? 'makes' : 'does not make'} the default account for ${what}`, () => {
      const metadata = planServiceAccount(given, exists)?.metadata;
      expect(metadata && { name: metadata.name, namespace: metadata.namespace }).to.deep.equal(
        makes ? { name: 'default', namespace: 'team' } : undefined,
      );
    });
  }
});
