/** Requests that are made to break the server: each is answered with an error, and the server goes on. */
import { Client, credentials, status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { Xoshiro128 } from '@kuorum/base';
import { patchBytesMax } from '../dist/limits.js';
import { Harness, podOf } from './harness.js';

/** A field of Protocol Buffers with a length: what nested messages, strings and bytes are. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

/** google.protobuf.Value in lists in Values…: built from the end, as every level holds its length. */
function nestedValue(levels: number): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < levels; i++) {
    for (const number of [1, 6]) {
      const head = Buffer.concat([varint(number * 8 + 2), varint(length)]);
      parts.push(head);
      length += head.length;
    }
  }
  return Buffer.concat(parts.reverse());
}

describe('hostile requests', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  async function send(path: string, message: Buffer): Promise<number> {
    const client = new Client(harness.server.address, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_send_message_length': -1,
    });
    const asIs = (bytes: Buffer): Buffer => bytes;
    try {
      return await new Promise((resolve) => {
        client.makeUnaryRequest(path, asIs, asIs, message, (error) => resolve(error?.code ?? status.OK));
      });
    } finally {
      client.close();
    }
  }

  const create = '/kuorum.v1.PodService/Create';
  const patch = '/kuorum.v1.PodService/Patch';

  for (const levels of [40, 200, 10_000, 300_000]) {
    it(`a value that nests ${levels} times is refused`, async () => {
      // object = 1, spec, containers, livenessProbe and so on: numbers of fields that may hold messages.
      for (const fields of [[1], [1, 2], [1, 1], [1, 2, 1]]) {
        const message = fields.reduceRight((inner, number) => field(number, inner), nestedValue(levels));
        expect(await send(create, message)).to.be.oneOf([status.INTERNAL, status.INVALID_ARGUMENT]);
      }
    });
  }

  it('millions of messages that say nothing are refused before they are made', async () => {
    // object.spec.containers, each of two bytes.
    const containers = Buffer.alloc(8_000_000, field(1, Buffer.alloc(0)));
    const message = field(1, field(4, containers));
    const before = process.cpuUsage();
    expect(await send(create, message)).to.equal(status.INVALID_ARGUMENT);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6, 'seconds of the processor').to.be.lessThan(4);
  });

  it('a patch that nests deeper than any object is refused', async () => {
    await harness.client.pods.create(podOf('target'));
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const patchText = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
      for (const body of [
        patchText,
        `{"spec":${patchText}}`,
        `{"metadata":{"labels":${patchText}}}`,
        open.repeat(100_000),
      ]) {
        const error: unknown = await harness.client.pods
          .patch('default', 'target', body as unknown as object)
          .catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(Error);
        const request = Buffer.concat([field(1, Buffer.from('default')), field(2, Buffer.from('target'))]);
        for (let number = 3; number < 8; number++) {
          expect(await send(patch, Buffer.concat([request, field(number, Buffer.from(body))]))).to.not.equal(
            status.UNAVAILABLE,
          );
        }
      }
    }
    expect((await harness.client.pods.get('default', 'target')).metadata.name).to.equal('target');
  });

  it('a patch that is larger than any object is refused', async () => {
    await harness.client.pods.create(podOf('patched'));
    const annotations = { a: 'x'.repeat(patchBytesMax) };
    const error: unknown = await harness.client.pods
      .patch('default', 'patched', { metadata: { annotations } })
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('reason', 'RequestEntityTooLarge');
    expect(error).to.have.property('message').that.contains(`the limit is ${patchBytesMax}`);
  });

  it('a message above the limit is refused', async () => {
    const message = field(1, Buffer.alloc(9 * 1024 * 1024));
    expect(await send(create, message)).to.equal(status.RESOURCE_EXHAUSTED);
  });

  it('random bytes are refused or taken, and the server goes on', async () => {
    const prng = new Xoshiro128(7);
    const methods = ['Create', 'Get', 'List', 'Update', 'Patch', 'Delete', 'Bind'];
    for (let i = 0; i < 300; i++) {
      const bytes = Buffer.from(Array.from({ length: prng.int(200) }, () => prng.int(256)));
      const message = prng.int(2) === 0 ? bytes : field(1 + prng.int(3), bytes);
      const code = await send(`/kuorum.v1.PodService/${methods[prng.int(methods.length)]}`, message);
      expect(code, message.toString('hex')).to.not.equal(status.UNAVAILABLE);
    }
    expect(harness.server.health()).to.include({ ok: true });
    await harness.client.pods.list();
  });

  it('a limit and a selector beyond reason get an error that says so', async () => {
    const { pods } = harness.client;
    const errorOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);
    expect(String(await errorOf(pods.list({ limit: 1_000_000 })))).to.include('limit must not be above 100000');
    const labelSelector = `a in (${'x,'.repeat(10_000)}x)`;
    expect(String(await errorOf(pods.list({ labelSelector })))).to.include('at most 16384 are taken');
  });
});
