/** A streaming call without a transport: the test is the client, and decides when there is room for a response. */
import type { RpcStatus, StreamCall } from '@kuorum/rpc';

export class FakeCall<I, O> implements StreamCall<I, O> {
  readonly responses: O[] = [];
  readonly peerCommonName = undefined;
  readonly peerAddress = '127.0.0.1:1';
  /** Set once the handler ended the call; `status` undefined = regularly. */
  ended: { readonly status: RpcStatus | undefined } | undefined;
  paused = false;
  private readonly unread: I[] = [];
  private buffered = 0;
  private message: (message: I) => void = () => undefined;
  private halfClose = (): void => undefined;
  private drained = (): void => undefined;
  private cancelled = (): void => undefined;

  /** `roomFor` responses fit before `write` gives false. */
  constructor(
    private readonly roomFor = Infinity,
    private readonly request: Readonly<Record<string, string>> = {},
  ) {}

  metadata(name: string): string | undefined {
    return this.request[name];
  }

  onMessage(listener: (message: I) => void): void {
    this.message = listener;
  }

  onHalfClose(listener: () => void): void {
    this.halfClose = listener;
  }

  onDrain(listener: () => void): void {
    this.drained = listener;
  }

  onCancel(listener: () => void): void {
    this.cancelled = listener;
  }

  write(message: O): boolean {
    if (this.ended !== undefined) return false;
    this.responses.push(message);
    return ++this.buffered < this.roomFor;
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.deliver();
  }

  end(status?: RpcStatus): void {
    this.ended ??= { status };
  }

  /** The client sends a message; it is read when the handler is not paused. */
  receive(message: I): void {
    this.unread.push(message);
    this.deliver();
  }

  endRequests(): void {
    this.halfClose();
  }

  cancel(): void {
    this.cancelled();
  }

  /** The client has taken all responses. */
  drain(): void {
    this.buffered = 0;
    this.drained();
  }

  private deliver(): void {
    while (!this.paused && this.unread.length > 0) this.message(this.unread.shift() as I);
  }
}
