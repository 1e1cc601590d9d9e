/** `kuorum secrets`: the keys that Secrets are stored with, and writing them anew after another key was put first. */
import type { EncryptionStatus } from '@kuorum/api';
import { Command } from 'commander';
import { lastValueFrom, tap } from 'rxjs';
import { TablePrinter } from '../print/table.js';
import { withCallOptions, type ClientOptions } from './context.js';
import { processEnv, type Env } from './env.js';

export function secretsCommand(env: Env = processEnv): Command {
  const secrets = new Command('secrets').description('See and exchange the keys that Secrets are stored with');
  secrets.addCommand(
    withCallOptions(new Command('keys').description('List the keys, and how many Secrets are stored with each')).action(
      async (options: ClientOptions) => {
        const status = await env.withClient(options, (client) => client.encryption.status());
        const rows = status.keys.map(({ name, secrets: count }) => [nameOf(name), String(count), useOf(name, status)]);
        if (!status.keys.some(({ name }) => name === status.writingKey))
          rows.unshift([status.writingKey, '0', 'writes']);
        for (const line of new TablePrinter({ head: true }).lines(['KEY', 'SECRETS', 'USE'], rows)) env.out(line);
        if (status.unreadable > 0) env.err(unreadable(status));
      },
    ),
  );
  secrets.addCommand(
    withCallOptions(
      new Command('rotate').description(
        'Write every Secret anew that is not stored with the first key of --encryption-key-file; ' +
          'exit status 1 when some are left under other keys',
      ),
    ).action((options: ClientOptions) => rotate(env, options)),
  );
  return secrets;
}

async function rotate(env: Env, options: ClientOptions): Promise<void> {
  const last = await env.withClient(options, (client) =>
    lastValueFrom(
      client.encryption
        .rotate()
        .pipe(tap(({ rewritten, behind }) => env.progress(`${rewritten} of ${behind} Secrets written anew`))),
    ),
  );
  env.progress('');
  const { secrets, rewritten, behind, writingKey } = last;
  env.out(
    `${rewritten} of ${secrets} Secrets written anew: ` +
      (behind === 0
        ? `all are stored with key ${JSON.stringify(writingKey)}`
        : `${behind} are still under other keys than ${JSON.stringify(writingKey)}`),
  );
  if (behind === 0) return;
  if (last.unreadable > 0) env.err(unreadable(last));
  if (behind > last.unreadable)
    env.err('Another server still writes with another key: give it the same file, and rotate again');
  env.fail();
}

function nameOf(key: string): string {
  return key === '' ? '<not encrypted>' : key;
}

function useOf(key: string, { writingKey }: EncryptionStatus): string {
  return key === writingKey ? 'writes' : 'to be written anew: kuorum secrets rotate';
}

function unreadable({ unreadable: count }: EncryptionStatus): string {
  return `${count} Secrets cannot be opened with any key of the server: put their key back into --encryption-key-file`;
}
