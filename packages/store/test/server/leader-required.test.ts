/** `hasleader: true`: who has other members to ask is not left to wait where there is no leader. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { put, TestCluster, type Clients } from './cluster.js';

const noLeader = { code: status.UNAVAILABLE, details: 'etcdserver: no leader' };

interface Stream {
  on(event: 'data', listener: () => void): unknown;
  on(event: 'error', listener: (error: ServiceError) => void): unknown;
  write(message: object): unknown;
  cancel(): void;
}

/** What a stream heard, and how it ended. */
interface Heard {
  answers: number;
  ended?: { readonly code: number; readonly details: string };
}

function withLeader(): Metadata {
  const metadata = new Metadata();
  metadata.set('hasleader', 'true');
  return metadata;
}

describe('a call that asks for a leader', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;
  let clients: Clients;
  beforeEach(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    clients = cluster.clients('m1');
  });
  afterEach(() => cleanup.run());

  const ask = (service: object, method: string, request: object): Promise<Heard['ended']> => {
    const methods = service as Record<string, (...args: unknown[]) => void>;
    const options = { deadline: Date.now() + 3_000 };
    return new Promise((resolve) => {
      const answer = (error: ServiceError | null): void =>
        resolve(error === null ? undefined : { code: error.code, details: error.details });
      methods[method]?.(request, withLeader(), options, answer);
    });
  };
  const listen = async (stream: Stream, first: object): Promise<Heard> => {
    const heard: Heard = { answers: 0 };
    stream.on('data', () => heard.answers++);
    stream.on('error', ({ code, details }) => (heard.ended = { code, details }));
    cleanup.add(() => stream.cancel());
    stream.write(first);
    await eventually(() => heard.answers > 0, 'the first answer');
    return heard;
  };
  const watch = { create_request: { key: Buffer.from('k') } };

  it('is refused at once while there is none, and streams end when there is none for long', async () => {
    const bound = await listen(clients.watch.Watch(withLeader()), watch);
    const keepAlive = await listen(clients.lease.LeaseKeepAlive(withLeader()), { ID: '7' });
    const patient = await listen(clients.watch.Watch(), watch);
    await Promise.all([cluster.stopMember('m2'), cluster.stopMember('m3')]);
    const { member } = cluster.member('m1');
    await eventually(() => member.leader === 0n, 'that m1 sees no leader');
    expect(bound.ended).to.equal(undefined);
    const key = Buffer.from('k');
    expect(await ask(clients.kv, 'Put', { key })).to.deep.equal(noLeader);
    expect(await ask(clients.kv, 'Range', { key, serializable: true })).to.deep.equal(noLeader);
    expect(await ask(clients.lease, 'LeaseTimeToLive', { ID: 7 })).to.deep.equal(noLeader);
    await eventually(() => bound.ended !== undefined && keepAlive.ended !== undefined, 'the end of the streams');
    expect([bound.ended, keepAlive.ended]).to.deep.equal([noLeader, noLeader]);
    expect(patient.ended).to.equal(undefined);
    expect(member.machine.watches.watcherCount).to.equal(1);
  });

  it('is served as any other while there is one, and its stream outlives a change of leader', async () => {
    const follower = cluster.clients(await cluster.follower());
    const bound = await listen(follower.watch.Watch(withLeader()), watch);
    expect(await ask(follower.kv, 'Put', { key: Buffer.from('k') })).to.equal(undefined);
    await eventually(() => bound.answers === 2, 'the event');
    await cluster.stopMember(await cluster.leader());
    await cluster.leader();
    await put(follower, 'k', 'v');
    await eventually(() => bound.answers === 3, 'the event under the next leader');
    expect(bound.ended).to.equal(undefined);
  });
});
