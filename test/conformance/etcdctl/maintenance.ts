/** alarm, defrag, snapshot, make-mirror, migrate, and what needs no member. */
import { randomBytes } from 'node:crypto';
import { eventually } from '@kuorum/testing';
import { runCommand } from '../../support/commands.js';
import { choosePorts, MemberCluster, PATIENCE_MS, type Kind } from '../../support/etcd/members.js';
import type { Recorder } from '../../support/etcd/recorder.js';

const ALL = { at: ['m1', 'm2', 'm3'] };

export async function snapshots(ctl: Recorder): Promise<void> {
  const file = ctl.file('snapshot.db');
  await ctl.run('put s/a 1');
  const log = { mask: [/"ts":[0-9.]+/g, /"size":"[^"]*"/g, /"took":[0-9.]+/g] };
  // Two threads of etcdctl log, the one that reads and the one that writes: in any order.
  await ctl.run(`snapshot save ${file}`, { ...log, at: ['m2'], sorted: true });
  await ctl.run(`snapshot save ${file}`, ALL_REFUSED);
  await ctl.run('snapshot save', { fails: true });
  // The hash and the size are those of another file; of it, the revision is the same.
  const measures = [
    /^[0-9a-f]+(?=, )/g,
    /(?<=, )\d+, [0-9.]+ [kM]?B$/gm,
    /"(?:hash|totalKey|totalSize)":\d+/g,
    /"(?:Hash|Keys|Size)" : \d+/g,
  ];
  for (const format of ['simple', 'json', 'fields']) {
    await ctl.run(`snapshot status ${file} -w ${format}`, { mask: measures });
  }
  await ctl.run(`snapshot status ${file} -w table`, { mask: [/[^]+/g] });
  await ctl.run(`snapshot status ${ctl.file('absent.db')}`, { fails: true });
  const words = `--data-dir=${ctl.file('restored')} --wal-dir=${ctl.file('wal')} --name=m1 --initial-cluster-token=other`;
  const urls = '--initial-cluster=m1=http://127.0.0.1:1 --initial-advertise-peer-urls=http://127.0.0.1:1';
  await ctl.run(`snapshot restore ${file} ${words} ${urls}`, log);
  await ctl.run(`snapshot restore ${file} ${words} ${urls}`, { ...log, fails: true });
  await ctl.run(`snapshot restore ${file} --skip-hash-check --data-dir=${ctl.file('unchecked')}`, log);
}
const ALL_REFUSED = { ...ALL, fails: true };

export async function defragmentations(ctl: Recorder): Promise<void> {
  await ctl.run('defrag', { at: ['m2', 'm3'] });
  await ctl.run('defrag --cluster', { at: ['m2'] });
  await ctl.run('defrag surplus');
  await ctl.run('alarm list', { at: ['m2'] });
  await ctl.run('alarm list -w json');
  await ctl.run('alarm disarm -w fields', { fails: true });
  await ctl.run('alarm disarm');
  await ctl.run('alarm list surplus', { fails: true });
}

/** Of a cluster with little space. */
export async function noSpace(ctl: Recorder): Promise<void> {
  // Noise, which no database makes smaller.
  const value = randomBytes(750_000).toString('base64');
  let said = '';
  await eventually(
    async () => {
      const words = ['--endpoints', ctl.cluster.endpoints, 'put', 'space/filled'];
      said = (await runCommand('etcdctl', words, { stdin: value, env: { ETCDCTL_API: '3' } })).stderr;
      return said.includes('database space exceeded');
    },
    'no space',
    4 * PATIENCE_MS,
  );
  // In etcd a small write may still pass for a moment after the first refusal. Who is slow may also fail for other reasons.
  await eventually(
    async () => {
      // Not of the keys that are deleted and counted below.
      const words = ALL.at.map((name) => ['--endpoints', ctl.cluster.member(name).endpoint, 'put', 'more', '0']);
      const puts = await Promise.all(words.map((each) => runCommand('etcdctl', each, { env: { ETCDCTL_API: '3' } })));
      return puts.every(({ stderr }) => stderr.includes('database space exceeded'));
    },
    'every member refuses',
    PATIENCE_MS,
  );
  // Which members notice it depends on who was asked.
  const which = {
    mask: [
      /memberID:\S+ alarm:NOSPACE *\n(?:memberID:\S+ alarm:NOSPACE *\n)*/g,
      /"members?ID":[^,}]*,/g,
      /"memberID":[^}]*/g,
    ],
  };
  await ctl.run('alarm list', which);
  await ctl.run('put space/more 1', { fails: true });
  await ctl.run('put space/more 1', { fails: true, at: ['m2'] });
  await ctl.run('lease grant 100', { fails: true });
  await ctl.run('txn', { fails: true, stdin: '\nput space/more 1\n\n\n' });
  await ctl.run('endpoint health', { ...ALL, sorted: true });
  const { stdout } = await runCommand(
    'etcdctl',
    ['--endpoints', ctl.cluster.first.endpoint, 'get', 'space/filled', '-w', 'json'],
    { env: { ETCDCTL_API: '3' } },
  );
  await ctl.run(`compaction ${/"revision":(\d+)/.exec(stdout)?.[1]} --physical`, { mask: [/\d+/g] });
  await ctl.run('del space/ --prefix');
  await ctl.run('defrag --cluster', { sorted: true, at: ['m2'] });
  await ctl.run('alarm disarm', which);
  await ctl.run('alarm list');
  await ctl.run('put space/more 1');
  await ctl.run('endpoint health', { ...ALL, sorted: true });
}

/** To a second cluster of the same kind, and to one of the other. */
export async function mirrors(ctl: Recorder): Promise<void> {
  for (const kind of ['etcd', 'kuorum'] as const) await mirror(ctl, kind);
}

async function mirror(ctl: Recorder, to: Kind): Promise<void> {
  const destination = await MemberCluster.start(ctl.cleanup, to, await choosePorts(1));
  const { endpoint } = destination.first;
  const there = async (): Promise<string> =>
    (await runCommand('etcdctl', ['--endpoints', endpoint, 'get', '', '--from-key'], { env: { ETCDCTL_API: '3' } }))
      .stdout;
  // How much it has copied it says every half a minute.
  const mask = [new RegExp(endpoint, 'g'), /^\d+\n/gm];
  await ctl.run('put mirrored/old 1');
  const runs = [
    '',
    '--prefix=mirrored/',
    '--prefix=mirrored/ --dest-prefix=copy/',
    '--prefix=mirrored/ --no-dest-prefix --dest-insecure-transport=true',
  ];
  for (const [i, flags] of runs.entries()) {
    const running = await ctl.watch(`make-mirror ${flags} ${endpoint}`, { mask });
    await ctl.run(`put mirrored/${i} new`);
    await ctl.run('txn', { stdin: `\nput mirrored/x ${i}\nput mirrored/y ${i}\ndel mirrored/${i - 1}\n\n\n` });
    await eventually(async () => new RegExp(`y\n${i}\n`).test(await there()), 'the copy', PATIENCE_MS);
    await running.end();
    const copied = (await there())
      .split('\n')
      .filter((_, line, all) => /^(mirrored|copy)\/|^[0-9oxy]/.test(all[line - (line % 2)] ?? ''));
    ctl.remark(`copied to ${to} with ${flags}`, copied.join('\n'));
    await runCommand('etcdctl', ['--endpoints', endpoint, 'del', '', '--from-key'], { env: { ETCDCTL_API: '3' } });
  }
  await ctl.run('make-mirror', { fails: true });
  await ctl.run('del mirrored/ --prefix', { mask: [/\d+/g] });
  await destination.stop();
}

export async function withoutMembers(ctl: Recorder): Promise<void> {
  const alone = { noEndpoints: true };
  await ctl.run('version', alone);
  await ctl.run('help', alone);
  for (const shell of ['bash', 'fish', 'powershell', 'zsh'])
    await ctl.run(`completion ${shell} --no-descriptions`, alone);
  await ctl.run('nonsense', { ...alone, fails: true });
  await ctl.run('version', { ...alone, env: { ETCDCTL_API: '2' }, fails: true });
}
