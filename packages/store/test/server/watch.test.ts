import { status, type ServiceError } from '@grpc/grpc-js';
import { asRevision, encodeRecordKey } from '@kuorum/store/mvcc';
import { WatchStream } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, put, TestCluster, type Clients } from './cluster.js';
import { FakeCall } from './fake-call.js';
import { Watching } from './watching.js';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('etcdserverpb.Watch', () => {
  const cleanup = new Cleanup();
  const perTest = new Cleanup();
  let cluster: TestCluster;
  let all: Clients[];

  before(async () => {
    cluster = await TestCluster.start(cleanup, 3);
    all = cluster.names.map((name) => cluster.clients(name));
  });
  afterEach(() => perTest.run());
  after(() => cleanup.run());

  const writer = (): Clients => all[0] as Clients;

  it('tells watchers on every member of every change in order', async () => {
    const watchings = all.map((clients) => new Watching(clients, perTest));
    for (const watching of watchings) {
      watching.create({ key: bytes('w/'), range_end: bytes('w0') });
      await watching.until(({ created }) => created, 'created');
    }
    const revisions: number[] = [];
    for (let i = 0; i < 20; i++) revisions.push(await put(all[i % 3] as Clients, `w/${i}`, 'v'));
    const expected = revisions.map((revision, i) => `PUT w/${i}=v@${revision}`);
    for (const watching of watchings) expect(await watching.untilEvents(20)).to.deep.equal(expected);
  });

  it('reads no further requests while the client takes no responses', async () => {
    const { member } = cluster.member('m1');
    const before = member.machine.watches.watcherCount;
    const call = new FakeCall<etcdserverpb.WatchRequest__Output, etcdserverpb.WatchResponse>(4);
    const { responses } = call;
    const stream = new WatchStream(member, call, () => undefined);
    perTest.add(() => stream.end());
    const count = 200;
    const create = {
      key: bytes('unread'),
      range_end: bytes(''),
      start_revision: '0',
      progress_notify: false,
      filters: [],
      prev_kv: false,
      watch_id: '0',
      fragment: false,
    };
    for (let i = 0; i < count; i++) call.receive({ create_request: create });
    await eventually(() => call.paused, 'the pause');
    expect(member.machine.watches.watcherCount - before).to.equal(4);
    await eventually(() => {
      call.drain();
      return responses.length === count;
    }, 'every answer');
    expect(member.machine.watches.watcherCount - before).to.equal(count);
    expect(responses.map(({ watch_id }) => watch_id)).to.deep.equal(responses.map((_, i) => String(i)));
  });

  it("reads no request while the call's token is looked into", async () => {
    const { member } = cluster.member('m1');
    const prepare = member.auth.prepare.bind(member.auth);
    let known: () => void = () => undefined;
    member.auth.prepare = (_call, then) => void (known = then);
    perTest.add(() => (member.auth.prepare = prepare));
    const call = new FakeCall<etcdserverpb.WatchRequest__Output, etcdserverpb.WatchResponse>();
    const stream = new WatchStream(member, call, () => undefined);
    perTest.add(() => stream.end());
    expect(call.paused).to.equal(true);
    call.receive({ progress_request: {} });
    known();
    expect(call.paused).to.equal(false);
    await eventually(() => call.responses.length === 1, 'the answer');
  });

  it('replays history from a start revision and goes on from there', async () => {
    const first = await put(writer(), 'replay', '1');
    const second = await put(writer(), 'replay', '2');
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('replay'), start_revision: String(first) });
    await watching.untilEvents(2);
    const third = await put(writer(), 'replay', '3');
    expect(await watching.untilEvents(3)).to.deep.equal([
      `PUT replay=1@${first}`,
      `PUT replay=2@${second}`,
      `PUT replay=3@${third}`,
    ]);
  });

  it('takes a revision of the future, however far, as etcd does', async () => {
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('future'), start_revision: '9223372036854775807', watch_id: '9223372036854775806' });
    const answer = await watching.until(({ created }) => created, 'created');
    expect([answer.canceled, answer.watch_id]).to.deep.equal([false, '9223372036854775806']);
    const revision = await put(writer(), 'future', '1');
    watching.create({ key: bytes('future'), start_revision: String(revision + 2) });
    await watching.until(({ created, watch_id }) => created && watch_id === '0', 'the second');
    await put(writer(), 'future', '2');
    await put(writer(), 'future', '3');
    expect(await watching.untilEvents(1)).to.deep.equal([`PUT future=3@${revision + 2}`]);
  });

  it('carries many watches on one stream, cancels them one by one, and frees their ids', async () => {
    const watching = new Watching(writer(), perTest);
    for (const [i, key] of ['a', 'b', 'c'].entries()) {
      watching.create({ key: bytes(`multi/${key}`) });
      await watching.until(({ created, watch_id }) => created && watch_id === String(i), `watch ${i}`);
    }
    watching.cancel(1);
    await watching.until(({ canceled, watch_id }) => canceled && watch_id === '1', 'canceled');
    await put(writer(), 'multi/b', 'x');
    await put(writer(), 'multi/a', 'x');
    await put(writer(), 'multi/c', 'x');
    await watching.untilEvents(2);
    expect(watching.events(1)).to.deep.equal([]);
    expect(watching.events(0).length + watching.events(2).length).to.equal(2);
  });

  it('filters, and gives the previous version', async () => {
    await put(writer(), 'filter', '1');
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('filter'), filters: ['NOPUT'], prev_kv: true });
    await watching.until(({ created }) => created, 'created');
    await put(writer(), 'filter', '2');
    const { kv } = writer();
    await call(kv, 'DeleteRange', { key: bytes('filter') });
    await watching.untilEvents(1);
    const event = watching.responses.flatMap(({ events }) => events)[0];
    expect([event?.type, event?.prev_kv?.value.toString()]).to.deep.equal(['DELETE', '2']);
  });

  it('cancels a watch below the compacted revision and says where history begins', async () => {
    const old = await put(writer(), 'gone', '1');
    const now = await put(writer(), 'gone', '2');
    const { kv } = writer();
    const never = new Watching(writer(), perTest);
    never.create({ key: bytes('gone'), start_revision: '-3' });
    const refused = await never.until(({ canceled }) => canceled, 'canceled');
    expect(refused.compact_revision, 'as etcd says it of a history that begins at its beginning').to.equal('-1');
    await call(kv, 'Compact', { revision: String(now) });
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('gone'), start_revision: String(old) });
    const response = await watching.until(({ canceled }) => canceled, 'canceled');
    expect(response.compact_revision).to.equal(String(now));
  });

  it('refuses an id that is in use and an empty range', async () => {
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('x'), watch_id: '7' });
    await watching.until(({ created, watch_id }) => created && watch_id === '7', 'created');
    watching.create({ key: bytes('x'), watch_id: '7' });
    const duplicate = await watching.until(({ canceled }) => canceled, 'refused');
    expect(duplicate.cancel_reason).to.equal('mvcc: duplicate watch ID provided on the WatchStream');
    watching.create({ key: bytes('z'), range_end: bytes('a') });
    await watching.until(({ cancel_reason }) => cancel_reason === 'mvcc: watcher range is empty', 'refused');
  });

  it('answers a progress request with watch id -1 once everything was delivered', async () => {
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('progress') });
    await watching.until(({ created }) => created, 'created');
    const revision = await put(writer(), 'progress', 'x');
    watching.requestProgress();
    const response = await watching.until(({ watch_id }) => watch_id === '-1', 'progress');
    expect(Number(response.header?.revision)).to.be.at.least(revision);
    expect(watching.events()).to.deep.equal([`PUT progress=x@${revision}`]);
  });

  it('loses nothing when the reader is slow', async () => {
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('slow') });
    await watching.until(({ created }) => created, 'created');
    watching.pause();
    const value = 'v'.repeat(64 * 1024);
    for (let i = 0; i < 200; i += 20) {
      await Promise.all(Array.from({ length: 20 }, () => put(writer(), 'slow', value)));
    }
    watching.resume();
    await eventually(() => watching.events().length === 200, '200 events');
    const revisions = watching.responses.flatMap(({ events }) => events).map(({ kv }) => Number(kv?.mod_revision));
    expect(revisions).to.deep.equal([...revisions].sort((a, b) => a - b));
    expect(new Set(revisions).size).to.equal(200);
  });

  it('splits a large revision into fragments when asked to', async () => {
    const watching = new Watching(writer(), perTest);
    watching.create({ key: bytes('frag/'), range_end: bytes('frag0'), fragment: true, prev_kv: true });
    await watching.until(({ created }) => created, 'created');
    const { kv } = writer();
    const value = Buffer.alloc(256 * 1024, 'x');
    const success = Array.from({ length: 5 }, (_, i) => ({ request_put: { key: bytes(`frag/${i}`), value } }));
    await call(kv, 'Txn', { success });
    await call(kv, 'Txn', { success });
    await watching.untilEvents(10);
    const [whole, ...pieces] = watching.responses.filter(({ events }) => events.length > 0);
    expect(whole?.fragment).to.equal(false);
    expect(pieces.length).to.be.greaterThan(1);
    expect(pieces.map(({ fragment }) => fragment)).to.deep.equal([...pieces.slice(1).map(() => true), false]);
  });

  it('ends the stream with UNAVAILABLE when the member stops', async () => {
    const name = await cluster.follower();
    const watching = new Watching(cluster.clients(name), perTest);
    watching.create({ key: bytes('end') });
    await watching.until(({ created }) => created, 'created');
    await cluster.stopMember(name);
    await eventually(() => watching.error, 'the end');
    expect((watching.error as ServiceError).code).to.equal(status.UNAVAILABLE);
    await cluster.startMember(name);
    await cluster.leader();
  });
});

describe('a member whose history is damaged where a watch asks for it', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('ends as with any bug: with its reason told, once, and by who runs it', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    const clients = cluster.clients('m1');
    const revision = await put(clients, 'k', 'v');
    cluster.member('m1').member.machine.db.delete(encodeRecordKey(asRevision(revision), 0));
    const watching = new Watching(clients, cleanup);
    watching.create({ key: bytes('k'), start_revision: String(revision) });
    await eventually(() => cluster.fatal.length > 0, 'the end');
    expect(cluster.fatal.splice(0).map(String)).to.deep.equal([
      `AssertionError: revision ${revision} must have a record`,
    ]);
  });
});

describe('periodic notices of progress', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('come to idle watches that asked for them, with the revision up to which all was delivered, and to no other', async () => {
    const cluster = await TestCluster.start(cleanup, 1, { watchProgressNotifyIntervalMs: 50 });
    const clients = cluster.clients('m1');
    const watching = new Watching(clients, cleanup);
    watching.create({ key: bytes('k'), watch_id: 1, progress_notify: true });
    watching.create({ key: bytes('k'), watch_id: 2 });
    await eventually(() => watching.responses.filter(({ created }) => created).length === 2, 'both watches');
    const own = await put(clients, 'k', 'v');
    const other = await put(clients, 'elsewhere', 'v');
    const isNotice = ({ created, events }: etcdserverpb.WatchResponse__Output): boolean =>
      !created && events.length === 0;
    const notice = await watching.until(
      (response) => isNotice(response) && Number(response.header?.revision) >= other,
      'the notice',
    );
    expect(notice).to.deep.include({ watch_id: '1', canceled: false });
    expect(notice.header?.revision).to.equal(`${other}`);
    const event = watching.responses.findIndex(({ watch_id: id, events }) => id === '1' && events.length > 0);
    expect(watching.events(1)).to.deep.equal([`PUT k=v@${own}`]);
    expect(event).to.be.lessThan(watching.responses.indexOf(notice));
    const seen = watching.responses.length;
    await eventually(() => watching.responses.length > seen, 'the next one');
    expect(watching.responses.filter((each) => isNotice(each) && each.watch_id !== '1')).to.deep.equal([]);
  });
});
