/**
 * What every kind promises, whatever it is: one table of kinds, one list of promises, one apiserver on a real etcd.
 * Kubernetes' API conventions: metadata by the server, generation, compare-and-swap, status apart, dry run, names.
 */
import { expect } from 'chai';
import * as api from '@kuorum/api';
import type { DeleteOptions, ListOptions, WriteOptions } from '@kuorum/client';
import { eventually } from '@kuorum/testing';
import { Harness, watch } from '../harness.js';
import { contractRows } from './kinds.js';

/** Any kind alike. */
interface AnyClient {
  create(object: api.ApiObject, options?: WriteOptions): Promise<api.ApiObject>;
  get(namespace: string, name: string): Promise<api.ApiObject>;
  list(options: ListOptions): Promise<{ items: api.ApiObject[] }>;
  update(object: api.ApiObject, options?: WriteOptions): Promise<api.ApiObject>;
  updateStatus(object: api.ApiObject): Promise<api.ApiObject>;
  patch(namespace: string, name: string, patch: object, options?: { subresource?: 'status' }): Promise<api.ApiObject>;
  delete(namespace: string, name: string, options?: DeleteOptions): Promise<api.ApiObject>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('contract of every kind', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  it('is tried with every kind there is', () => {
    expect(Object.keys(contractRows).sort()).to.deep.equal([...api.kindNames].sort());
    for (const kind of api.kindNames) {
      expect(contractRows[kind].status !== undefined, `status of ${kind}`).to.equal(api.kinds[kind].hasStatus);
    }
  });

  for (const kind of api.kindNames) describe(kind, () => contractOf(kind, harness));
});

function contractOf(kind: api.KindName, harness: Harness): void {
  const info: api.KindInfo = api.kinds[kind];
  const row = contractRows[kind];
  const namespace = info.namespaced ? `contract-${info.singular}` : '';
  const hasSpec = api.schemaOf(kind).fields.some(({ name }) => name === 'spec');
  let client: AnyClient;
  let made: api.ApiObject;
  let serial = 0;

  const objectOf = (name: string, inNamespace = namespace): api.ApiObject =>
    api.make(kind, {
      ...structuredClone(row.object),
      metadata: { name, namespace: inNamespace },
      // An event tells of something in its own namespace.
      ...(kind === 'Event' ? { involvedObject: { kind: 'Pod', name: 'web', namespace: inNamespace } } : {}),
    });

  before(async () => {
    client = harness.client.resource(kind);
    if (info.namespaced) {
      await harness.client.resource('Namespace').create(api.make('Namespace', { metadata: { name: namespace } }));
    }
  });
  beforeEach(async () => {
    made = await client.create(objectOf(`web-${++serial}`));
  });

  it("create fills in the server's metadata and starts without a status", async () => {
    const { metadata } = made;
    expect(metadata.uid).to.match(uuid);
    expect(Number(metadata.resourceVersion)).to.be.greaterThan(0);
    expect(metadata.generation).to.equal(hasSpec ? 1 : 0);
    expect(Math.abs(Date.parse(metadata.creationTimestamp) - Date.now())).to.be.lessThan(60_000);
    expect(made).to.include({ apiVersion: info.apiVersion, kind });
    if (row.status === undefined || kind === 'Node') return;
    const reported = merged(kind, objectOf(`web-${++serial}`), { status: row.status });
    expect(statusOf(await client.create(reported))).to.deep.equal(statusOf(made));
  });

  it('get and list give what was created', async () => {
    const { name } = made.metadata;
    expect(await client.get(namespace, name)).to.deep.equal(made);
    const { items } = await client.list({ namespace, fieldSelector: `metadata.name=${name}` });
    expect(items).to.deep.equal([made]);
  });

  it('create of a name that is taken is AlreadyExists', async () => {
    const error = await errorOf(client.create(objectOf(made.metadata.name)));
    expect(error.reason).to.equal('AlreadyExists');
    expect(error.message).to.equal(`${info.groupResource} "${made.metadata.name}" already exists`);
  });

  it('update changes what was changed and counts generations', async () => {
    const updated = await client.update(merged(kind, made, row.change));
    expect(api.encodeJson(kind, updated as never)).to.not.deep.equal(api.encodeJson(kind, made as never));
    const ofSpec = 'spec' in row.change;
    expect(updated.metadata.generation).to.equal(made.metadata.generation + (ofSpec ? 1 : 0));
    expect(updated.metadata).to.include({ uid: made.metadata.uid, creationTimestamp: made.metadata.creationTimestamp });
    expect(await client.get(namespace, made.metadata.name)).to.deep.equal(updated);
    const annotated = await client.patch(namespace, made.metadata.name, { metadata: { annotations: { a: 'b' } } });
    const ofAnnotations = kind === 'Deployment' ? 1 : 0;
    expect(annotated.metadata.generation).to.equal(updated.metadata.generation + ofAnnotations);
    const again = await client.update(annotated);
    expect(again.metadata.resourceVersion, 'an update that changes nothing').to.equal(
      annotated.metadata.resourceVersion,
    );
  });

  it('update of an old version is Conflict', async () => {
    await client.update(merged(kind, made, row.change));
    const error = await errorOf(client.update(merged(kind, made, { metadata: { labels: { late: 'yes' } } })));
    expect(error.reason).to.equal('Conflict');
    expect(error.message).to.include(`on ${info.groupResource} "${made.metadata.name}": the object has been modified`);
  });

  it('update that names no version overwrites what is there, but where the kind forbids that', async () => {
    await client.update(merged(kind, made, { metadata: { labels: { early: 'yes' } } }));
    const blind = merged(kind, made, { ...row.change, metadata: { resourceVersion: '' } });
    if (row.conditional !== true) {
      expect((await client.update(blind)).metadata.labels).to.not.have.property('early');
      return;
    }
    const error = await errorOf(client.update(blind));
    expect([error.code, error.message]).to.deep.equal([
      422,
      `${kind}.${info.group} "${made.metadata.name}" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update`,
    ]);
    if (row.status !== undefined) expect(await errorOf(client.updateStatus(blind))).to.deep.include({ code: 422 });
    const patched = await client.patch(namespace, made.metadata.name, { metadata: { labels: { patched: 'yes' } } });
    expect(patched.metadata.labels, 'a patch is of the version that is there').to.include({ patched: 'yes' });
  });

  it('a patch that names another object is no request', async () => {
    const { name } = made.metadata;
    const rename = client.patch(namespace, name, { metadata: { name: 'other' } });
    expect(await errorOf(rename)).to.deep.include({
      code: 400,
      message: `the name of the object (other) does not match the name on the URL (${name})`,
    });
    if (!info.namespaced) return;
    const move = client.patch(namespace, name, { metadata: { namespace: 'other' } });
    expect((await errorOf(move)).message).to.equal(
      `the namespace of the object (other) does not match the namespace on the request (${namespace})`,
    );
  });

  it('update does not touch the status, UpdateStatus nothing else', async () => {
    if (row.status === undefined) {
      expect((await errorOf(client.updateStatus(made))).reason).to.equal('MethodNotAllowed');
      return;
    }
    const both = merged(kind, made, { ...row.change, status: row.status });
    expect(statusOf(await client.update(both))).to.deep.equal(statusOf(made));
    const current = await client.get(namespace, made.metadata.name);
    const resourceVersionOf = (held: api.ApiObject): string =>
      row.conditional === true ? held.metadata.resourceVersion : '';
    const report = merged(kind, made, {
      metadata: { resourceVersion: resourceVersionOf(current) },
      status: row.status,
    });
    const reported = await client.updateStatus(report);
    expect(statusOf(reported)).to.deep.include(statusOf(merged(kind, objectOf('x'), { status: row.status })));
    const { resourceVersion, ...rest } = reported.metadata;
    expect(resourceVersion).to.not.equal(current.metadata.resourceVersion);
    expect({ ...reported, metadata: rest, status: 0 }).to.deep.equal({
      ...current,
      metadata: withoutVersion(current.metadata),
      status: 0,
    });
    const { name } = (await client.create(objectOf(`web-${++serial}`))).metadata;
    const patch = { metadata: { labels: { ignored: 'yes' } }, status: row.status };
    const patched = await client.patch(namespace, name, patch, { subresource: 'status' });
    expect(statusOf(patched)).to.deep.equal(statusOf(reported));
    expect(patched.metadata.labels).to.not.have.property('ignored');
  });

  it('patch merges, and refuses a field that the kind does not have, with its path', async () => {
    const { name } = made.metadata;
    const patched = await client.patch(namespace, name, { metadata: { labels: { tier: 'front' } } });
    expect(patched.metadata.labels).to.deep.include({ ...made.metadata.labels, tier: 'front' });
    expect(patched.metadata.generation).to.equal(made.metadata.generation);
    const parents = ['metadata', ...(hasSpec ? ['spec'] : []), ...(row.status === undefined ? [] : ['status'])];
    for (const parent of parents) {
      const error = await errorOf(client.patch(namespace, name, { [parent]: { nonsense: 1 } }));
      expect(error.reason).to.equal('BadRequest');
      expect(error.message).to.include(`${parent}.nonsense: unknown field`);
    }
    expect((await errorOf(client.patch(namespace, name, { nonsense: 1 }))).message).to.include(
      'nonsense: unknown field',
    );
  });

  it('a dry run answers as if, and leaves nothing', async () => {
    const before = await harness.revision();
    const { name } = made.metadata;
    expect((await client.create(objectOf('never'), { dryRun: true })).metadata.uid).to.match(uuid);
    const updated = await client.update(merged(kind, made, row.change), { dryRun: true });
    expect(updated).to.not.deep.equal(made);
    await client.delete(namespace, name, { dryRun: true });
    expect(await client.get(namespace, name)).to.deep.equal(made);
    expect(await harness.revision()).to.equal(before);
  });

  it('delete takes it away, if it is the one that is meant', async () => {
    const { name, uid } = made.metadata;
    const other = await errorOf(client.delete(namespace, name, { preconditions: { uid: 'another' } }));
    expect(other.reason).to.equal('Conflict');
    await client.delete(namespace, name, { preconditions: { uid } });
    await release(client, kind, name);
    const error = await errorOf(client.get(namespace, name));
    expect(error.message).to.equal(`${info.groupResource} "${name}" not found`);
    expect(error.status.details).to.include({ name, kind: info.plural, group: info.group });
  });

  it('a watch tells of it: ADDED, MODIFIED, DELETED, in order', async () => {
    const { name, resourceVersion } = made.metadata;
    const fieldSelector = `metadata.name=${name}`;
    const watched = watch(harness.client, kind, { namespace, fieldSelector });
    const later = watch(harness.client, kind, { namespace, fieldSelector, resourceVersion });
    await eventually(() => expect(watched.seen).to.deep.equal([`ADDED ${name}`]));
    await client.update(merged(kind, made, row.change));
    await client.delete(namespace, name);
    await release(client, kind, name);
    const last = `DELETED ${name}`;
    await eventually(() => expect([watched.seen.at(-1), later.seen.at(-1)]).to.deep.equal([last, last]));
    // A namespace is marked and let go before it is gone.
    const changes = kind === 'Namespace' ? 2 : 1;
    expect(watched.seen).to.deep.equal([`ADDED ${name}`, ...repeated(`MODIFIED ${name}`, changes), last]);
    expect(later.seen).to.deep.equal(watched.seen.slice(1));
    const versions = watched.events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).to.deep.equal([...versions].sort((a, b) => a - b));
    watched.stop();
    later.stop();
  });

  it('names that are none, and namespaces that are none, are refused', async () => {
    for (const name of ['', 'a/b', '..', 'a%b']) {
      const error = await errorOf(client.create(objectOf(name)));
      expect(error.reason, JSON.stringify(name)).to.equal('Invalid');
      expect(error.causes.map(({ field }) => field)).to.include('metadata.name');
    }
    if (!info.namespaced) {
      const error = await errorOf(client.create(objectOf('web', 'default')));
      expect(error.message).to.include('metadata.namespace: Forbidden: not allowed on this type');
      return;
    }
    const missing = await errorOf(client.create(objectOf('web', 'nowhere')));
    expect(missing.message).to.equal('namespaces "nowhere" not found');
    const homeless = await client.create({ ...objectOf('homeless', ''), metadata: objectOf('homeless', '').metadata });
    expect(homeless.metadata.namespace).to.equal('default');
  });
}

/** `object` with a merge patch applied, as a client would do it. */
function merged(kind: api.KindName, object: api.ApiObject, patch: object): api.ApiObject {
  const json = mergeJson(api.encodeJson(kind, object as never), patch);
  return api.make(kind, json as never);
}

function mergeJson(target: unknown, patch: unknown): unknown {
  if (!isPlain(patch)) return patch;
  const result: Record<string, unknown> = isPlain(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) result[key] = mergeJson(result[key], value);
  return result;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function statusOf(object: api.ApiObject): unknown {
  return (object as { status?: unknown }).status;
}

function withoutVersion({
  resourceVersion: _version,
  ...rest
}: api.ObjectMeta): Omit<api.ObjectMeta, 'resourceVersion'> {
  return rest;
}

function repeated(text: string, times: number): string[] {
  return Array.from({ length: times }, () => text);
}

/** Does what the namespace controller does. */
async function release(client: AnyClient, kind: api.KindName, name: string): Promise<void> {
  if (kind !== 'Namespace') return;
  const namespace = await client.get('', name);
  await client.update(api.make('Namespace', { metadata: namespace.metadata }));
}

/** The error a call ends with; fails when it does not. */
async function errorOf(call: Promise<unknown>): Promise<api.ApiStatusError> {
  const result = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in result) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`);
  expect(result.error).to.be.instanceOf(api.ApiStatusError);
  return result.error as api.ApiStatusError;
}
