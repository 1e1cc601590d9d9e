/** What a person is told to do when the cluster cannot be used. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { statusError } from '@kuorum/api';
import { Cleanup, createFakeApi, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import { adviceOn } from '../dist/commands/access-advice.js';
import type { Source } from '../dist/commands/access.js';
import { withClient } from '../dist/commands/client-command.js';
import { forEach } from '../dist/commands/tell-change.js';
import { describeError } from '../dist/errors.js';
import { capturedEnv } from './harness.js';

const unreached = (why: string): Error => statusError('ServiceUnavailable', `Cannot connect to a:1: ${why}`);
const refused = unreached('connection refused; is the apiserver running there?');
const otherAuthority = unreached("the server's certificate is not signed by the authority that this client trusts");
const expired = statusError(
  'Unauthorized',
  'Unauthorized: the client certificate does not hold: it expired on Jan  1 00:00:00 2021',
);
const anonymous = statusError('Forbidden', 'pods is forbidden: User "system:anonymous" cannot list resource "pods"');

describe('advice on access', () => {
  const cleanup = new Cleanup();
  let file: string;
  let kubeconfig: Extract<Source, { from: 'kubeconfig' }>;

  before(async () => {
    file = join(await cleanup.tempDir(), 'config');
    await writeFile(
      file,
      `apiVersion: v1
kind: Config
clusters: [{name: big, cluster: {server: 'http://127.0.0.1:${await freePort()}'}}]
users: [{name: joe, user: {}}]
contexts: [{name: work, context: {cluster: big, user: joe}}, {name: nobody, context: {cluster: big}}]
current-context: work
`,
    );
    kubeconfig = { from: 'kubeconfig', file, context: undefined };
  });
  after(() => cleanup.run());

  it('names the kubeconfig, the context and its part that is at fault, and the command that changes it', () => {
    for (const [error, parts] of [
      [refused, ['cluster "big", context "work" of ', '"kuorum config set-cluster big --server', '"kuorum up"']],
      [unreached('no such host; is the apiserver running there?'), ['cluster "big"', '--server https://HOST:PORT']],
      [otherAuthority, ['cluster "big", context "work" of ', 'set-cluster big', '--certificate-authority FILE']],
      [
        unreached("this client's certificate has expired"),
        ['credentials are those of user "joe"', 'set-credentials joe'],
      ],
      [expired, ['credentials are those of user "joe", context "work" of ', 'set-credentials joe --client-cert']],
      [anonymous, ['User "joe" has no credentials in context "work" of ', 'set-credentials joe']],
    ] as const) {
      const advice = adviceOn(error, kubeconfig) ?? '';
      for (const part of [...parts, file]) expect(advice, error.message).to.include(part);
    }
    const nobody = adviceOn(anonymous, { from: 'kubeconfig', file, context: 'nobody' });
    expect(nobody).to.include('There is no user in context "nobody"');
    expect(adviceOn(expired, kubeconfig, true)).to.equal(
      'The token is that of --token: it is not, or no longer, known there.',
    );
  });

  it('tells how the local cluster is started, or renewed', () => {
    const dataDir = '/data/dir';
    for (const source of [{ from: 'local', dataDir } as const, { ...kubeconfig, dataDir }]) {
      expect(adviceOn(refused, source)).to.include('"kuorum up --detach --data-dir /data/dir" starts it');
      expect(adviceOn(expired, source)).to.match(/"kuorum down.*" and "kuorum up --detach.*" renew its certificates/);
    }
  });

  it('tells where an address comes from that was given without a kubeconfig', () => {
    const source = { from: 'server', servers: 'a:1' } as const;
    expect(adviceOn(refused, source)).to.include('that of --server or KUORUM_SERVER');
    const tls = unreached('the server ended the connection; it may speak TLS, and this client plaintext');
    expect(adviceOn(tls, source)).to.include('name its kubeconfig with --kubeconfig FILE');
    expect(adviceOn(refused, { ...kubeconfig, servers: 'a:1' })).to.match(/address is that of --server, the identity/);
  });

  it('is for access only', () => {
    for (const error of [
      statusError('Forbidden', 'pods is forbidden: User "joe" cannot list resource "pods"'),
      statusError('ServiceUnavailable', 'the apiserver is shutting down'),
      new Error('Cannot connect to a:1: connection refused'),
    ]) {
      expect(adviceOn(error, kubeconfig)).to.equal(undefined);
    }
  });

  it('stands behind the error of a command, of several objects once', async () => {
    const env = capturedEnv(createFakeApi().client);
    const names = ['one', 'two'];
    const failed: unknown = await withClient({ kubeconfig: file }, (client) =>
      forEach(env, names, async (name) => void (await client.pods.get('default', name))),
    ).catch((error: unknown) => error);
    expect(describeError(failed)).to.match(
      /^The connection to the server 127.0.0.1:\d+ was refused - did you specify the right host or port\?\nIt is cluster "big"/,
    );
    expect(env.printed.err).to.equal('');
  });
});
