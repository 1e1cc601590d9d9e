/** put, get, del, txn, compaction. */
import type { Recorder } from '../../support/etcd/recorder.js';

const FORMATS = ['simple', 'json', 'fields', 'protobuf', 'table'];

export async function putAndGet(ctl: Recorder): Promise<void> {
  await ctl.run('put k/a 1');
  await ctl.run('put k/b', { stdin: 'from standard input\n' });
  await ctl.run('put k/c -- -3-');
  await ctl.run("put 'k/d e' 'with space'", { at: ['m2'] });
  await ctl.run('put k/a 2 --prev-kv');
  await ctl.run('put k/none 2 --prev-kv -w json');
  for (const format of FORMATS) {
    const fails = format === 'table';
    await ctl.run(`put k/a ${format} --prev-kv -w ${format}`, { fails, mask: PROTOBUF });
    await ctl.run(`get k/a -w ${format}`, { fails, mask: PROTOBUF });
  }
  await ctl.run('put k/a', { fails: true });
  await ctl.run('get k/a');
  await ctl.run('put "" x', { fails: true });
  await ctl.run('put', { fails: true });
  await ctl.run('put k/d second third');
  await ctl.run('put k/missing --ignore-value', { fails: true });
  await ctl.run('put k/missing x --ignore-lease', { fails: true });
  await ctl.run('put k/a x --ignore-value', { fails: true });
  await ctl.run('put k/a x --lease=7b --ignore-lease', { fails: true });
  await ctl.run('put k/a x --lease=7b', { fails: true });
  await ctl.run('put k/a x --lease=lease', { fails: true });
}

export async function getOptions(ctl: Recorder): Promise<void> {
  for (const [key, value] of ['c1', 'a3', 'b2', 'e0', 'd4'].map((pair) => [...pair])) {
    await ctl.run(`put g/${key} ${value}`);
  }
  await ctl.run('put g/b 9');
  await ctl.run('get g/ --prefix', { at: ['m3'] });
  await ctl.run('get g/b g/d');
  await ctl.run('get g/d --from-key');
  await ctl.run('get g/ --prefix --limit=2');
  await ctl.run('get g/ --prefix --limit=2 -w json');
  await ctl.run('get g/ --prefix --keys-only');
  await ctl.run('get g/ --prefix --keys-only -w fields');
  await ctl.run('get g/ --prefix --print-value-only');
  await ctl.run('get g/ --prefix --hex');
  for (const target of ['CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION']) {
    for (const order of ['ASCEND', 'DESCEND']) {
      await ctl.run(`get g/ --prefix --sort-by=${target} --order=${order} --limit=4`);
    }
  }
  await ctl.run('get g/ --prefix --order=DESCEND');
  const { stdout } = await ctl.run('get g/b -w json');
  const revision = Number(/"mod_revision":(\d+)/.exec(stdout)?.[1]);
  await ctl.run(`get g/b --rev=${revision - 1}`);
  await ctl.run(`get g/ --prefix --rev=${revision - 2} -w json`);
  await ctl.run(`get g/b --rev=${revision + 1000}`, { fails: true });
  await ctl.run('get g/b --consistency=s', { at: ['m2'] });
  await ctl.run('get g/b --consistency=l', { at: ['m2'] });
  await ctl.run('get g/b --consistency=x', { fails: true });
  await ctl.run('get "" --prefix --keys-only');
  await ctl.run('get "" --from-key --limit=1');
  await ctl.run('get ""', { fails: true });
  await ctl.run('get', { fails: true });
  await ctl.run('get a b --prefix', { fails: true });
  await ctl.run('get a --prefix --from-key', { fails: true });
  await ctl.run('get a --sort-by=COLOUR', { fails: true });
  await ctl.run('get a --order=SIDEWAYS', { fails: true });
  await ctl.run('get absent');
  await ctl.run('get absent -w json');
}

export async function deletions(ctl: Recorder): Promise<void> {
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) await ctl.run(`put d/${key} ${key}`);
  await ctl.run('del d/a');
  await ctl.run('del d/a');
  await ctl.run('del d/b --prev-kv');
  await ctl.run('del d/c d/e --prev-kv -w json');
  await ctl.run('del d/absent -w fields');
  await ctl.run('del d/ --prefix', { at: ['m2'] });
  await ctl.run('put zz/1 x');
  await ctl.run('del zz/ --from-key --prev-kv -w fields');
  await ctl.run('del ""', { fails: true });
  await ctl.run('del a b --prefix', { fails: true });
  await ctl.run('del', { fails: true });
  await ctl.run('del a -w table', { fails: true });
  await ctl.run('del a -w protobuf', { mask: PROTOBUF });
}

const COMPARES = [
  'value("t/a") = "1"',
  'value("t/a") != "1"',
  'val("t/a") > "0"',
  'value("t/a") < "0"',
  'version("t/a") = "2"',
  'ver("t/a") > "2"',
  'create("t/a") < "1"',
  'c("t/absent") = "0"',
  'mod("t/a") > "1"',
  'm("t/absent") = "0"',
];

export async function transactions(ctl: Recorder): Promise<void> {
  await ctl.run('put t/a 0');
  await ctl.run('put t/a 1');
  for (const compare of COMPARES) {
    await ctl.run('txn', { stdin: `${compare}\n\nget t/a\n\nput t/failed "${compare.length}"\n\n` });
  }
  const everything = 'put t/b "two words"\nget t/ --prefix\ndel t/z --prev-kv\nput t/c 3 --prev-kv\nget t/c\n';
  for (const format of ['simple', 'json', 'fields', 'protobuf']) {
    await ctl.run(`txn -w ${format}`, { stdin: `mod("t/a") > "0"\n\n${everything}\n\n`, mask: PROTOBUF });
  }
  await ctl.run('txn --interactive', { stdin: 'value("t/a") = "1"\nversion("t/a") = "2"\n\nput t/d 1\n\nget t/a\n\n' });
  await ctl.run('txn -i', { stdin: '\nput t/e 1\n\n\n', at: ['m3'] });
  await ctl.run('txn', { stdin: '\n\n\n' });
  await ctl.run('txn', { stdin: 'colour("t/a") = "1"\n\n\n\n', fails: true });
  await ctl.run('txn', { stdin: 'value("t/a") ~ "1"\n\n\n\n', fails: true });
  await ctl.run('txn', { stdin: '\nput t/a 1\nput t/a 2\n\n\n', fails: true });
  await ctl.run('txn', { stdin: '\nput t/a 1\ndel t/ --prefix\n\n\n', fails: true });
  const many = Array.from({ length: 129 }, (_, i) => `put t/many/${i} x`).join('\n');
  await ctl.run('txn', { stdin: `\n${many}\n\n\n`, fails: true });
  await ctl.run('txn', { stdin: '\nput "" x\n\n\n', fails: true });
  await ctl.run('txn surplus', { fails: true });
  await ctl.run('get t/ --prefix -w json');
}

export async function compactions(ctl: Recorder): Promise<void> {
  const revisions: number[] = [];
  for (let i = 0; i < 4; i++) {
    const { stdout } = await ctl.run(`put c/a ${i} -w json`);
    revisions.push(Number(/"revision":(\d+)/.exec(stdout)?.[1]));
  }
  const [first = 0, second = 0, third = 0] = revisions;
  await ctl.run(`compaction ${first}`);
  await ctl.run(`compaction ${second} --physical`, { at: ['m2'] });
  await ctl.run(`get c/a --rev=${second}`);
  await ctl.run(`get c/a --rev=${first}`, { fails: true });
  await ctl.run(`get c/a --rev=${first} --consistency=s`, { fails: true, at: ['m3'] });
  await ctl.run(`compaction ${first}`, { fails: true });
  await ctl.run(`compaction ${third + 1000}`, { fails: true });
  await ctl.run(`compaction ${third} --command-timeout=20s`);
  await ctl.run('compaction', { fails: true });
  await ctl.run('compaction soon', { fails: true });
}

/** The header's bytes have the term and lengths of what is in it. */
const PROTOBUF = [/^\n[^]*$/g];
