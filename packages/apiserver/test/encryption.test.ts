/** Secrets at rest: what the store sees, what readers see, keys that change and keys that are missing. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make, type Secret } from '@kuorum/api';
import type { Apiserver } from '@kuorum/apiserver';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { lastValueFrom, toArray } from 'rxjs';
import { readEncryptionKeys, SecretCipher } from '../dist/registry/secret-cipher.js';
import { Harness, watch } from './harness.js';

const password = 'hunter2-correct-horse';
const keyOf = (name: string): { name: string; key: Buffer } => ({ name, key: randomBytes(32) });
const at = (text: string): Buffer => Buffer.from(text);

describe('a cipher of secrets', () => {
  const [old, young] = [keyOf('k1'), keyOf('k2')];
  const cipher = new SecretCipher(old);

  it('gives back what it was given, different each time it is stored', () => {
    const [one, two] = [cipher.encrypt(at('a'), at(password)), cipher.encrypt(at('a'), at(password))];
    expect(one.equals(two)).to.equal(false);
    expect(one.toString('latin1'))
      .to.match(/^k8s:enc:aesgcm:v1:k1:/)
      .and.to.not.contain('hunter2');
    for (const stored of [one, two]) expect(cipher.decrypt(at('a'), stored)?.toString()).to.equal(password);
  });

  it('does not open what was copied to another key, changed, cut, or written with another key of the name', () => {
    const stored = cipher.encrypt(at('/registry/secrets/a/b'), at(password));
    const changed = Buffer.from(stored);
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    expect(cipher.decrypt(at('/registry/secrets/a/c'), stored)).to.equal(undefined);
    expect(cipher.decrypt(at('/registry/secrets/a/b'), changed)).to.equal(undefined);
    for (const bytes of [stored.length - 1, 40, 22]) {
      expect(cipher.decrypt(at('/registry/secrets/a/b'), stored.subarray(0, bytes))).to.equal(undefined);
    }
    expect(new SecretCipher(keyOf('k1')).decrypt(at('/registry/secrets/a/b'), stored)).to.equal(undefined);
    expect(new SecretCipher(young).decrypt(at('/registry/secrets/a/b'), stored)).to.equal(undefined);
  });

  it('writes with the first key and reads with all, and what is in the clear as it is', () => {
    const both = new SecretCipher(young, old);
    const stored = cipher.encrypt(at('a'), at(password));
    expect(both.decrypt(at('a'), stored)?.toString()).to.equal(password);
    expect(both.isCurrent(stored)).to.equal(false);
    expect(both.isCurrent(both.encrypt(at('a'), at(password)))).to.equal(true);
    expect(both.decrypt(at('a'), at('{}'))?.toString()).to.equal('{}');
  });
});

describe('an apiserver with encryption keys', () => {
  const harness = new Harness();
  const lines = { k1: randomBytes(32).toString('base64'), k2: randomBytes(32).toString('base64') };
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kuorum-encryption-'));
    harness.cleanup.own(directory, (path) => rm(path, { recursive: true }));
    await harness.start();
  });
  after(() => harness.stop());

  async function serverWith(...names: ('k1' | 'k2')[]): Promise<Apiserver> {
    const encryptionKeyFile = join(directory, names.join('-'));
    await writeFile(encryptionKeyFile, names.map((name) => `${name} ${lines[name]}\n`).join(''));
    return harness.startServer({ encryptionKeyFile });
  }
  async function storedText(name: string): Promise<string> {
    const { kvs } = await harness.store.range({ key: Buffer.from(`/registry/secrets/default/${name}`) });
    return kvs[0]?.value.toString('latin1') ?? 'nothing';
  }
  const secretOf = (name: string): Secret =>
    make('Secret', { metadata: { name, namespace: 'default' }, data: { password: Buffer.from(password) } });
  const passwordOf = ({ data }: Secret): string => Buffer.from(data['password'] ?? []).toString();

  it('shows the store nothing of a Secret, and its readers everything', async () => {
    await harness.client.resource('Secret').create(secretOf('before'));
    expect(await storedText('before')).to.contain(Buffer.from(password).toString('base64'));
    const client = harness.clientOf(await serverWith('k1'));
    await eventually(async () => expect(await storedText('before')).to.match(/^k8s:enc:aesgcm:v1:k1:/));
    const secrets = client.resource('Secret');
    const watched = watch(client, 'Secret', { namespace: 'default' });
    const made = await secrets.create(secretOf('db'));
    expect(await storedText('db')).to.match(/^k8s:enc:aesgcm:v1:k1:/);
    await secrets.update({ ...made, metadata: { ...made.metadata, labels: { a: 'b' } } });
    expect(passwordOf(await secrets.get('default', 'db'))).to.equal(password);
    expect((await secrets.list({ namespace: 'default' })).items.map(passwordOf)).to.deep.equal([password, password]);
    await eventually(() => expect(watched.seen).to.include('MODIFIED db'));
    const cached = await secrets.list({ namespace: 'default', resourceVersion: '0' });
    expect(cached.items.map(passwordOf)).to.deep.equal([password, password]);
    expect(watched.events.every(({ object }) => passwordOf(object) === password)).to.equal(true);
    watched.stop();
    expect((await harness.stored('/registry/namespaces/default'))?.['kind'], 'other kinds stay readable').to.equal(
      'Namespace',
    );
  });

  it('writes all anew when another key comes first, after which the old one is not needed', async () => {
    await serverWith('k2', 'k1');
    for (const name of ['before', 'db']) {
      await eventually(async () => expect(await storedText(name)).to.match(/^k8s:enc:aesgcm:v1:k2:/));
    }
    const client = harness.clientOf(await serverWith('k2'));
    expect(passwordOf(await client.resource('Secret').get('default', 'db'))).to.equal(password);
  });

  it('rotates: counts what is behind, writes it anew while others write, and then needs the old key no more', async () => {
    const young = harness.clientOf(await serverWith('k2', 'k1'));
    const oldServer = await serverWith('k1', 'k2');
    const old = harness.clientOf(oldServer).resource('Secret');
    await eventually(async () => expect(await storedText('db')).to.match(/^k8s:enc:aesgcm:v1:k1:/) && true);
    for (let i = 0; i < 20; i++) await old.create(secretOf(`s${i}`));
    expect(await young.encryption.status()).to.deep.equal({
      writingKey: 'k2',
      keys: [{ name: 'k1', secrets: 22 }],
      secrets: 22,
      behind: 22,
      unreadable: 0,
      rewritten: 0,
    });
    let writing = true;
    let written = 0;
    const writer = (async () => {
      while (writing) {
        const current = await old.get('default', 's0');
        const labels = { at: String(written++) };
        await old.update({ ...current, metadata: { ...current.metadata, labels } }).catch(() => undefined);
      }
    })();
    const heard = await lastValueFrom(young.encryption.rotate().pipe(toArray()));
    writing = false;
    await writer;
    expect(heard[0]).to.deep.include({ behind: 22, rewritten: 0 });
    expect(heard.at(-1)?.rewritten).to.be.at.least(21);
    expect(heard.at(-1)?.behind, 'at most what the other server writes').to.be.at.most(1);
    const label = (await old.get('default', 's0')).metadata.labels['at'];
    expect(label, 'no write of others is lost').to.match(/^\d+$/);
    await oldServer.stop();
    const last = await lastValueFrom(young.encryption.rotate());
    expect(last).to.deep.include({ keys: [{ name: 'k2', secrets: 22 }], behind: 0 });
    const without = harness.clientOf(await serverWith('k2')).resource('Secret');
    const { items } = await without.list({ namespace: 'default' });
    expect(items.map(passwordOf)).to.deep.equal(Array.from({ length: 22 }, () => password));
    for (let i = 0; i < 20; i++) await without.delete('default', `s${i}`);
  });

  it('takes keys that change while it runs, and keeps those it has when the new ones are no good', async () => {
    const file = join(directory, 'changing');
    await writeFile(file, `k2 ${lines.k2}\n`);
    const client = harness.clientOf(await harness.startServer({ encryptionKeyFile: file }));
    await writeFile(file, `k1 ${lines.k1}\nk2 ${lines.k2}\n`);
    for (const name of ['before', 'db']) {
      await eventually(async () => expect(await storedText(name)).to.match(/^k8s:enc:aesgcm:v1:k1:/) && true);
    }
    await writeFile(file, 'nonsense');
    await writeFile(`${file}2`, `k2 ${lines.k2}\nk1 ${lines.k1}\n`);
    expect(passwordOf(await client.resource('Secret').get('default', 'db'))).to.equal(password);
    await rename(`${file}2`, file);
    await eventually(async () => (await client.encryption.status()).keys[0]?.name === 'k2');
    expect(await client.encryption.status()).to.deep.include({ writingKey: 'k2', behind: 0, unreadable: 0 });
  });

  it('has Secrets again that it could not read, for lists and watches too, once it has their key', async () => {
    const file = join(directory, 'behind');
    await writeFile(file, `k2 ${lines.k2}\n`);
    const client = harness.clientOf(await harness.startServer({ encryptionKeyFile: file }));
    const namesIn = async (resourceVersion: string): Promise<string[]> => {
      const { items } = await client.resource('Secret').list({ namespace: 'default', resourceVersion });
      return items.map(({ metadata: { name } }) => name);
    };
    expect(await namesIn('0')).to.include('db');
    const watched = watch(client, 'Secret', { namespace: 'default', resourceVersion: '0' });
    await eventually(() => expect(watched.seen).to.include('ADDED db'));
    const ahead = await serverWith('k1', 'k2');
    await eventually(() => expect(watched.seen).to.include('DELETED db'));
    expect(await namesIn('0')).to.not.include('db');
    await writeFile(file, `k2 ${lines.k2}\nk1 ${lines.k1}\n`);
    await eventually(() => expect(watched.error).to.have.property('reason', 'Expired'));
    await eventually(async () => expect(await namesIn('0')).to.include('db'));
    const again = watch(client, 'Secret', { namespace: 'default', resourceVersion: '0' });
    await eventually(() => expect(again.seen).to.include('ADDED db'));
    const late = await client.resource('Secret').create(secretOf('late'));
    await eventually(() => expect(again.seen).to.include('ADDED late'));
    await client.resource('Secret').delete('default', late.metadata.name);
    again.stop();
    await ahead.stop();
    await harness.clientOf(await serverWith('k2', 'k1')).encryption.status();
    await eventually(async () => expect(await storedText('db')).to.match(/^k8s:enc:aesgcm:v1:k2:/) && true);
  });

  it('without keys says that there is nothing to rotate', async () => {
    const plain = harness.clientOf(await harness.startServer());
    const answer: unknown = await lastValueFrom(plain.encryption.rotate()).catch((error: unknown) => error);
    expect(answer).to.have.property('message').that.contains('this server does not encrypt Secrets');
  });

  it('says which key is missing, and nothing of what is stored', async () => {
    for (const server of [await serverWith('k1'), await harness.startServer()]) {
      const secrets = harness.clientOf(server).resource('Secret');
      const { metadata } = await secrets.create({
        ...secretOf(''),
        metadata: make('Secret', { metadata: { generateName: 'own-', namespace: 'default' } }).metadata,
      });
      const error: unknown = await secrets.get('default', 'db').catch((thrown: unknown) => thrown);
      expect(error).to.have.property(
        'message',
        'Internal error occurred: stored object /registry/secrets/default/db cannot be decrypted: its key "k2" is not in ' +
          '--encryption-key-file, or is another one there',
      );
      const { items } = await secrets.list({ namespace: 'default' });
      expect(
        items.map(({ metadata: { name } }) => name),
        'it is left out, so that others can be read',
      ).to.deep.equal([metadata.name]);
    }
  });
});

describe('a file of encryption keys', () => {
  const key = randomBytes(32).toString('base64');
  const rows: readonly [string, string][] = [
    ['', 'it holds no key: write a name and 32 bytes in base64'],
    [`k1`, 'line 1 must be a name and a key in base64, a space between them'],
    [`k1 ${key} x`, 'line 1 must be a name and a key in base64, a space between them'],
    [`# keys\nk:1 ${key}`, 'line 2 has a name of other than letters, digits, ".", "_" and "-"'],
    [`k1 ${randomBytes(16).toString('base64')}`, 'line 1 has a key of 16 bytes, 32 are needed'],
    [`k1 ${key}\nk1 ${key}`, 'line 2 repeats the name k1'],
  ];
  for (const [text, why] of rows) {
    it(`is refused when ${why.slice(0, 40)}`, async () => {
      const directory = await mkdtemp(join(tmpdir(), 'kuorum-encryption-'));
      try {
        const path = join(directory, 'keys');
        await writeFile(path, text);
        expect(() => readEncryptionKeys(path)).to.throw(`Cannot use --encryption-key-file=${path}: ${why}`);
      } finally {
        await rm(directory, { recursive: true });
      }
    });
  }
});
