/** A stream of requests whose handler is slow, or whose pieces are large: a real client, and a server with the gate in front. */
import { Client, credentials, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { encodeProto, make } from '@kuorum/api';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { streamPieceBytesMax } from '../dist/limits.js';
import { CallGate } from '../dist/server/admit-call.js';
import { authenticateFirst } from '../dist/server/authenticate-first.js';
import { requestOf } from '../dist/server/calls.js';
import { duplex, type DuplexCall } from '../dist/server/duplex-call.js';
import { bindPlain, createGrpcServer } from '../dist/server/grpc-server.js';

const path = '/kuorum.v1.PodService/PortForward';
const same = (bytes: Buffer): Buffer => bytes;

describe('a stream of requests', () => {
  const cleanup = new Cleanup();
  let client: Client;
  /** Bytes of each message after the first, as they were read; those that were handled. */
  const read: number[] = [];
  const handled: number[] = [];
  const ended: number[] = [];
  let handle: (bytes: number) => Promise<void>;
  let endHeard = false;

  before(async () => {
    const gate = new CallGate(silentLogger, undefined, {
      ...new CallGate(silentLogger).life,
      listeners: [{ ended: (_ticket, { code }) => void ended.push(code) }],
    });
    const server = createGrpcServer(authenticateFirst(() => gate));
    const open = duplex('PortForwardRequest', gate, async (_first, call: DuplexCall) => {
      call.sendHeaders();
      call.receive({
        onMessage: async (raw) => {
          const { data } = requestOf('PortForwardRequest', raw);
          await handle(data.length);
          handled.push(data.length);
        },
        onEnd: () => {
          endHeard = true;
          call.end();
        },
      });
    });
    server.addService(
      {
        Open: {
          path,
          requestStream: true,
          responseStream: true,
          requestSerialize: same,
          requestDeserialize: (data: Buffer) => {
            const options = make('PodPortForwardOptions', { namespace: 'default', name: 'p', port: 80 });
            if (data.length > 0) read.push(data.length);
            return data.length === 0
              ? encodeProto('PortForwardRequest', { options, data })
              : encodeProto('PortForwardRequest', { data });
          },
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      { Open: open },
    );
    cleanup.add(() => server.forceShutdown());
    const port = await bindPlain(server, '127.0.0.1:0');
    client = cleanup.own(new Client(`127.0.0.1:${port}`, credentials.createInsecure()), (made) => made.close());
  });
  after(() => cleanup.run());
  beforeEach(() => {
    for (const list of [read, handled, ended]) list.length = 0;
    endHeard = false;
  });

  async function opened(): Promise<ClientDuplexStream<Buffer, Buffer>> {
    const stream = client.makeBidiStreamRequest(path, same, same);
    stream.on('error', () => undefined).resume();
    stream.write(Buffer.alloc(0));
    await new Promise((resolve) => stream.on('metadata', resolve));
    return stream;
  }

  it('is read one at a time, the next when the last is done with, to the end of its client', async () => {
    const done: (() => void)[] = [];
    handle = () => new Promise<void>((resolve) => done.push(resolve));
    const stream = await opened();
    for (let i = 0; i < 30; i++) stream.write(Buffer.alloc(60_000));
    stream.end();
    await eventually(() => expect(done).to.have.length(1));
    // Another call goes all the way through the same connection meanwhile.
    const other = await opened();
    other.end();
    await eventually(() => expect(endHeard).to.equal(true));
    expect(read, 'taken from the connection').to.have.length(1);
    for (let i = 0; i < 30; i++) {
      await eventually(() => expect(done).to.have.length(i + 1));
      expect(read.length, 'read').to.equal(i + 1);
      done[i]?.();
    }
    await eventually(() => expect(ended).to.deep.equal([200, 200]));
    expect(handled).to.deep.equal(Array<number>(30).fill(60_000));
  });

  it('takes pieces of the largest size, and refuses a larger one when it is announced', async () => {
    handle = () => Promise.resolve();
    const stream = await opened();
    const failed = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    stream.write(Buffer.alloc(streamPieceBytesMax));
    await eventually(() => expect(handled).to.deep.equal([streamPieceBytesMax]));
    stream.write(Buffer.alloc(4 * 1024 * 1024));
    expect((await failed).details).to.equal(
      `a message of ${4 * 1024 * 1024} bytes is too large for a stream: send pieces of ${streamPieceBytesMax} bytes at most`,
    );
    expect(read, 'nothing of it').to.deep.equal([streamPieceBytesMax]);
    await eventually(() => expect(ended).to.deep.equal([413]));
  });
});
