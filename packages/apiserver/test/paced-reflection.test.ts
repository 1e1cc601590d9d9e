/** Questions of reflection, and second messages where one is due, over raw HTTP/2 from clients that read no answers. */
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { ServerCredentials, status, type ServerDuplexStream } from '@grpc/grpc-js';
import { systemClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { userOf } from '../dist/auth/user.js';
import { messageBytesMax, streamMessageBytesMax } from '../dist/limits.js';
import { CallGate } from '../dist/server/admit-call.js';
import { authenticateFirst } from '../dist/server/authenticate-first.js';
import { unary } from '../dist/server/calls.js';
import { createGrpcServer } from '../dist/server/grpc-server.js';
import { forKnownUsers } from '../dist/server/known-users.js';

const reflection = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const version = '/kuorum.v1.VersionService/Get';
const answerBytes = 20_000;
/** What grpc-js queues of a stream, and what the window of HTTP/2 lets out meanwhile. */
const keptMax = 16 + 8;

function messageOf(headers: object): string {
  return 'grpc-message' in headers ? decodeURIComponent(String(headers['grpc-message'])) : '';
}

describe('more messages than are good for a server', () => {
  const cleanup = new Cleanup();
  let session: ClientHttp2Session;
  let questions = 0;
  let calls = 0;

  before(async () => {
    const hooks = { authenticate: () => userOf('ada', []), authorize: () => undefined };
    const life = {
      clock: systemClock,
      requestTimeoutMs: 60_000,
      listeners: [],
      checkOpen: () => undefined,
      seat: () => undefined,
    };
    const gate = new CallGate(silentLogger, hooks, life);
    const server = createGrpcServer(authenticateFirst(() => gate));
    cleanup.add(() => server.forceShutdown());
    const asTheyAre = {
      requestSerialize: (bytes: Buffer) => bytes,
      requestDeserialize: (bytes: Buffer) => bytes,
      responseSerialize: (bytes: Buffer) => bytes,
      responseDeserialize: (bytes: Buffer) => bytes,
    };
    forKnownUsers(server, gate).addService(
      { Ask: { path: reflection, requestStream: true, responseStream: true, ...asTheyAre } },
      {
        // As the library answers.
        Ask: (call: ServerDuplexStream<Buffer, Buffer>) => {
          call.on('end', () => call.end());
          call.on('data', () => {
            questions++;
            call.write(Buffer.alloc(answerBytes));
          });
        },
      },
    );
    const answer = { gitVersion: '', nodeVersion: '', platform: '' };
    const get = { requestSerialize: () => Buffer.alloc(0), requestDeserialize: () => new Uint8Array() };
    const got = { responseSerialize: () => Buffer.alloc(0), responseDeserialize: () => ({}) };
    server.addService(
      { Get: { path: version, requestStream: false, responseStream: false, ...get, ...got } },
      {
        Get: unary('VersionRequest', 'VersionInfo', gate, async () => {
          calls++;
          return answer;
        }),
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    session = cleanup.own(connect(`http://127.0.0.1:${port}`), (made) => made.destroy());
  });
  after(() => cleanup.run());
  beforeEach(() => ([questions, calls] = [0, 0]));

  function open(path: string, more: object = {}): { stream: ClientHttp2Stream; status: Promise<string> } {
    const head = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...more };
    const stream = session.request(head);
    stream.on('error', () => undefined);
    const answer = new Promise<string>((resolve) => {
      const look = (headers: object): void => {
        if ('grpc-status' in headers) resolve(`${status[Number(headers['grpc-status'])]} ${messageOf(headers)}`.trim());
      };
      stream.on('response', look).on('trailers', look);
    });
    return { stream, status: answer };
  }
  function message(bytes: number, length = bytes, compressed = false): Buffer {
    const whole = Buffer.alloc(5 + bytes);
    whole.writeUInt8(compressed ? 1 : 0, 0);
    whole.writeUInt32BE(length, 1);
    return whole;
  }
  const ping = (): Promise<void> =>
    new Promise((resolve, reject) => {
      session.ping((error: Error | null) => (error === null ? resolve() : reject(error)));
    });

  it('questions of reflection wait in their client until their answers are read', async () => {
    const asked = 2_000;
    const { stream, status: answer } = open(reflection);
    stream.end(Buffer.concat(Array.from({ length: asked }, () => message(30))));
    await eventually(() => questions >= 16, 'the first questions');
    for (let i = 0; i < 10; i++) await ping();
    expect(questions).to.be.at.most(keptMax);
    let read = 0;
    stream.on('data', (bytes: Buffer) => (read += bytes.length));
    expect(await answer).to.match(/^OK/);
    expect([questions, read]).to.deep.equal([asked, asked * (answerBytes + 5)]);
  });

  it('a question of reflection is small, the first one too', async () => {
    const { stream, status: answer } = open(reflection);
    stream.resume().write(message(streamMessageBytesMax + 1));
    expect(await answer).to.match(/^INVALID_ARGUMENT a message of \d+ bytes is too large for a stream/);
    expect(questions).to.equal(0);
  });

  it('nor is it compressed, which would make a large one small', async () => {
    const { stream, status: answer } = open(reflection, { 'grpc-encoding': 'gzip' });
    const packed = gzipSync(Buffer.alloc(messageBytesMax - 1));
    stream.resume().write(Buffer.concat([message(0, packed.length, true), packed]));
    expect(await answer).to.equal('INVALID_ARGUMENT a question of reflection must not be compressed');
    expect(questions).to.equal(0);
  });

  it('a second message of a call with one is refused before it is read, and nothing is done', async () => {
    const unfinished = open(version);
    const ended = open(version);
    for (const { stream } of [unfinished, ended]) stream.resume().write(message(10));
    await ping();
    // It announces as much as there may be, and stops.
    unfinished.stream.write(message(1_000, messageBytesMax));
    ended.stream.end(message(10));
    for (const { status: answer } of [unfinished, ended]) {
      expect(await answer).to.equal('INVALID_ARGUMENT more than the one message of this call came');
    }
    unfinished.stream.end();
    const next = open(version);
    next.stream.resume().end(message(10));
    expect(await next.status).to.match(/^OK/);
    expect(calls).to.equal(1);
  });
});
