/** A handler learns that its call has ended whenever it is not the handler that ended it, and lets go of what it keeps. */
import { limits } from '@kuorum/rpc/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders } from 'node:http2';
import { Echo, type BytesCall } from './echo-server.js';
import { message } from './wire.js';

const compressed = Buffer.from([1, 0, 0, 0, 0]);
const unknownFormat = Buffer.from([7, 0, 0, 0, 0]);
const tooLarge = Buffer.from([0, 0xff, 0, 0, 0]);

describe('a stream that is refused under its handler', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  let echo: Echo;
  let session: ClientHttp2Session;
  let ahead = 0;
  let told: number;
  /** How the handlers of `Told` treat their calls and messages. */
  let onMessage: (message: Buffer, call: BytesCall) => void;
  beforeEach(async () => {
    ahead = 0;
    told = 0;
    onMessage = () => undefined;
    const decode = (bytes: Buffer): Buffer => {
      if (bytes.toString() === 'undecodable') throw new RangeError('no such message');
      return bytes;
    };
    echo = new Echo({ memory: { requestBytes: 100_000 }, nowMs: () => performance.now() + ahead });
    echo.server.stream('/test.Echo/Told', { decode, encode: (bytes: Uint8Array) => bytes }, (call) => {
      call.onCancel(() => told++);
      call.onMessage((each) => onMessage(each, call));
      call.onHalfClose(() => call.end());
      echo.streams.push(call);
    });
    cleanup.add(() => echo.server.close(0));
    echo.port = await echo.server.listen(0, '127.0.0.1');
    session = cleanup.own(connect(`http://127.0.0.1:${echo.port}`), (each) => each.destroy());
    session.on('error', () => undefined);
  });

  const open = async (): Promise<{ readonly stream: ClientHttp2Stream; status: () => string | undefined }> => {
    const before = echo.streams.length;
    let ended: string | undefined;
    const stream = session.request({
      ':method': 'POST',
      ':path': '/test.Echo/Told',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const note = (headers: IncomingHttpHeaders): void => {
      ended = headers['grpc-status']?.toString() ?? ended;
    };
    stream.on('error', () => undefined).on('data', () => undefined);
    stream.on('response', note).on('trailers', note);
    await eventually(() => echo.streams.length > before, 'the handler to begin');
    return { stream, status: () => ended };
  };
  const refused = async (bad: Buffer, code: number): Promise<void> => {
    const { stream, status } = await open();
    stream.write(Buffer.concat([message('good'), bad]));
    await eventually(() => status() !== undefined, 'the refusal');
    expect(status()).to.equal(String(code));
    expect(told).to.equal(1);
    session.destroy();
    await eventually(() => echo.server.connectionCount === 0, 'the end of the connection');
    expect(told, 'once').to.equal(1);
  };

  it('for a compressed message', () => refused(compressed, 12));
  it('for bytes that are no message', () => refused(unknownFormat, 13));
  it('for a message that is too large', () => refused(tooLarge, 8));
  it('for a message that does not decode', () => refused(message('undecodable'), 3));

  it('for an end in the middle of a message', async () => {
    const { stream, status } = await open();
    stream.end(message('cut').subarray(0, 6));
    await eventually(() => status() === '13', 'the refusal');
    expect(told).to.equal(1);
  });

  it('for an error that its handler throws', async () => {
    onMessage = () => {
      throw new TypeError('a bug');
    };
    await refused(Buffer.alloc(0), 13);
    expect(echo.bugs).to.have.length(1);
  });

  it('for a message that does not become whole in time', async () => {
    const { stream, status } = await open();
    stream.write(message('slow').subarray(0, 6));
    await eventually(() => echo.server.memory.requests.used > 0, 'the piece');
    ahead = limits.UNFINISHED_TIMEOUT_MS + 1_000;
    await eventually(() => status() === '4', 'the refusal');
    expect(told).to.equal(1);
  });

  it('to make room for others', async () => {
    const { stream, status } = await open();
    stream.write(message('x'.repeat(60_000)).subarray(0, 50_000));
    await eventually(() => echo.server.memory.requests.used >= 50_000, 'the piece');
    const other = await open();
    other.stream.write(message('x'.repeat(60_000)).subarray(0, 50_000));
    await eventually(() => status() === '8', 'the refusal');
    expect(told).to.equal(1);
    expect(other.status()).to.equal(undefined);
  });

  it('not when it ends the call itself, and at once when it asks after the end', async () => {
    onMessage = (_message, call) => call.end({ code: 9, message: 'enough' });
    const own = await open();
    own.stream.write(message('hello'));
    await eventually(() => own.status() === '9', 'the end');
    expect(told).to.equal(0);
    await open();
    session.destroy();
    await eventually(() => told === 1, 'the end of the connection');
    let late = 0;
    echo.streams[1]?.onCancel(() => late++);
    expect(late).to.equal(1);
  });
});
