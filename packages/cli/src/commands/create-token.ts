/** `kuorum create token`: a token that proves that its bearer is a service account. */
import { encodeJson, type MessageTypes } from '@kuorum/api';
import type { TokenOptions } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { parseDurationMs } from '../durations.js';
import { repeated } from '../generate/generator.js';
import { jsonText } from '../print/output.js';
import { clientCommand, type ClientOptions } from './context.js';
import type { Env } from './env.js';

interface TokenFlags extends ClientOptions {
  readonly audience?: string[];
  readonly duration?: string;
  readonly boundObjectKind?: string;
  readonly boundObjectName?: string;
  readonly boundObjectUid?: string;
  readonly output?: string;
}

const boundKinds = ['Node', 'Pod', 'Secret'] as const;

export function createTokenCommand(env: Env): Command {
  return clientCommand('token', 'Print a new token of a service account')
    .argument('<name>', 'name of the service account')
    .option('--audience <name>', 'who may take the token for proof; may be repeated (default: the server)', repeated)
    .option('--duration <duration>', 'how long it is good, 10m at least; the server may make it shorter (default: 1h)')
    .option('--bound-object-kind <kind>', `it is void when an object of this kind is gone: ${boundKinds.join(', ')}`)
    .option('--bound-object-name <name>', 'name of that object')
    .option('--bound-object-uid <uid>', 'uid that the object must have')
    .option('-o, --output <format>', 'print the whole answer: json or yaml')
    .action(async (name: string, flags: TokenFlags) => {
      const options = tokenOptions(flags);
      const show = await printerOf(flags.output);
      await env.withClient(flags, async (client) => {
        env.out(show(await client.access.createToken(flags.namespace ?? 'default', name, options)));
      });
    });
}

function tokenOptions(flags: TokenFlags): TokenOptions {
  const { audience, duration, boundObjectKind: kind, boundObjectName: name, boundObjectUid: uid } = flags;
  const audiences = audience ?? [];
  const ms = duration === undefined ? 0 : parseDurationMs(duration, '--duration');
  if (ms % 1000 !== 0) throw new CliError('--duration cannot be expressed in units less than seconds');
  const expirationSeconds = ms === 0 ? undefined : ms / 1000;
  if (kind === undefined) {
    if (name !== undefined)
      throw new CliError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (uid !== undefined) throw new CliError('--bound-object-uid can only be set if --bound-object-kind is provided');
    return { audiences, expirationSeconds };
  }
  if (!boundKinds.some((each) => each === kind)) {
    throw new CliError(`supported --bound-object-kind values are ${boundKinds.join(', ')}`);
  }
  if (name === undefined) {
    throw new CliError('--bound-object-name is required if --bound-object-kind is provided');
  }
  return { audiences, expirationSeconds, boundObjectRef: { kind, name, ...(uid === undefined ? {} : { uid }) } };
}

async function printerOf(output: string | undefined): Promise<(request: MessageTypes['TokenRequest']) => string> {
  switch (output) {
    case undefined:
    case '':
      return ({ status }) => status.token;
    case 'json':
      return (request) => jsonText(encodeJson('TokenRequest', request));
    case 'yaml': {
      const { yamlText } = await import('../print/yaml.js');
      return (request) => yamlText(encodeJson('TokenRequest', request)).trimEnd();
    }
    default:
      throw new CliError(
        `unable to match a printer suitable for the output format ${JSON.stringify(output)}: -o takes json or yaml`,
      );
  }
}
