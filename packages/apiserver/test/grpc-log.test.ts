/** What strangers make grpc-js say: little of it is written, by our own logger, and never what they sent. */
import { once } from 'node:events';
import { connect } from 'node:http2';
import { expect } from 'chai';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { grpcLogLinesMax, grpcLogWindowMs } from '../dist/limits.js';
import { logGrpc } from '../dist/server/grpc-log.js';
import { Harness } from './harness.js';

describe('headers that grpc-js cannot take', () => {
  const harness = new Harness();
  const lines: string[] = [];
  const clock = new VirtualClock();
  before(async () => {
    await harness.start();
    const note = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
    logGrpc({ debug: note, warn: note }, clock);
  });
  after(async () => {
    logGrpc(silentLogger, clock);
    await harness.stop();
  });

  /** One header of each call has a letter that gRPC has not. */
  async function send(calls: number): Promise<void> {
    const session = connect(`http://${harness.server.address}`);
    harness.cleanup.add(() => session.destroy());
    const ends = Array.from({ length: calls }, async () => {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/kuorum.v1.PodService/List',
        'content-type': 'application/grpc',
        authorization: 'Bearer my-t\u00f6ken',
      });
      stream.on('error', () => undefined).resume();
      stream.end(Buffer.alloc(5));
      await once(stream, 'close');
    });
    await Promise.all(ends);
    session.close();
  }

  it('are told without their values, and a few times a minute; how many more there were is told afterwards', async () => {
    await send(grpcLogLinesMax + 5);
    const line = 'grpc: Failed to add metadata entry authorization {}';
    expect(lines.splice(0)).to.deep.equal(Array(grpcLogLinesMax).fill(line));
    clock.advance(grpcLogWindowMs);
    await send(1);
    expect(lines).to.deep.equal(['grpc: more of this kind was not written {"lines":5}', line]);
  });
});
