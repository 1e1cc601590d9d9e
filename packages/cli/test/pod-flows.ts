/** Backpressure of sessions from end to end, on a cluster that `pod-streams.test.ts` has started. */
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { heldByKernel, kernelBytesMax, pieceBytes, Progress, standstill } from './in-flight.js';
import type { StreamsCluster } from './streams-cluster.js';

const target = { namespace: 'default', name: 'flow' };
const [sourcePort, sinkPort] = [8082, 8083];

/**
 * What the hops may hold of one direction, besides the kernel's buffers of TCP: 16 messages of 32 KiB at each end of the gRPC call and
 * its window of 64 KiB, and on the way through kubelet and apiserver a few chunks of 64 KiB (streams' and sockets' buffers), and the
 * pipe of the command (208 KiB).
 */
const heldBytesMax = 2 * 16 * 32 * 1024 + 64 * 1024 + 8 * 64 * 1024 + 208 * 1024;

export function podFlows(cluster: StreamsCluster): void {
  describe('whoever stops reading stops who writes, however far away', () => {
    /** After a quarter of it still more than all in between could ever take: two connections with a lot in the kernel, and the hops. */
    const totalBytes = Math.ceil((1.5 * (2 * kernelBytesMax() + heldBytesMax)) / pieceBytes) * pieceBytes;
    let progress: Progress;
    const opened: (() => void)[] = [];
    afterEach(() => opened.splice(0).forEach((end) => end()));

    const newProgress = async (): Promise<Progress> => new Progress(join(await cluster.cleanup.tempDir(), 'sent'));
    const ports = (): number[] => [
      ...[cluster.kubeletPort, sourcePort, sinkPort],
      Number(cluster.server.address.split(':')[1]),
    ];

    // Nothing is left of earlier sessions: a kubelet that waits for a command to read learns by its next ping that its user has gone.
    beforeEach(() => eventually(() => heldByKernel(ports()) < pieceBytes));
    before(async () => {
      progress = await newProgress();
      const code = `${progress.code} const piece = Buffer.alloc(${pieceBytes}, 'x'), net = require('net');
        const listen = (port, handle) => net.createServer(handle).listen(port, process.env.HOST);
        listen(${sourcePort}, (c) => { begun(); let left = ${totalBytes}; c.on('error', () => {});
          const write = () => (left -= piece.length) < 0 ? c.end() : c.write(piece, () => (sent(), write())); write(); });
        listen(${sinkPort}, (c) => { c.on('error', () => {}); c.pause(); });`;
      await cluster.pod('flow', [{ name: 'main', command: ['node', '-e', code] }]);
    });

    /** Stops before it reads, and once again on the way: as much as that is between the ends each time. */
    const readInStages = async (stream: Readable, writer: Progress): Promise<void> => {
      let read = 0;
      const chunks = stream.iterator({ destroyOnReturn: false });
      for (const stop of [0, totalBytes / 4]) {
        for (; read < stop;) read += ((await chunks.next()).value as Buffer).length;
        const sent = await standstill(
          () => writer.bytes,
          () => writer.isAsleep,
        );
        expect(sent, 'bytes that the writer has got rid of').to.be.within(read + 1, totalBytes - 1);
        expect(sent - read - heldByKernel(ports()), 'bytes that the hops hold').to.be.below(heldBytesMax);
      }
      for await (const chunk of chunks) read += (chunk as Buffer).length;
      expect(read, 'and all of it comes').to.equal(totalBytes);
    };

    /** The other end reads nothing. */
    const writeUntilFull = async (stream: Writable): Promise<void> => {
      let [given, taken] = [0, 0];
      const write = (): void => {
        if (given >= totalBytes) return;
        given += pieceBytes;
        stream.write(Buffer.alloc(pieceBytes), () => ((taken += pieceBytes), write()));
      };
      write();
      await eventually(() => taken > 0);
      await standstill(() => taken);
      expect(given).to.be.below(totalBytes);
      expect(given - heldByKernel(ports()), 'bytes that the hops hold').to.be.below(heldBytesMax);
    };

    it('exec: the command waits for its reader, and nothing is lost', async () => {
      const writer = await newProgress();
      const code = `${writer.code} begun(); const piece = Buffer.alloc(${pieceBytes}, 'x');
        for (let left = ${totalBytes}; left > 0; left -= piece.length) {
          for (let at = 0; at < piece.length; ) at += require('fs').writeSync(1, piece, at); sent(); }`;
      const session = await cluster.client.pods.exec({ ...target, command: ['node', '-e', code], stdout: true });
      opened.push(() => session.cancel());
      await readInStages(session.stdout, writer);
      expect(await session.done).to.include({ exitCode: 0 });
    });

    it('exec: who writes waits for the command', async () => {
      const command = ['node', '-e', 'setTimeout(() => {}, 1e6)'];
      const session = await cluster.client.pods.exec({ ...target, command, stdin: true, stdout: true });
      opened.push(() => session.cancel());
      await writeUntilFull(session.stdin);
    });

    it('port-forward: the pod waits for its reader, and nothing is lost', async () => {
      const connection = await cluster.client.pods.portForward({ ...target, port: sourcePort });
      opened.push(() => connection.destroy());
      await readInStages(connection, progress);
    });

    it('port-forward: who writes waits for the pod', async () => {
      const connection = await cluster.client.pods.portForward({ ...target, port: sinkPort });
      opened.push(() => connection.destroy());
      await writeUntilFull(connection);
    });
  });
}
