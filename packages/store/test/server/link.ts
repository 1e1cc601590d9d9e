/** A way to a member that can be held up and cut. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Cleanup } from '@kuorum/testing';

/**
 * Passes bytes on to `target()` and counts those that go there. After `holdAfterBytes` of them the connection that
 * brought the last ones is held up, once, until `whileHeld` is done.
 */
export class Link {
  bytes = 0;
  holds = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly target: () => URL,
    private readonly holdAfterBytes: number,
    private readonly whileHeld: (link: Link) => unknown,
  ) {}

  static async start(
    cleanup: Cleanup,
    target: () => URL,
    holdAfterBytes: number,
    whileHeld: (link: Link) => unknown,
  ): Promise<{ link: Link; url: string }> {
    const link = new Link(target, holdAfterBytes, whileHeld);
    const server = cleanup.own(
      createServer((near) => link.pass(near)),
      (each) => {
        each.close();
        link.cut();
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { link, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  private pass(near: Socket): void {
    const { hostname, port } = this.target();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes: Buffer) => {
      this.bytes += bytes.length;
      if (this.holds === 0 && this.bytes > this.holdAfterBytes) void this.hold(near, far);
    });
    near.pipe(far);
    far.pipe(near);
  }

  private async hold(near: Socket, far: Socket): Promise<void> {
    this.holds++;
    near.unpipe(far);
    near.pause();
    await this.whileHeld(this);
    near.pipe(far);
  }
}
