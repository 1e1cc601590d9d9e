/**
 * Two apiservers on one store, 200 watchers and 50 writers whose clients know both, and kill -9 of one of them in the
 * middle, when writes have taken place whose answers were held back. What the store itself tells of its history is the
 * measure: every watcher has seen exactly that, in that order.
 */
import { systemClock } from '@kuorum/base';
import { make } from '@kuorum/api';
import { createEtcdClient } from '@kuorum/client';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import {
  adminClient,
  ApiserverProcess,
  makeApiserverPki,
  type ApiserverPki,
} from '../support/control-plane/apiserver-process.js';
import { HeldAnswers } from '../support/control-plane/held-answers.js';
import { BareWatcher, InformerWatcher } from '../support/control-plane/recording-watchers.js';
import { StoreHistory } from '../support/control-plane/store-history.js';
import { TokenWriter } from '../support/control-plane/token-writers.js';
import { StoreCluster } from '../support/store/store-cluster.js';

const KIND = 'ServiceAccount';
const WATCHERS = 200;
const WRITERS = 50;
/** Acknowledged writes before one dies, and of each writer after that. */
const WRITES_BEFORE = 200;
const WRITES_AFTER_EACH = 4;
/** One writer of so many talks to the doomed server without a way on which answers can be held. */
const STRAIGHT_EVERY = 4;
/** A client that has lost its server goes on elsewhere within this, most of it the work that a machine has with 250 of them at once. */
const FAIL_OVER_MS = 15_000;
/** For what 250 clients have to do in one process, when others want the processors as well. */
const PATIENCE_MS = 90_000;

describe('two apiservers on one store', function () {
  this.timeout(300_000);
  const cleanup = new Cleanup();
  let pki: ApiserverPki;
  let store: StoreCluster;
  let servers: ApiserverProcess[];

  before(async () => {
    pki = await makeApiserverPki(await cleanup.tempDir());
    store = await StoreCluster.start(cleanup, { size: 1 });
    const url = `http://127.0.0.1:${store.members[0]?.ports.client}`;
    servers = [await ApiserverProcess.start(cleanup, pki, [url]), await ApiserverProcess.start(cleanup, pki, [url])];
    await Promise.all(servers.map((server) => server.ready(pki)));
  });
  after(() => cleanup.run());
  afterEach(function () {
    if (this.currentTest?.state === 'failed')
      console.error(servers.map(({ said }) => said).join('\n---\n'), store.said);
  });

  it('kill -9 of one: no watcher misses or repeats a change, no write is lost or takes place twice', async () => {
    const [doomed, other] = servers;
    if (doomed === undefined || other === undefined) throw new Error('there are two');
    const way = cleanup.own(await HeldAnswers.before(doomed.address), (each) => each.close());
    const newClient = (first = doomed.address) =>
      cleanup.own(adminClient(pki, [first, other.address]), (client) => client.close());
    const etcd = createEtcdClient({ endpoints: [`127.0.0.1:${store.members[0]?.ports.client}`] });
    cleanup.own(etcd, (each) => each.close());
    const admin = newClient();
    const start = Number((await admin.resource(KIND).list()).resourceVersion);
    const history = cleanup.own(new StoreHistory(etcd, start), (each) => each.stop());

    const writers: TokenWriter[] = [];
    for (let i = 0; i < WRITERS; i++) {
      const client = newClient(i % STRAIGHT_EVERY === 0 ? doomed.address : way.address);
      // One by one, and before the watchers: many at once time out on a busy machine, and are all with the other server.
      await client.version();
      writers.push(new TokenWriter(client, i));
    }
    const bare = Array.from({ length: WATCHERS / 2 }, () => new BareWatcher(newClient(), KIND, start));
    const informers = Array.from({ length: WATCHERS / 2 }, () => new InformerWatcher(newClient(), KIND, start));
    const watchers = [...bare, ...informers];
    cleanup.add(() => watchers.forEach((watcher) => watcher.stop()));
    await Promise.all(informers.map((informer) => informer.synced()));
    cleanup.add(() => Promise.all(writers.map((writer) => writer.stop())));

    for (const writer of writers) writer.start();
    const acknowledged = () => writers.flatMap((writer) => writer.acknowledged);
    await eventually(() => acknowledged().length >= WRITES_BEFORE, 'writes before the kill');
    // No answer comes back, and the store does what it was asked to: who has not moved on waits for one that is held.
    for (const writer of writers) writer.meterGaps();
    way.hold();
    const movedOn = (writer: TokenWriter) => writer.acknowledgedSinceMeter > 1;
    const untold = ({ underWay }: TokenWriter) => underWay !== undefined && history.tookPlace(underWay.mark);
    await eventually(
      () => writers.every((writer) => movedOn(writer) || untold(writer)),
      'all writes through the way whose answers are held have taken place',
      PATIENCE_MS,
    );
    // Those who talk to it straight are hit in the middle of whatever it does for them.
    for (const each of [...watchers, ...writers]) each.meterGaps();
    const killedAtMs = systemClock.monotonic();
    await doomed.pause();
    expect(await doomed.end('SIGKILL')).to.equal('SIGKILL');
    way.close();
    await eventually(
      () => writers.every((writer) => writer.acknowledgedSinceMeter >= WRITES_AFTER_EACH),
      'every writer goes on elsewhere',
      PATIENCE_MS,
    );
    await Promise.all(writers.map((writer) => writer.stop()));
    const last = await admin.resource(KIND).create(make(KIND, { metadata: { name: 'last', namespace: 'default' } }));
    const end = Number(last.metadata.resourceVersion);
    await eventually(() => history.lastRevision === end, "the store's own history", PATIENCE_MS);
    await eventually(
      () => {
        const behind = watchers.filter(({ lastRevision }) => lastRevision < end);
        if (behind.length > 0) throw new Error(`${behind.length} are behind ${end}, one at ${behind[0]?.lastRevision}`);
        return true;
      },
      'every watcher has seen the last change',
      PATIENCE_MS,
    );

    // Watchers.
    expect(watchers.flatMap(({ problems }) => problems)).to.deep.equal([]);
    for (const [i, { seen }] of watchers.entries()) expectSame(seen, history.changes, `watcher ${i}`);
    const moved = bare.filter(({ breaks }) => breaks > 0).length;
    expect(moved, 'watchers of the one that was killed').to.be.above(0);
    for (const informer of informers) {
      const held = informer.objects().map(({ metadata }) => [metadata.name, Number(metadata.resourceVersion)] as const);
      expect(new Map(held), 'what an informer holds').to.deep.equal(history.present);
    }
    const { items } = await admin.resource(KIND).list();
    const listed = new Map(items.map(({ metadata }) => [metadata.name, Number(metadata.resourceVersion)]));
    expect(listed, 'a list').to.deep.equal(history.present);

    // Writers.
    expect(writers.flatMap(({ problems }) => problems)).to.deep.equal([]);
    for (const { token, name, revision } of acknowledged()) {
      expect(history.placed.get(token), `the acknowledged write of ${token}`).to.deep.equal([{ name, revision }]);
    }
    for (const name of writers.flatMap(({ deleted }) => deleted)) expect(history.deletions.get(name), name).to.equal(1);
    const unknown = writers.flatMap((writer) => writer.unknown);
    for (const token of unknown) expect(history.placed.get(token) ?? [], token).to.have.length.at.most(1);
    const untoldOf = unknown.filter((token) => history.placed.has(token));
    expect(untoldOf, 'writes that took place and were not acknowledged: without any, nothing was tried').to.not.be
      .empty;
    expect([...history.placed.keys()]).to.have.members([...acknowledged().map(({ token }) => token), ...untoldOf]);

    const gap = (of: readonly { longestGapMs: number }[]) => Math.max(0, ...of.map(({ longestGapMs }) => longestGapMs));
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
    console.log(
      `      ${history.changes.length} changes, ${unknown.length} writes of unknown outcome of which ${untoldOf.length} took place, ${moved} of ${bare.length} bare watches moved; ` +
        `longest pause of a writer ${seconds(gap(writers))}, of a watcher ${seconds(gap(watchers))}; ` +
        `${seconds(systemClock.monotonic() - killedAtMs)} from the kill to the end`,
    );
    // Watches that stayed where they were pause only because the machine is busy.
    const busyMs = gap(bare.filter(({ breaks }) => breaks === 0));
    expect(gap(writers) - busyMs, 'longest pause of a writer').to.be.below(FAIL_OVER_MS);
    expect(gap(watchers) - busyMs, 'longest pause of a watcher').to.be.below(FAIL_OVER_MS);
  });
});

/** As `deep.equal`, which takes long to tell where two long lists differ. */
function expectSame(seen: readonly string[], wanted: readonly string[], who: string): void {
  const at = wanted.findIndex((change, i) => seen[i] !== change);
  const differs = at === -1 ? (seen.length === wanted.length ? -1 : wanted.length) : at;
  if (differs === -1) return;
  const around = (list: readonly string[]) => list.slice(Math.max(0, differs - 2), differs + 3);
  expect(around(seen), `${who}, around change ${differs} of ${wanted.length}`).to.deep.equal(around(wanted));
}
