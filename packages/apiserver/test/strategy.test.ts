import { expect } from 'chai';
import { type ApiStatusError, make, type DeepPartial, type DeleteRequest, type Pod, type Service } from '@kuorum/api';
import { Xoshiro128 } from '@kuorum/base';
import { decideDeletion } from '../dist/strategy/deletion.js';
import { prepareForCreate, timestampOf } from '../dist/strategy/prepare.js';
import { parseAddressRange, parsePortRange, ServiceAllocator } from '../dist/strategy/service.js';
import { claimKey } from '../dist/registry/keys.js';
import { podOf } from './harness.js';

const now = Date.parse('2026-01-02T03:04:05Z');

describe('prepareForCreate', () => {
  const context = { now: timestampOf(now), newUid: () => 'uid-1', newSuffix: () => 'xyz12' };
  it("sets the server's metadata whatever the client says, and leaves the input alone", () => {
    const input = podOf('web', {
      metadata: { uid: 'mine', generation: 7, creationTimestamp: 'x', deletionTimestamp: 'y' },
      status: { phase: 'Running' },
    });
    const before = structuredClone(input);
    const object = prepareForCreate('Pod', input, context) as Pod;
    expect(object.metadata).to.include({
      uid: 'uid-1',
      generation: 1,
      creationTimestamp: '2026-01-02T03:04:05Z',
      deletionTimestamp: '',
    });
    expect(object.status.phase).to.equal('Pending');
    expect(input).to.deep.equal(before);
  });
  it('cuts a long prefix so that the generated name fits', () => {
    const generateName = `${'a'.repeat(80)}-`;
    const { metadata } = prepareForCreate('Pod', podOf('', { metadata: { generateName } }), context);
    expect(metadata.name).to.equal(`${'a'.repeat(58)}xyz12`);
  });
});

describe('deletion', () => {
  const bound = { spec: { nodeName: 'node-1' } };
  const marked = { deletionTimestamp: '2026-01-02T03:04:25Z', deletionGracePeriodSeconds: 30 };
  type Case = [what: string, pod: DeepPartial<Pod>, request: DeepPartial<DeleteRequest>, outcome: string];
  const cases: Case[] = [
    ['a pod without a node', {}, {}, 'remove'],
    ['a bound pod', bound, {}, 'mark 30 03:04:35'],
    ['with another grace period', bound, { gracePeriodSeconds: 5 }, 'mark 5 03:04:10'],
    ['at once', bound, { gracePeriodSeconds: 0 }, 'remove'],
    ['a finished pod', { ...bound, status: { phase: 'Succeeded' } }, {}, 'remove'],
    ['held by a finalizer', { metadata: { finalizers: ['a/b'] } }, {}, 'mark 0 03:04:05'],
    ['marked already', { ...bound, metadata: marked }, {}, 'mark 30 03:04:25'],
    ['marked, now shorter', { ...bound, metadata: marked }, { gracePeriodSeconds: 5 }, 'mark 5 03:04:10'],
    ['marked, now longer', { ...bound, metadata: marked }, { gracePeriodSeconds: 90 }, 'mark 30 03:04:25'],
    ['marked, now at once', { ...bound, metadata: marked }, { gracePeriodSeconds: 0 }, 'remove'],
    ['of another uid', { metadata: { uid: 'a' } }, { preconditions: { uid: 'b' } }, 'Conflict'],
    ['of this uid', { metadata: { uid: 'a' } }, { preconditions: { uid: 'a' } }, 'remove'],
    [
      'of a stale version',
      { metadata: { resourceVersion: '2' } },
      { preconditions: { resourceVersion: '1' } },
      'Conflict',
    ],
    ['with a negative grace period', bound, { gracePeriodSeconds: -1 }, 'BadRequest'],
    ['after its dependents', {}, { propagationPolicy: 'Foreground' }, 'mark 0 03:04:05'],
    ['by an unknown policy', {}, { propagationPolicy: 'Slow' as 'Orphan' }, 'BadRequest'],
    [
      'by a policy that is a member of every object',
      {},
      { propagationPolicy: 'constructor' as 'Orphan' },
      'BadRequest',
    ],
    ['by another such', {}, { propagationPolicy: '__proto__' as 'Orphan' }, 'BadRequest'],
    [
      'held for its dependents, and now not',
      { metadata: { finalizers: ['foregroundDeletion'] } },
      { propagationPolicy: 'Background' },
      'remove',
    ],
    ['sparing dependents, as a finalizer says', { metadata: { finalizers: ['orphan'] } }, {}, 'mark 0 03:04:05'],
    ['of this version', { metadata: { resourceVersion: '2' } }, { preconditions: { resourceVersion: '2' } }, 'remove'],
    [
      'of this uid and a stale version',
      { metadata: { uid: 'a', resourceVersion: '2' } },
      { preconditions: { uid: 'a', resourceVersion: '1' } },
      'Conflict',
    ],
    ['sparing dependents', {}, { propagationPolicy: 'Orphan' }, 'mark 0 03:04:05'],
  ];
  for (const [what, pod, request, outcome] of cases) {
    it(`${what}: ${outcome}`, () => expect(outcomeOf(pod, request)).to.equal(outcome));
  }

  function outcomeOf(pod: DeepPartial<Pod>, request: DeepPartial<DeleteRequest>): string {
    try {
      const { object, remove } = decideDeletion('Pod', podOf('web', pod), make('DeleteRequest', request), now);
      const { deletionGracePeriodSeconds, deletionTimestamp } = object.metadata;
      return remove ? 'remove' : `mark ${deletionGracePeriodSeconds} ${deletionTimestamp.slice(11, 19)}`;
    } catch (error) {
      return (error as ApiStatusError).reason;
    }
  }
});

describe('service allocation', () => {
  const allocator = new ServiceAllocator(
    parseAddressRange('10.96.0.128/29'),
    parsePortRange('30000-30001'),
    new Xoshiro128(1),
  );
  const service = (spec: DeepPartial<Service['spec']>): Service => make('Service', { spec });

  it('gives every address but the first two and the last', () => {
    const taken = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const { picked, errors } = allocator.allocate(service({}), taken);
      expect(errors).to.deep.equal([]);
      for (const key of picked) taken.add(key);
    }
    const addresses = [130, 131, 132, 133, 134].map((last) => claimKey('serviceips', `10.96.0.${last}`));
    expect([...taken].sort()).to.deep.equal(addresses);
    expect(allocator.allocate(service({}), taken).errors[0]?.message).to.include('range 10.96.0.128/29 is full');
  });

  it('never gives one port to two ports of a service', () => {
    const object = service({ type: 'NodePort', ports: [{ port: 1 }, { port: 2, nodePort: 30_000 }] });
    expect(allocator.allocate(object, new Set()).errors).to.deep.equal([]);
    expect(object.spec.ports.map(({ nodePort }) => nodePort)).to.deep.equal([30_001, 30_000]);
    const many = service({ type: 'NodePort', ports: [{ port: 1 }, { port: 2 }, { port: 3 }] });
    expect(allocator.allocate(many, new Set()).errors.map(({ path }) => path)).to.deep.equal([
      'spec.ports[2].nodePort',
    ]);
  });

  for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/30', 'x/24', '']) {
    it(`refuses the address range ${JSON.stringify(text)}`, () =>
      expect(() => parseAddressRange(text)).to.throw(RangeError));
  }
  for (const text of ['1', '5-4', '0-5', '1-70000', 'a-b']) {
    it(`refuses the port range ${JSON.stringify(text)}`, () => expect(() => parsePortRange(text)).to.throw(RangeError));
  }
});
