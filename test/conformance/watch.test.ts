/**
 * What no command line reaches of etcdserverpb.Watch: each script runs against a follower of etcd and then against one of Kuorum, on the same
 * ports, and each watch must be told the same. What a slow reader costs is in `slow-watch.nightly.ts`.
 */
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { choosePorts, MemberCluster, PATIENCE_MS, STEADY_LEADER } from '../support/etcd/members.js';
import { clientOf, WatchLog } from '../support/etcd/watch-log.js';
import { call } from '../support/store/store-member.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const NOTICE = '--experimental-watch-progress-notify-interval=300ms';

/** What a script works with. */
class Setting {
  private readonly kv: etcdserverpb.KVClient;
  private readonly watched: etcdserverpb.KVClient;
  readonly open: () => WatchLog;

  constructor(cluster: MemberCluster, cleanup: Cleanup) {
    const follower = cluster.member('m2');
    this.kv = clientOf('KV', cluster.first, cleanup);
    this.watched = clientOf('KV', follower, cleanup);
    this.open = () => new WatchLog(follower, cleanup);
  }

  readonly put = async (key: string, value: string | Buffer): Promise<number> => {
    const request = { key: bytes(key), value: Buffer.from(value) };
    return this.seen(await call<object, etcdserverpb.PutResponse__Output>(this.kv, 'Put', request, PATIENCE_MS));
  };

  readonly remove = async (key: string): Promise<number> => {
    const request = { key: bytes(key) };
    return this.seen(
      await call<object, etcdserverpb.DeleteRangeResponse__Output>(this.kv, 'DeleteRange', request, PATIENCE_MS),
    );
  };

  readonly txn = async (success: etcdserverpb.RequestOp[]): Promise<number> => {
    return this.seen(await call<object, etcdserverpb.TxnResponse__Output>(this.kv, 'Txn', { success }, PATIENCE_MS));
  };

  readonly compact = async (revision: number): Promise<void> => {
    await call(this.kv, 'Compact', { revision: String(revision), physical: true }, PATIENCE_MS);
  };

  /** The revision of a write, once the follower has it: else what a watch is told there at its beginning is a matter of time. */
  private async seen({ header }: { readonly header: etcdserverpb.ResponseHeader__Output | null }): Promise<number> {
    const revision = Number(header?.revision);
    const request = { key: bytes('any'), serializable: true };
    await eventually(
      async () => {
        const answer = await call<object, etcdserverpb.RangeResponse__Output>(
          this.watched,
          'Range',
          request,
          PATIENCE_MS,
        );
        return Number(answer.header?.revision) >= revision;
      },
      `revision ${revision} at the follower`,
      PATIENCE_MS,
    );
    return revision;
  }
}

type Script = (setting: Setting) => Promise<WatchLog>;

const SCRIPTS: Readonly<Record<string, Script>> = {
  'ids are given, taken, refused and freed': async ({ open, put }) => {
    const log = open();
    await log.created({ key: bytes('id') });
    await log.created({ key: bytes('id'), watch_id: '2' });
    await log.created({ key: bytes('id'), watch_id: '2' });
    for (let i = 0; i < 3; i++) await log.created({ key: bytes('id') });
    log.cancel(2);
    await log.until(({ canceled, watch_id }) => canceled && watch_id === '2', 'canceled');
    log.cancel(99);
    await log.created({ key: bytes('id'), watch_id: '2' });
    await log.created({ key: bytes('id'), watch_id: '9223372036854775807' });
    await put('id', '1');
    await log.untilEvents(6);
    return log;
  },

  'ranges: all keys, from a key on, empty, the wrong way round': async ({ open, put }) => {
    const log = open();
    await log.created({ key: bytes('\0'), range_end: bytes('\0') });
    await log.created({ key: bytes('range/b'), range_end: bytes('\0') });
    await log.created({ key: bytes('range/a'), range_end: bytes('range/b') });
    await log.created({ key: bytes('z'), range_end: bytes('a') });
    await log.created({ key: bytes('a'), range_end: bytes('a') });
    await log.created({});
    for (const key of ['a', 'b', 'c']) await put(`range/${key}`, '1');
    await log.untilEvents(3, 0);
    await log.untilEvents(2, 1);
    await log.untilEvents(1, 2);
    return log;
  },

  'filters, one, the other and both': async ({ open, put, remove }) => {
    const log = open();
    for (const filters of [['NOPUT'], ['NODELETE'], ['NOPUT', 'NODELETE'], []] as const) {
      await log.created({ key: bytes('filter'), filters: [...filters], prev_kv: true });
    }
    await put('filter', '1');
    await put('filter', '2');
    await remove('filter');
    await remove('filter');
    await put('filter', '3');
    await log.untilEvents(4, 3);
    await log.untilEvents(3, 1);
    await log.untilEvents(1, 0);
    return log;
  },

  'history: from the past, with filters, and from the future': async ({ open, put, remove }) => {
    const first = await put('past', '1');
    await put('past', '2');
    await remove('past');
    const last = await put('past', '3');
    const log = open();
    await log.created({ key: bytes('past'), start_revision: String(first), prev_kv: true });
    await log.untilEvents(4, 0);
    await log.created({ key: bytes('past'), start_revision: String(first + 1), filters: ['NOPUT'] });
    await log.untilEvents(1, 1);
    await log.created({ key: bytes('past'), start_revision: String(last + 2) });
    await put('past', 'skipped');
    await put('past', 'seen');
    await log.untilEvents(6, 0);
    await log.untilEvents(1, 2);
    return log;
  },

  'below the compacted revision: the answer says where history begins': async ({ open, put, compact }) => {
    const first = await put('old', '1');
    const second = await put('old', '2');
    await put('old', '3');
    await compact(second);
    const log = open();
    log.create({ key: bytes('old'), start_revision: String(first) });
    await log.until(({ canceled }) => canceled, 'canceled');
    await log.created({ key: bytes('old'), start_revision: String(second), prev_kv: true });
    await log.untilEvents(2);
    return log;
  },

  'a large revision whole, and in fragments for who asks for it': async ({ open, txn }) => {
    const [whole, fragmented] = [open(), open()];
    for (const [log, fragment] of [
      [whole, false],
      [fragmented, true],
    ] as const) {
      await log.created({ key: bytes('frag/'), range_end: bytes('frag0'), fragment, prev_kv: true });
    }
    const values = ['a', 'b'].map((letter) => Buffer.alloc(250_000, letter));
    for (const [round, value] of values.entries()) {
      await txn(Array.from({ length: 5 }, (_, i) => ({ request_put: { key: bytes(`frag/${i}`), value } })));
      // One at a time: two revisions that are told together are cut elsewhere.
      await whole.untilEvents(5 * (round + 1));
      await fragmented.untilEvents(5 * (round + 1));
    }
    fragmented.responses.push(...whole.responses);
    return fragmented;
  },

  'many watches on one stream': async ({ open, put }) => {
    const log = open();
    for (let i = 0; i < 300; i++) log.create({ key: bytes(`many/${i % 100}`) });
    await log.until(({ created, watch_id }) => created && watch_id === '299', 'all of them');
    for (let i = 0; i < 100; i += 3) await put(`many/${i}`, String(i));
    await log.untilEvents(102);
    for (let i = 0; i < 300; i += 2) log.cancel(i);
    await log.until(({ canceled, watch_id }) => canceled && watch_id === '298', 'half of them canceled');
    await put('many/0', 'again');
    await put('many/1', 'again');
    await log.untilEvents(105);
    return log;
  },

  'progress that is asked for': async ({ open, put }) => {
    const log = open();
    await log.created({ key: bytes('progress') });
    await log.created({ key: bytes('other') });
    await put('progress', '1');
    const last = await put('elsewhere', '1');
    await log.untilEvents(1);
    // The follower may not have applied the last one yet; it is asked until it has.
    await eventually(
      () => {
        log.requestProgress();
        return log.responses.find(({ watch_id, header }) => watch_id === '-1' && Number(header?.revision) === last);
      },
      'the notice',
      PATIENCE_MS,
    );
    const { responses } = log;
    const notice = responses.find(({ watch_id, header }) => watch_id === '-1' && Number(header?.revision) === last);
    responses.splice(0, responses.length, ...responses.filter(({ watch_id }) => watch_id !== '-1'));
    if (notice !== undefined) responses.push(notice);
    return log;
  },

  'a notice of progress now and then, for who asked for it and has heard nothing': async ({ open, put }) => {
    const log = open();
    await log.created({ key: bytes('notice'), progress_notify: true });
    await log.created({ key: bytes('notice') });
    await put('notice', '1');
    await put('elsewhere', '2');
    await log.untilEvents(1, 0);
    const notice = await log.until(({ created, events }) => !created && events.length === 0, 'the notice');
    // How many come is a matter of time.
    const { responses } = log;
    responses.splice(
      0,
      responses.length,
      ...responses.filter((each) => each.created || each.events.length > 0),
      notice,
    );
    return log;
  },
};

describe('Watch of etcd and of Kuorum', () => {
  const cleanup = new Cleanup();
  const seen = { etcd: new Map<string, string[]>(), kuorum: new Map<string, string[]>() };

  before(async function () {
    this.timeout(8 * PATIENCE_MS);
    const ports = await choosePorts(3);
    for (const kind of ['etcd', 'kuorum'] as const) {
      const cluster = await MemberCluster.start(cleanup, kind, ports, [NOTICE, ...STEADY_LEADER]);
      for (const [title, script] of Object.entries(SCRIPTS)) {
        const each = new Cleanup();
        const setting = new Setting(cluster, each);
        const log = await script(setting).then(
          ({ text }) => text,
          (error: Error) => [`the script: ${error.message}`],
        );
        seen[kind].set(title, log);
        await each.run();
      }
      await cluster.stop();
    }
  });
  after(() => cleanup.run());

  for (const title of Object.keys(SCRIPTS)) {
    it(title, () => {
      expect(seen.etcd.get(title)?.filter((line) => line.startsWith('the script'))).to.deep.equal([]);
      expect(seen.etcd.get(title)).to.not.deep.equal([]);
      expect(seen.kuorum.get(title)).to.deep.equal(seen.etcd.get(title));
    });
  }
});
