/** endpoint, member, move-leader, and the options that say whom etcdctl talks to. */
import { eventually, freePort } from '@kuorum/testing';
import { runCommand } from '../../support/commands.js';
import { PATIENCE_MS } from '../../support/etcd/members.js';
import type { Recorder } from '../../support/etcd/recorder.js';

/** A message in binary: its header has the term. */
const PROTOBUF = /^\n[^]*$/g;
const ALL = { at: ['m1', 'm2', 'm3'] };
/** Columns that change by themselves. */
const SIZE = /\d+(\.\d+)? [kM]?B\b/g;
const VERSION = /\b3\.[45]\.\d+\b/g;
const INDEXES = /(?<=(?:true|false), (?:true|false), )\d+, \d+, \d+/g;
const INDEX_COLUMNS = /(?<=\| +(?:true|false) +\| +(?:true|false) +\| +)\d+ +\| +\d+ +\| +\d+/g;
const STATUS = { mask: [SIZE, VERSION, INDEXES, INDEX_COLUMNS], table: true };
const HASH = { mask: [/(?<=:\d+, )\d+/g, /(?<=\| )\d+(?= \|)/g], table: true };

export async function endpoints(ctl: Recorder): Promise<void> {
  for (const format of ['simple', 'json', 'fields', 'table']) {
    await ctl.run(`endpoint status -w ${format}`, { ...STATUS, ...ALL });
    await ctl.run(`endpoint status --cluster -w ${format}`, { ...STATUS, at: ['m2'] });
    await ctl.run(`endpoint hashkv -w ${format}`, { ...HASH, ...ALL });
  }
  await ctl.run('endpoint hashkv --cluster', { ...HASH, at: ['m3'] });
  await ctl.run('endpoint hashkv --rev=1000000', { fails: true });
  await ctl.run('endpoint health', { ...ALL, sorted: true });
  await ctl.run('endpoint health --cluster', { at: ['m2'], sorted: true });
  await ctl.run('endpoint health -w json', { at: ['m1'] });
  await ctl.run('endpoint health -w fields', { at: ['m1'] });
  await ctl.run('endpoint status', { ...STATUS, at: ['m2'], env: { ETCDCTL_WRITE_OUT: 'json' } });
  const hashes = async (): Promise<number> => {
    const { stdout } = await ctl.run('endpoint hashkv', { ...HASH, ...ALL });
    return new Set(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(', ')[1]),
    ).size;
  };
  ctl.remark('different hashes', String(await hashes()));
}

export async function whomToAsk(ctl: Recorder): Promise<void> {
  const { cluster } = ctl;
  const nobody = `127.0.0.1:${await freePort()}`;
  const dead = [new RegExp(nobody, 'g'), /\d+\.\d+s/g];
  const own = { noEndpoints: true, mask: dead };
  await ctl.run(`--endpoints=${cluster.endpoints} put n/a 1`, own);
  await ctl.run(`--endpoints=http://${cluster.member('m2').endpoint} get n/a`, own);
  // The first does not answer, the second does.
  await ctl.run(`--endpoints=${nobody},${cluster.member('m2').endpoint} get n/a --command-timeout=10s`, own);
  await ctl.run('get n/a', { ...own, env: { ETCDCTL_ENDPOINTS: cluster.endpoints } });
  await ctl.run('get n/a', { ...own, env: { ETCDCTL_ENDPOINTS: cluster.first.endpoint, ETCDCTL_HEX: 'true' } });
  await ctl.run(`--endpoints=${cluster.first.endpoint} get n/a`, {
    ...own,
    fails: true,
    env: { ETCDCTL_ENDPOINTS: cluster.first.endpoint },
  });
  // The endpoint that answers must do so within it, too.
  const patience = '--command-timeout=1500ms --dial-timeout=1500ms';
  await ctl.run(`--endpoints=${nobody} get n/a ${patience}`, { ...own, fails: true });
  await ctl.run(`--endpoints=${nobody} endpoint health ${patience}`, { ...own, fails: true });
  await ctl.run(`--endpoints=${nobody},${cluster.first.endpoint} endpoint status -w json ${patience}`, {
    ...own,
    fails: true,
    mask: [...dead, ...STATUS.mask],
  });
  await ctl.run('get n/a --command-timeout=1ns', { fails: true, mask: [/"attempt":\d+/g] });
  await ctl.run('get n/a --keepalive-time=5s --keepalive-timeout=10s --insecure-transport=true');
  await ctl.run('get n/a --debug', { mask: [/^(?:INFO|WARNING|ERROR|ETCDCTL_)[^]*(?=n\/a\n1)/g, /^[^]*$/gm] });
  await ctl.run('put n/a', { stdin: 'x', at: ['m3'], env: { ETCDCTL_COMMAND_TIMEOUT: '20s' } });
}

/** etcdctl asks again up to a hundred times; how often it comes to that within its time depends on the machine. */
const REFUSED_BY_LEARNER = [
  /(?:^\{.*\n)*^\{.*etcdserver: rpc not supported for learner"\}\n(?:^\{.*\n)*/gm,
  /(?<=^Error: )(?:context deadline exceeded|etcdserver: rpc not supported for learner)$/gm,
];

export async function members(ctl: Recorder): Promise<void> {
  const { cluster } = ctl;
  for (const format of ['simple', 'json', 'fields', 'table', 'protobuf']) {
    await ctl.run(`member list -w ${format}`, { at: ['m2'], mask: [PROTOBUF] });
  }
  const options = { mask: [/ETCD_INITIAL_CLUSTER=.*/g, /127\.0\.0\.1:\d+/g], sorted: true };
  const joiner = await cluster.further('m4');
  await ctl.run(`member add m4 --peer-urls=${cluster.first.peerUrl}`, { fails: true });
  await ctl.run('member add m4', { fails: true });
  await ctl.run('member add m4 --peer-urls=nowhere', { fails: true });
  const { stdout } = await ctl.run(`member add m4 --learner --peer-urls=${joiner.peerUrl}`, { ...options, at: ['m2'] });
  // Padded to 16 places.
  const id = /Member +([0-9a-f]+) added/.exec(stdout)?.[1] ?? '';
  await ctl.run(`member add m5 --learner --peer-urls=http://127.0.0.1:1`, { fails: true });
  for (const format of ['simple', 'fields']) await ctl.run(`member list -w ${format}`, options);
  await ctl.run(`member promote ${id}`, { fails: true });
  await ctl.run(`member promote ${ctl.id('m2')}`, { fails: true });
  joiner.start();
  const probe = (command: string): Promise<string> => probing(cluster.endpoints, command);
  await eventually(async () => (await probe('member list')).includes('started, m4'), 'm4 started', PATIENCE_MS);
  await ctl.run('get n/a --command-timeout=5s', {
    noEndpoints: true,
    fails: true,
    env: { ETCDCTL_ENDPOINTS: joiner.endpoint },
    mask: REFUSED_BY_LEARNER,
  });
  await eventually(async () => (await probe(`member promote ${id}`)).includes('promoted'), 'm4 votes', PATIENCE_MS);
  await ctl.run(`member promote ${id}`, { fails: true });
  await ctl.run(`member update ${id} --peer-urls=http://127.0.0.1:1,${joiner.peerUrl}`, { ...options, at: ['m3'] });
  await ctl.run('member list', options);
  await ctl.run(`member update ${id} --peer-urls=${cluster.first.peerUrl}`, {
    fails: true,
    mask: [/127\.0\.0\.1:\d+/g],
  });
  await ctl.run(`member update ${id}`, { fails: true });
  await ctl.run('member update 123 --peer-urls=http://127.0.0.1:1', { fails: true });
  await ctl.run(`member remove ${id}`, { at: ['m2'] });
  await ctl.run(`member remove ${id}`, { fails: true });
  await ctl.run('member remove 123', { fails: true });
  await ctl.run('member remove nothex', { fails: true });
  await ctl.run('member promote 123', { fails: true });
  // As a voter, which is not started: three of four are a majority.
  const never = await cluster.further('m5');
  await ctl.run(`member add m5 --peer-urls=${never.peerUrl} -w json`, {
    mask: [/"members":.*$/gm, /127\.0\.0\.1:\d+/g],
  });
  const unstarted = /^([0-9a-f]+), unstarted/m.exec(await probe('member list'))?.[1] ?? '';
  await ctl.run(`member add m6 --peer-urls=http://127.0.0.1:1`, { fails: true });
  await ctl.run(`member remove ${unstarted} -w json`, { mask: [/"members":.*$/gm] });
  await ctl.run('member list');
}

export async function leadership(ctl: Recorder): Promise<void> {
  const [m1, m2] = [ctl.id('m1'), ctl.id('m2')];
  await ctl.run(`move-leader ${m2}`, { at: ['m2', 'm3'], fails: true });
  await ctl.run('move-leader 123', { ...ALL, fails: true });
  await ctl.run('move-leader nothex', { ...ALL, fails: true });
  await ctl.run('move-leader', { ...ALL, fails: true });
  await ctl.run(`move-leader ${m1}`, ALL);
  await ctl.run(`move-leader ${m2}`, ALL);
  await ctl.run('endpoint status', { ...STATUS, ...ALL });
  await ctl.run('put led/by second');
  await ctl.run(`move-leader ${m1}`, ALL);
  await ctl.run('endpoint status', { ...STATUS, ...ALL });
}

async function probing(endpoints: string, command: string): Promise<string> {
  const words = ['--endpoints', endpoints, ...command.split(' ')];
  return (await runCommand('etcdctl', words, { env: { ETCDCTL_API: '3' } })).stdout;
}
