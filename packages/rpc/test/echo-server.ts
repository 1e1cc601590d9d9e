/** A server of ours whose methods need no .proto file: messages are bytes. */
import { createServer, type Server } from 'node:http';
import { RpcServer, type MessageCodec, type RpcServerOptions, type StreamCall } from '@kuorum/rpc';
import type { Cleanup } from '@kuorum/testing';
import type { TlsOptions } from 'node:tls';

export const bytesCodec: MessageCodec<Buffer, Uint8Array> = { decode: (bytes) => bytes, encode: (bytes) => bytes };

export type BytesCall = StreamCall<Buffer, Uint8Array>;

export class Echo {
  readonly server: RpcServer;
  readonly http: Server;
  /** Calls of `Never`, which nobody answers, and what became of them. */
  readonly waiting: { cancelled: boolean; answer(): void }[] = [];
  readonly streams: BytesCall[] = [];
  readonly bugs: unknown[] = [];
  port = 0;

  constructor(overrides: Partial<RpcServerOptions> = {}) {
    this.http = createServer((request, response) => response.end(`http ${request.url}`));
    this.server = new RpcServer({
      receiveBytesMax: 2 * 1024 * 1024,
      keepalive: { intervalMs: 60_000, timeoutMs: 60_000 },
      http: this.http,
      refusalOf: (error) => (error instanceof RangeError ? { code: 3, message: error.message } : undefined),
      onBug: (error) => this.bugs.push(error),
      ...overrides,
    });
    this.addUnary();
    this.addStreams();
  }

  static async start(
    cleanup: Cleanup,
    { tls, ...overrides }: Partial<RpcServerOptions> & { tls?: TlsOptions } = {},
  ): Promise<Echo> {
    const echo = new Echo(overrides);
    cleanup.add(() => echo.server.close(0));
    echo.port = await echo.server.listen(0, '127.0.0.1', tls);
    return echo;
  }

  private addUnary(): void {
    const { server } = this;
    server.unary('/test.Echo/Unary', bytesCodec, (request, done) => done(undefined, request));
    server.unary('/test.Echo/Later', bytesCodec, (request, done) => setImmediate(() => done(undefined, request)));
    server.unary('/test.Echo/Refuse', bytesCodec, (_request, done) => done({ code: 9, message: 'not ü 100 %\n' }));
    server.unary('/test.Echo/Bug', bytesCodec, () => {
      throw new TypeError('a bug');
    });
    server.unary('/test.Echo/Wrong', bytesCodec, () => {
      throw new RangeError('out of range');
    });
    server.unary('/test.Echo/Meta', bytesCodec, (request, done, call) => {
      const value = call.metadata(request.toString()) ?? '(none)';
      done(undefined, Buffer.from(value, 'latin1'));
    });
    server.unary('/test.Echo/Peer', bytesCodec, (_request, done, call) =>
      done(undefined, Buffer.from(`${call.peerCommonName ?? '(nobody)'} at ${call.peerAddress}`)),
    );
    server.unary('/test.Echo/Large', bytesCodec, (request, done) =>
      done(undefined, Buffer.alloc(Number(request.toString()), 'l')),
    );
    server.unary('/test.Echo/Never', bytesCodec, (request, done, call) => {
      const waiting = { cancelled: false, answer: () => done(undefined, request) };
      this.waiting.push(waiting);
      call.onCancel(() => (waiting.cancelled = true));
    });
  }

  private addStreams(): void {
    const { server } = this;
    server.stream('/test.Echo/Bidi', bytesCodec, (call) => {
      this.streams.push(call);
      call.onMessage((message) => call.write(message));
      call.onHalfClose(() => call.end());
    });
    server.stream('/test.Echo/Collect', bytesCodec, (call) => {
      const parts: Buffer[] = [];
      call.onMessage((message) => parts.push(Buffer.from(message)));
      call.onHalfClose(() => {
        call.write(Buffer.concat(parts));
        call.end();
      });
    });
    // `TIMESxBYTESxCODE`: writes so many messages, only while there is room, and then ends with a status.
    server.stream('/test.Echo/Repeat', bytesCodec, (call) => {
      this.streams.push(call);
      call.onMessage((message) => {
        const [times = 0, bytes = 0, code = 0] = message.toString().split('x').map(Number);
        let sent = 0;
        const more = (): void => {
          while (sent < times) if (!call.write(Buffer.alloc(bytes, `${sent++ % 10}`))) return;
          call.end({ code, message: 'that is all' });
        };
        call.onDrain(more);
        more();
      });
    });
    server.stream('/test.Echo/Manual', bytesCodec, (call) => void this.streams.push(call));
  }
}
