/** Flags of users and tokens, with etcd's meanings: `--auth-token=jwt,pub-key=app.rsa.pub,sign-method=RS256,ttl=10m`. */
import { goDurationMs } from '../duration.js';
import { FlagError } from '../flag-error.js';
import {
  BCRYPT_COST,
  BCRYPT_COST_MAX,
  BCRYPT_COST_MIN,
  JWT_TTL_MS,
  SIMPLE_TOKEN_TTL_MS,
  signMethods,
  type AuthOptions,
  type AuthTokenOptions,
} from './options.js';

export const authFlagDefaults = {
  'auth-token': 'simple',
  'auth-token-ttl': String(SIMPLE_TOKEN_TTL_MS / 1000),
  'bcrypt-cost': String(BCRYPT_COST),
} as const;

type Flags = Readonly<Record<keyof typeof authFlagDefaults, string>>;

const jwtOptionNames: readonly string[] = ['pub-key', 'priv-key', 'sign-method', 'ttl'];

export function authOptions(flags: Flags, clientCertAuth = false): AuthOptions {
  return { token: tokenOptions(flags), bcryptCost: bcryptCost(flags['bcrypt-cost']), clientCertAuth };
}

function tokenOptions(flags: Flags): AuthTokenOptions {
  const [kind, ...options] = flags['auth-token'].split(',');
  if (kind === 'simple') {
    if (options.length > 0) throw new FlagError(`--auth-token=simple takes no options: got ${options.join()}`);
    return { kind, ttlMs: simpleTtlMs(flags['auth-token-ttl']) };
  }
  if (kind === 'jwt') return jwtOptions(options);
  throw new FlagError(`--auth-token must begin with simple or jwt: got ${JSON.stringify(kind)}`);
}

function simpleTtlMs(text: string): number {
  const seconds = Number(text);
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    throw new FlagError(`--auth-token-ttl must be a positive number of seconds: got ${JSON.stringify(text)}`);
  return seconds * 1000;
}

function jwtOptions(options: readonly string[]): AuthTokenOptions {
  const given = new Map(options.map(nameAndValue));
  const signMethod = given.get('sign-method');
  if (signMethod === undefined || !signMethods.includes(signMethod)) {
    throw new FlagError(
      `--auth-token=jwt needs sign-method=, one of ${signMethods.join(', ')}: got ${JSON.stringify(signMethod ?? '')}`,
    );
  }
  const ttl = given.get('ttl');
  const ttlMs = ttl === undefined ? JWT_TTL_MS : goDurationMs(ttl);
  // `exp` is in seconds.
  if (ttlMs === undefined || ttlMs < 1000)
    throw new FlagError(`ttl= of --auth-token=jwt must be a duration of a second or more, such as 5m: got ${ttl}`);
  const [publicKeyFile, privateKeyFile] = [given.get('pub-key'), given.get('priv-key')];
  if (publicKeyFile === undefined && privateKeyFile === undefined)
    throw new FlagError(
      '--auth-token=jwt needs pub-key= to check tokens, and priv-key= to give them out: name the files',
    );
  return {
    kind: 'jwt',
    ttlMs,
    signMethod,
    ...(publicKeyFile === undefined ? {} : { publicKeyFile }),
    ...(privateKeyFile === undefined ? {} : { privateKeyFile }),
  };
}

function nameAndValue(option: string): [string, string] {
  const at = option.indexOf('=');
  const name = option.slice(0, Math.max(at, 0));
  if (!jwtOptionNames.includes(name) || at === option.length - 1)
    throw new FlagError(
      `--auth-token=jwt takes ${jwtOptionNames.join(', ')} as name=value: got ${JSON.stringify(option)}`,
    );
  return [name, option.slice(at + 1)];
}

function bcryptCost(text: string): number {
  const cost = Number(text);
  if (!Number.isInteger(cost) || cost < BCRYPT_COST_MIN || cost > BCRYPT_COST_MAX)
    throw new FlagError(
      `--bcrypt-cost must be an integer from ${BCRYPT_COST_MIN} to ${BCRYPT_COST_MAX}: got ${JSON.stringify(text)}`,
    );
  return cost;
}
