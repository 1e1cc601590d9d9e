/** `kuorum create token`: flags onto the request, and what is printed of the answer. */
import { make } from '@kuorum/api';
import type { TokenOptions } from '@kuorum/client';
import { createFakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { createCommand } from '../dist/commands/create.js';
import { capturedEnv, run, type Ran } from './harness.js';

describe('kuorum create token', () => {
  let asked: [string, string, TokenOptions][] = [];
  beforeEach(() => (asked = []));

  function create(...args: string[]): Promise<Ran> {
    const { client } = createFakeApi();
    const access = {
      ...client.access,
      createToken: (namespace: string, name: string, options: TokenOptions = {}) => {
        asked.push([namespace, name, options]);
        const status = { token: 'aa.bb.cc', expirationTimestamp: '2026-01-02T03:04:05Z' };
        return Promise.resolve(make('TokenRequest', { apiVersion: 'v1', kind: 'TokenRequest', status }));
      },
    };
    return run(createCommand, capturedEnv({ ...client, access }), ['token', ...args]);
  }

  it('prints the token and nothing else', async () => {
    expect(await create('robot')).to.deep.equal({ out: 'aa.bb.cc\n', err: '', status: 0 });
    expect(asked).to.deep.equal([['default', 'robot', { audiences: [], expirationSeconds: undefined }]]);
  });

  it('asks for what its flags say', async () => {
    const bound = ['--bound-object-kind', 'Pod', '--bound-object-name', 'web', '--bound-object-uid', 'u1'];
    await create('robot', '-n', 'shop', '--duration', '1h30m', '--audience', 'vault', '--audience', 'api', ...bound);
    expect(asked).to.deep.equal([
      [
        'shop',
        'robot',
        {
          audiences: ['vault', 'api'],
          expirationSeconds: 5400,
          boundObjectRef: { kind: 'Pod', name: 'web', uid: 'u1' },
        },
      ],
    ]);
  });

  it('prints the whole answer as JSON or YAML', async () => {
    const { out } = await create('robot', '-o', 'json');
    expect((JSON.parse(out) as { status: object }).status).to.deep.equal({
      token: 'aa.bb.cc',
      expirationTimestamp: '2026-01-02T03:04:05Z',
    });
    expect((await create('robot', '-o', 'yaml')).out).to.contain('\n  token: aa.bb.cc\n');
  });

  const refused: readonly [string[], string][] = [
    [['--duration', '1500ms'], '--duration cannot be expressed in units less than seconds'],
    [['--duration', 'soon'], 'Cannot read --duration'],
    [['--bound-object-name', 'web'], '--bound-object-name can only be set if --bound-object-kind is provided'],
    [['--bound-object-uid', 'u'], '--bound-object-uid can only be set if --bound-object-kind is provided'],
    [['--bound-object-kind', 'Pod'], '--bound-object-name is required if --bound-object-kind is provided'],
    [
      ['--bound-object-kind', 'Job', '--bound-object-name', 'x'],
      'supported --bound-object-kind values are Node, Pod, Secret',
    ],
    [['-o', 'wide'], 'unable to match a printer suitable for the output format "wide": -o takes json or yaml'],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { err, status } = await create('robot', ...args);
      expect(err).to.contain(message);
      expect([status, asked]).to.deep.equal([1, []]);
    });
  }
});
