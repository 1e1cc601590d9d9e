/** user, role, auth, and commands given as a user. */
import type { Recorder } from '../../support/etcd/recorder.js';

const ROOT = '--user=root:rootpw';
const ALICE = '--user=alice:alicepw';

export async function users(ctl: Recorder): Promise<void> {
  await ctl.run('auth enable', { fails: true });
  await ctl.run('user add root:rootpw');
  await ctl.run('user add alice --interactive=false', { stdin: 'alicepw\n', at: ['m2'] });
  await ctl.run('user add bob --new-user-password=bobpw', { at: ['m3'] });
  await ctl.run('user add machine --no-password');
  await ctl.run('user add alice:x', { fails: true });
  await ctl.run('user add :x', { fails: true });
  await ctl.run('user add', { fails: true });
  await ctl.run('role add app');
  await ctl.run('role add app', { fails: true });
  await ctl.run('role add ""', { fails: true });
  await ctl.run('role grant-permission app readwrite app/ --prefix', { at: ['m2'] });
  await ctl.run('role grant-permission app read one');
  await ctl.run('role grant-permission app read from fz', { at: ['m3'] });
  await ctl.run('role grant-permission app write z --from-key');
  await ctl.run('role grant-permission app sing one', { fails: true });
  await ctl.run('role grant-permission none read one', { fails: true });
  await ctl.run('role grant-permission app read a b --prefix', { fails: true });
  await ctl.run('role add empty');
  await ctl.run('role grant-permission empty readwrite "" --prefix');
  await ctl.run('user grant-role alice app');
  await ctl.run('user grant-role alice empty', { at: ['m2'] });
  await ctl.run('user grant-role alice none', { fails: true });
  await ctl.run('user grant-role nobody app', { fails: true });
  await ctl.run('user revoke-role alice empty');
  for (const format of ['simple', 'json', 'fields', 'table']) {
    const fails = format === 'table' || format === 'fields';
    await ctl.run(`user list -w ${format}`, { fails });
    await ctl.run(`role list -w ${format}`, { fails: format === 'table' });
    await ctl.run(`user get alice -w ${format}`, { fails });
    await ctl.run(`role get app -w ${format}`, { fails: format === 'table' });
  }
  await ctl.run('user get alice --detail');
  await ctl.run('user get nobody', { fails: true });
  await ctl.run('role get none', { fails: true });
  await ctl.run('role get root', { fails: true });
}

export async function asUsers(ctl: Recorder): Promise<void> {
  await ctl.run('auth enable');
  await ctl.run('auth enable', { fails: true, at: ['m2'] });
  await ctl.run('get app/x', { fails: true });
  await ctl.run('put app/x 1', { fails: true, at: ['m2'] });
  await ctl.run(`put app/x 1 ${ALICE}`, { at: ['m2'] });
  await ctl.run('get app/x --user=alice --password=alicepw', { at: ['m3'] });
  await ctl.run('get app/x', { env: { ETCDCTL_USER: 'alice:alicepw' } });
  await ctl.run('get app/x', { env: { ETCDCTL_USER: 'alice', ETCDCTL_PASSWORD: 'alicepw' } });
  await ctl.run('get app/x --user=alice:wrong', { fails: true });
  await ctl.run('get app/x --user=nobody:wrong', { fails: true, at: ['m2'] });
  await ctl.run('get app/x --user=machine:', { fails: true });
  for (const command of [
    'get secret',
    'put one 1',
    'del app/ --from-key',
    'get one onf',
    'user list',
    'role list',
    'role get root',
    'user get bob',
    'compaction 2',
    'user add eve:x',
    'auth disable',
    'lock other true',
    'watch one two',
  ]) {
    await ctl.run(`${command} ${ALICE}`, { fails: true });
  }
  await ctl.run(`txn ${ALICE}`, { fails: true, stdin: '\nput app/y 1\nput one 1\n\n\n' });
  await ctl.run(`txn ${ALICE}`, { stdin: 'value("app/x") = "1"\n\nput app/y 1\nget app/ --prefix\n\n\n' });
  await ctl.run(`get app/ --prefix ${ALICE}`);
  await ctl.run(`get from fz ${ALICE}`);
  await ctl.run(`put zz 1 ${ALICE}`);
  await ctl.run(`get zz ${ALICE}`, { fails: true });
  await ctl.run(`user get alice ${ALICE}`);
  await ctl.run(`role get app ${ALICE}`);
  await ctl.run(`member list ${ALICE}`, { at: ['m2'] });
  await ctl.run(`lock app/lock true ${ALICE}`);
  await ctl.run(`endpoint health ${ALICE}`);
  await ctl.run(`endpoint health --user=bob:bobpw`);
  await ctl.run(`alarm list ${ROOT}`);
  await ctl.run(`defrag ${ALICE}`, { fails: true });
  // Two threads of etcdctl log, the one that reads and the one that writes: in any order.
  const denied = { fails: true, sorted: true, mask: [/"ts":[0-9.]+/g] };
  await ctl.run(`snapshot save ${ctl.file('denied.db')} ${ALICE}`, denied);
  await ctl.run(`get app/ --prefix ${ROOT}`);
}

export async function usersTakenBack(ctl: Recorder): Promise<void> {
  await ctl.run(`role get root ${ROOT}`);
  await ctl.run(`role revoke-permission app one ${ROOT}`);
  await ctl.run(`role revoke-permission app one ${ROOT}`, { fails: true, at: ['m2'] });
  await ctl.run(`role revoke-permission app app/ --prefix ${ROOT}`);
  await ctl.run(`role revoke-permission app z --from-key ${ROOT}`);
  await ctl.run(`role revoke-permission app from fz ${ROOT}`);
  await ctl.run(`role get app ${ROOT}`);
  await ctl.run(`get app/x ${ALICE}`, { fails: true, at: ['m3'] });
  await ctl.run(`user passwd alice --interactive=false ${ROOT}`, { stdin: 'newpw\n' });
  await ctl.run(`user passwd nobody --interactive=false ${ROOT}`, { stdin: 'newpw\n', fails: true });
  await ctl.run(`get app/x ${ALICE}`, { fails: true });
  await ctl.run(`user revoke-role alice app ${ROOT}`, { at: ['m2'] });
  await ctl.run(`user revoke-role alice app ${ROOT}`, { fails: true });
  await ctl.run(`user revoke-role root root ${ROOT}`, { fails: true });
  await ctl.run(`user delete root ${ROOT}`, { fails: true });
  await ctl.run(`role delete root ${ROOT}`, { fails: true });
  await ctl.run(`user delete alice ${ROOT}`);
  await ctl.run(`user delete alice ${ROOT}`, { fails: true });
  await ctl.run(`role delete app ${ROOT}`, { at: ['m3'] });
  await ctl.run(`role delete app ${ROOT}`, { fails: true });
  await ctl.run(`auth disable ${ROOT}`, { at: ['m2'] });
  await ctl.run('get app/x', { at: ['m3'] });
  await ctl.run(`get app/x ${ROOT}`);
  await ctl.run('auth disable');
  for (const user of ['bob', 'machine', 'root']) await ctl.run(`user delete ${user}`);
  for (const role of ['empty', 'root']) await ctl.run(`role delete ${role}`);
  await ctl.run('user list');
}
