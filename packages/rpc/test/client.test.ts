/** The benchmark's light client against our server. */
import { Cleanup, eventually } from '@kuorum/testing';
import { RpcClient, type RpcError } from '@kuorum/rpc';
import { expect } from 'chai';
import { Echo } from './echo-server.js';

describe('the light client', () => {
  const cleanup = new Cleanup();
  let echo: Echo;
  let client: RpcClient;

  beforeEach(async () => {
    echo = await Echo.start(cleanup);
    client = cleanup.own(new RpcClient(`http://127.0.0.1:${echo.port}`, 2), (each) => each.close());
  });
  afterEach(() => cleanup.run());

  const refusal = (promise: Promise<Buffer>): Promise<RpcError | undefined> =>
    promise.then(
      () => undefined,
      (error: RpcError) => error,
    );

  it('makes many calls at once over its connections', async () => {
    const requests = Array.from({ length: 500 }, (_, i) => Buffer.alloc(1000, `${i}`));
    const replies = await Promise.all(requests.map((request) => client.unary('/test.Echo/Later', request)));
    expect(Buffer.concat(replies).equals(Buffer.concat(requests))).to.equal(true);
    expect(echo.server.connectionCount).to.equal(2);
  });

  it('takes large replies', async () => {
    const reply = await client.unary('/test.Echo/Large', Buffer.from('5000000'));
    expect(reply.equals(Buffer.alloc(5_000_000, 'l'))).to.equal(true);
  });

  it('tells the status of a refusal', async () => {
    const error = await refusal(client.unary('/test.Echo/Refuse', Buffer.alloc(0)));
    expect({ code: error?.code, message: error?.message }).to.deep.equal({ code: 9, message: 'not ü 100 %\n' });
  });

  it('fails what is under way when the connection breaks, and connects again', async () => {
    const pending = refusal(client.unary('/test.Echo/Never', Buffer.alloc(0)));
    await eventually(() => echo.waiting.length === 1, 'the call');
    const { port } = echo;
    await echo.server.close(0);
    expect((await pending)?.code).to.equal(14);
    const again = new Echo();
    cleanup.add(() => again.server.close(0));
    await again.server.listen(port, '127.0.0.1');
    const reply = await eventually(
      () => client.unary('/test.Echo/Unary', Buffer.from('back')).catch(() => undefined),
      'a reply',
    );
    expect(reply.toString()).to.equal('back');
  });
});
