/** watch, lease, lock, elect: commands that go on until something happens. */
import type { Recorder } from '../../support/etcd/recorder.js';

const revisionOf = (json: string): number => Number(/"revision":(\d+)/.exec(json)?.[1]);

export async function watches(ctl: Recorder): Promise<void> {
  const revision = revisionOf((await ctl.run('put w/a 0 -w json')).stdout);
  await ctl.run('put w/a 1');
  await ctl.run('put w/b 1');
  const past = await ctl.watch(`watch w/ --prefix --prev-kv --rev=${revision}`);
  await past.says(/w\/b\n1\n/);
  await ctl.run('del w/b');
  await past.says(/DELETE\nw\/b\n1\nw\/b\n/);
  await past.end();

  const now = await ctl.watch('watch w/a', { at: ['m2'] });
  const range = await ctl.watch('watch w/a w/c -w json', { at: ['m2'] });
  const fields = await ctl.watch('watch w/a --prev-kv -w fields', { at: ['m2'] });
  await ctl.run('put w/a 2');
  // One at a time: how many revisions come in one response is a matter of time.
  for (const each of [now, range, fields]) await each.says(/PUT|"mod_revision"|"Type" : "PUT"/);
  await ctl.run('del w/a');
  for (const each of [now, range, fields]) await each.says(/DELETE|"type":1|"Type" : "DELETE"/);
  for (const each of [now, range, fields]) await each.end();

  // One transaction is one answer.
  const whole = await ctl.watch('watch w/ --prefix -w json');
  await ctl.run('txn', { stdin: '\nput w/x 1\nput w/y 2\nput w/z 3\n\n\n' });
  await whole.says(/\n/);
  await whole.end();
}

export async function watchesRefused(ctl: Recorder): Promise<void> {
  const revision = revisionOf((await ctl.run('put v/a 0 -w json')).stdout);
  await ctl.run('put v/a 1');
  await ctl.run(`compaction ${revision + 1}`);
  await ctl.run(`watch v/a --rev=${revision}`, { fails: true });
  await ctl.run(`watch v/a --rev=${revision} -w json`, { fails: true, at: ['m2'] });
  await ctl.run('watch', { fails: true });
  await ctl.run('watch a b --prefix', { fails: true });
  await ctl.run('watch z a', { fails: true });
}

export async function watchCommands(ctl: Recorder): Promise<void> {
  const revision = revisionOf((await ctl.run('put e/a 0 -w json')).stdout);
  const show = "sh -c 'echo $ETCD_WATCH_EVENT_TYPE $ETCD_WATCH_KEY $ETCD_WATCH_VALUE at $ETCD_WATCH_REVISION'";
  const executing = await ctl.watch(`watch e/a --rev=${revision} -- ${show}`);
  await executing.says(/ at \d/);
  await executing.end();
  const env = { ETCDCTL_WATCH_KEY: 'e/', ETCDCTL_WATCH_RANGE_END: 'e0' };
  const byEnvironment = await ctl.watch(`watch --rev=${revision}`, { env });
  await byEnvironment.says(/0\n/);
  await byEnvironment.end();

  const future = await ctl.watch(`watch e/a --rev=${revision + 2}`);
  await ctl.run('put e/a too-early');
  await ctl.run('put e/a in-time');
  await future.says(/in-time/);
  await future.end();
}

export async function watchInteractive(ctl: Recorder): Promise<void> {
  await ctl.run('put i/a 0');
  const session = await ctl.watchersOf('m1', 2, () => {
    const running = ctl.start('watch --interactive');
    running.type('watch i/a --prev-kv\nwatch i/b --prefix\n');
    return running;
  });
  await ctl.run('put i/a 1');
  await session.says(/i\/a\n1\n/);
  await ctl.run('put i/bb 2');
  await session.says(/i\/bb\n2\n/);
  session.type('progress\n');
  // etcdctl prints it once for each of its watches, unless it ends first.
  await session.says(/progress notify[^]*progress notify/);
  session.closeInput();
  await session.ends();
}

/** Once or more often. */
const KEPT = { mask: [/^(?=lease .* keepalived)(?:lease .* keepalived.*\n)+/g] };

export async function leases(ctl: Recorder): Promise<void> {
  const idOf = (text: string): string => / ([0-9a-f]{13,16}) /.exec(text)?.[1] ?? '';
  const lease = idOf((await ctl.run('lease grant 100')).stdout);
  await ctl.run('lease list');
  await ctl.run(`put l/a 1 --lease=${lease}`);
  await ctl.run(`put l/b 2 --lease=${lease}`, { at: ['m2'] });
  await ctl.run('put l/b 3 --ignore-lease --prev-kv');
  await ctl.run(`put l/a --ignore-value --lease=${lease} --prev-kv -w json`);
  await ctl.run('get l/ --prefix -w fields');
  for (const format of ['simple', 'json', 'fields']) {
    // etcd tells a lease's keys in any order.
    await ctl.run(`lease timetolive ${lease} --keys -w ${format}`, { at: ['m3'], mask: [/l\/[ab]/g, /bC9[hi]/g] });
    await ctl.run(`lease timetolive ${lease} -w ${format}`);
    await ctl.run(`lease list -w ${format}`, { at: ['m2'] });
    await ctl.run(`lease keep-alive --once ${lease} -w ${format}`, { at: ['m2'] });
  }
  await ctl.run('txn', { stdin: `\nput l/c 4 --lease=${lease}\n\n\n` });
  const keeping = ctl.start(`lease keep-alive ${lease}`, KEPT);
  await keeping.says(/keepalived/);
  await ctl.run(`lease revoke ${lease}`);
  await ctl.run('get l/ --prefix');
  await keeping.end();
  await ctl.run(`lease keep-alive ${lease}`);
  await ctl.run(`lease keep-alive --once ${lease}`, { fails: true });
  await ctl.run(`lease timetolive ${lease}`, { at: ['m2'] });
  await ctl.run(`lease timetolive ${lease} -w json`);
  await ctl.run(`lease revoke ${lease}`, { fails: true, at: ['m2'] });
  for (const format of ['json', 'fields', 'protobuf', 'table']) {
    const fails = format === 'table';
    await ctl.run(`lease grant 10 -w ${format}`, { fails, mask: format === 'protobuf' ? [/^[^]*$/g] : [] });
  }
  await ctl.run('lease grant 0');
  await ctl.run('lease grant -- -1');
  await ctl.run('lease grant 9000000001', { fails: true });
  await ctl.run('lease grant soon', { fails: true });
  await ctl.run('lease grant', { fails: true });
  await ctl.run('lease revoke nothex', { fails: true });
}

export async function leaseEnds(ctl: Recorder): Promise<void> {
  const granted = (await ctl.run('lease grant 2')).stdout;
  const lease = / ([0-9a-f]{13,16}) /.exec(granted)?.[1] ?? '';
  // However long the commands take, it does not end before both keys are there.
  const keeping = ctl.start(`lease keep-alive ${lease}`, KEPT);
  await keeping.says(/keepalived/);
  const watching = await ctl.watch('watch x/ --prefix --prev-kv', { at: ['m3'] });
  await ctl.run(`put x/a 1 --lease=${lease}`);
  await ctl.run(`put x/b 2 --lease=${lease}`);
  await keeping.end();
  await watching.says(/DELETE\nx\/a[^]*DELETE\nx\/b/);
  await watching.end();
  await ctl.run('get x/ --prefix');
  await ctl.run(`lease timetolive ${lease} --keys`);
}

export async function locks(ctl: Recorder): Promise<void> {
  const holder = ctl.start('lock mutex');
  await holder.says(/mutex\/[0-9a-f]+\n/);
  const waiting = await ctl.watch('lock mutex --ttl=20 -- sh -c "echo mine; exit 3"', { at: ['m2'] });
  await ctl.run('get mutex/ --prefix --print-value-only --sort-by=CREATE');
  await holder.end();
  await waiting.ends();
  await ctl.run('lock mutex -- sh -c "echo $ETCD_LOCK_KEY | cut -d/ -f1; echo $ETCD_LOCK_REV | wc -w"', { at: ['m3'] });
  await ctl.run('lock mutex -- true', { at: ['m1', 'm2', 'm3'] });
  await ctl.run('lock mutex -- no-such-program', { fails: true });
  await ctl.run('lock', { fails: true });
  await ctl.run('get mutex/ --prefix');
}

export async function elections(ctl: Recorder): Promise<void> {
  const listening = await ctl.watch('elect --listen president', { at: ['m3'] });
  const first = ctl.start('elect president alice');
  await first.says(/alice/);
  await listening.says(/alice/);
  const second = await ctl.watch('elect president bob', { at: ['m2'] });
  await ctl.run('get president/ --prefix --print-value-only --sort-by=CREATE');
  await first.end();
  await second.says(/bob/);
  second.watchesNoMore();
  await listening.says(/bob/);
  await listening.end();
  await second.end('SIGTERM');
  await ctl.run('elect', { fails: true });
  await ctl.run('elect president', { fails: true });
  await ctl.run('elect --listen president alice', { fails: true });
}
