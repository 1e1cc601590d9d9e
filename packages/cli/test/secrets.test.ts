/** `kuorum secrets`: what is printed of the keys and of a rotation, and the exit status. */
import { make, type DeepPartial, type EncryptionStatus } from '@kuorum/api';
import { createFakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { from } from 'rxjs';
import { secretsCommand } from '../dist/commands/secrets.js';
import { capturedEnv, run, type CapturedEnv, type Ran } from './harness.js';

describe('kuorum secrets', () => {
  let env: CapturedEnv;
  function secrets(verb: string, ...told: DeepPartial<EncryptionStatus>[]): Promise<Ran> {
    const { client } = createFakeApi();
    const statuses = told.map((each) => make('EncryptionStatus', { writingKey: 'k2', secrets: 5, ...each }));
    const encryption = {
      status: () => Promise.resolve(make('EncryptionStatus', statuses[0] ?? {})),
      rotate: () => from(statuses),
    };
    env = capturedEnv({ ...client, encryption });
    return run(secretsCommand, env, [verb]);
  }

  it('lists the keys', async () => {
    const keys = [
      { name: 'k1', secrets: 3 },
      { name: '', secrets: 2 },
    ];
    expect(await secrets('keys', { keys, behind: 5, unreadable: 1 })).to.deep.equal({
      out: [
        'KEY               SECRETS   USE',
        'k2                0         writes',
        'k1                3         to be written anew: kuorum secrets rotate',
        '<not encrypted>   2         to be written anew: kuorum secrets rotate',
        '',
      ].join('\n'),
      err: '1 Secrets cannot be opened with any key of the server: put their key back into --encryption-key-file\n',
      status: 0,
    });
  });

  it('rotates, and says how far it is and how it ended', async () => {
    const ran = await secrets('rotate', { behind: 4 }, { behind: 4, rewritten: 2 }, { rewritten: 4 });
    const out = '4 of 5 Secrets written anew: all are stored with key "k2"\n';
    expect(ran).to.deep.equal({ out, err: '', status: 0 });
    expect(env.printed.progress).to.include('2 of 4 Secrets written anew');
    expect(env.printed.progress.at(-1)).to.equal('');
  });

  it('fails when some are left', async () => {
    const ran = await secrets('rotate', { behind: 3, rewritten: 1, unreadable: 2 });
    expect(ran.out).to.equal('1 of 5 Secrets written anew: 3 are still under other keys than "k2"\n');
    expect(ran.err).to.match(/^2 Secrets cannot be opened.*\nAnother server still writes with another key/);
    expect(ran.status).to.equal(1);
  });
});
