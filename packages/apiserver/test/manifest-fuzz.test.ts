/**
 * Manifests that nobody would write, at a real server, and a word that no field has in each field that has words: each gets an
 * answer or a refusal that says what is wrong, in time, and what was accepted can be read, validated and written again without a
 * change. `make fuzz MINUTES=10 SEED=7` goes on.
 */
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import {
  ApiStatusError,
  decodeJson,
  decodeProto,
  encodeJson,
  encodeProto,
  kindNames,
  kinds,
  make,
  statusDetailsKey,
  statusErrorFromGrpc,
  validate,
  type ApiObject,
  type FieldError,
  type KindName,
  type Kinds,
  type MessageTypes,
} from '@kuorum/api';
import { Xoshiro128 } from '@kuorum/base';
import { JsonMutator } from '@kuorum/testing';
import { expect } from 'chai';
import { badWord, badWordsOf } from './bad-words.js';
import { contractRows } from './contract/kinds.js';
import { Harness } from './harness.js';

const minutes = Number(process.env['KUORUM_FUZZ_MINUTES'] ?? 0);
const firstSeed = Number(process.env['KUORUM_FUZZ_SEED'] ?? (minutes > 0 ? Math.floor(Math.random() * 1_000_000) : 1));
const ROUNDS = 20;
/** Of the processor, server and client together: more is a path that grows with something a client may send. */
const SLOW_CPU_MS = 1_500;

type AnyKind = Kinds[KindName];
type PatchType = MessageTypes['PatchRequest']['type'];
const patchTypes: readonly PatchType[] = ['merge', 'strategic', 'json'];

describe(`fuzzed manifests (from seed ${firstSeed} on)`, () => {
  const harness = new Harness();
  let raw: Client;
  const counts = { accepted: 0, refused: 0, undecodable: 0, patched: 0 };

  before(async () => {
    await harness.start();
    raw = harness.cleanup.own(new Client(harness.server.address, credentials.createInsecure()), (each) => each.close());
    for (const kind of kindNames) await create(kind, manifestOf(kind, 'seed'));
  });
  after(() => harness.stop());

  const manifestOf = (kind: KindName, name: string) => {
    const { apiVersion, namespaced } = kinds[kind];
    const namespace = namespaced ? { namespace: 'default' } : {};
    return { apiVersion, kind, metadata: { name, ...namespace, labels: { app: 'web' } }, ...contractRows[kind].object };
  };

  const create = (kind: KindName, manifest: object): Promise<AnyKind> =>
    harness.client.resource(kind).create(make(kind, manifest));

  /** The text goes as it is: our own client would parse it first. */
  function patch(kind: KindName, type: PatchType, text: string): Promise<AnyKind> {
    const request = make('PatchRequest', {
      namespace: kinds[kind].namespaced ? 'default' : '',
      name: 'seed',
      type,
      patch: text,
      dryRun: true,
    });
    return new Promise((resolve, reject) => {
      raw.makeUnaryRequest(
        `/${kinds[kind].service}/Patch`,
        (message: MessageTypes['PatchRequest']) => Buffer.from(encodeProto('PatchRequest', message)),
        (bytes): AnyKind => decodeProto(kind, bytes),
        request,
        new Metadata(),
        { deadline: Date.now() + 20_000 },
        (error: ServiceError | null, object?: AnyKind) => {
          if (object !== undefined) return resolve(object);
          if (error !== null) {
            const trailer = error.metadata.get(statusDetailsKey)[0];
            reject(
              statusErrorFromGrpc(
                error.code,
                error.details,
                trailer instanceof Uint8Array ? trailer : undefined,
                error,
              ),
            );
          }
        },
      );
    });
  }

  /** What came of it; undefined when it was refused as the client's fault. */
  async function answerTo<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
    const before = process.cpuUsage();
    try {
      return await call();
    } catch (error) {
      expect(error, what).to.be.instanceOf(ApiStatusError);
      const { code, reason, message } = error as ApiStatusError;
      expect(code, `${what}: ${reason}: ${message}`).to.be.within(400, 499);
      return undefined;
    } finally {
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000, `processor time of ${what}`).to.be.below(SLOW_CPU_MS);
    }
  }

  function checkStable(what: string, kind: KindName, object: AnyKind): void {
    const problems: FieldError[] = validate(kind, object as never);
    expect(problems, `${what} passes validation again`).to.deep.equal([]);
    const again = decodeJson(kind, JSON.parse(JSON.stringify(encodeJson(kind, object as never))));
    expect(again.errors, what).to.deep.equal([]);
    expect(again.object, `${what} is the same after JSON`).to.deep.equal(object);
  }

  async function checkStored(what: string, kind: KindName, made: AnyKind): Promise<void> {
    const resource = harness.client.resource(kind);
    const { namespace, name } = made.metadata;
    const read = await resource.get(namespace, name);
    expect(read, `${what} reads back`).to.deep.equal(made);
    checkStable(what, kind, read);
    const written = await resource.update(read);
    expect(written.metadata.resourceVersion, `${what}: writing it back is no change`).to.equal(
      read.metadata.resourceVersion,
    );
    await resource.delete(namespace, name, { gracePeriodSeconds: 0 });
  }

  async function tryManifest(what: string, kind: KindName, text: string): Promise<void> {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      counts.undecodable++;
      return;
    }
    const { object, errors } = decodeJson(kind, json);
    if (errors.length > 0) {
      counts.refused++;
      return;
    }
    const made = await answerTo(what, () => harness.client.resource(kind).create(object as never) as Promise<AnyKind>);
    if (made === undefined) counts.refused++;
    else {
      counts.accepted++;
      await checkStored(what, kind, made);
    }
  }

  async function tryPatch(what: string, kind: KindName, type: PatchType, text: string): Promise<void> {
    const patched = await answerTo(what, () => patch(kind, type, text));
    if (patched === undefined) return;
    counts.patched++;
    checkStable(what, kind, patched);
  }

  async function round(seed: number): Promise<void> {
    const prng = new Xoshiro128(seed);
    const mutator = new JsonMutator(prng);
    for (const kind of kindNames) {
      const manifest = manifestOf(kind, `f-${seed}`);
      const text = mutator.mutate(manifest);
      const what = `${kind} of seed ${seed}: ${text.slice(0, 2_000)}`;
      await tryManifest(what, kind, text);
      const { change } = contractRows[kind];
      const type = patchTypes[prng.int(patchTypes.length)] ?? 'merge';
      const patchText =
        type === 'json'
          ? mutator.mutate([
              { op: 'add', path: '/metadata/annotations', value: { a: 'b' } },
              ...Object.entries(change).map(([key, value]: [string, unknown]) => ({
                op: 'replace',
                path: `/${key}`,
                value,
              })),
              { op: 'copy', from: '/metadata/labels', path: '/metadata/annotations' },
              { op: 'test', path: '/metadata/name', value: 'seed' },
            ])
          : mutator.mutate({ ...manifestOf(kind, 'seed'), ...change });
      await tryPatch(`${type} patch of ${kind}, seed ${seed}: ${patchText.slice(0, 2_000)}`, kind, type, patchText);
    }
  }

  /** A status goes its own way. */
  async function refusalOf(kind: KindName, path: string, object: object): Promise<unknown> {
    const resource = harness.client.resource(kind);
    const next: ApiObject = make(kind, object);
    const isStatus = path.startsWith('status.');
    if (isStatus && contractRows[kind].conditional) {
      const { metadata }: ApiObject = await resource.get(next.metadata.namespace, next.metadata.name);
      next.metadata.resourceVersion = metadata.resourceVersion;
    }
    const call = isStatus ? () => resource.updateStatus(next as never) : () => resource.create(next as never);
    return call().then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  it('are refused for every word that a field does not have, whatever reads it before or after', async () => {
    let count = 0;
    for (const kind of kindNames) {
      for (const { path, object } of badWordsOf(kind, manifestOf(kind, 'seed'))) {
        const refusal = await refusalOf(kind, path, object);
        const what = `${kind} with ${path}`;
        expect(refusal, what).to.be.instanceOf(ApiStatusError);
        const { reason, message } = refusal as ApiStatusError;
        expect(message, `${what}: ${reason}`).to.contain(badWord);
        // Admission looks at an object before validation does, and says it in words of its own.
        if (reason !== 'Forbidden')
          expect(`${reason}: ${message}`, what).to.contain('Invalid: ').and.contain(`${path}: `);
        count++;
      }
    }
    console.log(`      ${count} bad words`);
    expect(count).to.be.above(100);
  }).timeout(60_000);

  it('get an answer or a refusal, in time; what is accepted is stable', async () => {
    const end = performance.now() + minutes * 60_000;
    for (let seed = firstSeed; seed < firstSeed + ROUNDS || performance.now() < end; seed++) await round(seed);
    console.log(`      ${JSON.stringify(counts)}`);
    for (const count of Object.values(counts)) expect(count).to.be.above(0);
  }).timeout(60_000 + minutes * 60_000 * 2);
});
