/**
 * Bearer tokens from a file, kube-apiserver's `--token-auth-file`: a line each, `token,user,uid,"group,group"`, the last
 * two may be left out. Read once, at the start. Only hashes of the tokens are kept.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Logger } from '@kuorum/base/node';
import { tokenCharsAdvised, tokenFileBytesMax } from '../limits.js';
import { readSecurityFile, refusal } from './tls-material.js';
import { userOf, type User } from './user.js';

const flag = '--token-auth-file';

interface Entry {
  readonly hash: Buffer;
  readonly user: User;
}

export class TokenFile {
  /** By the hash of the token under a key of this process: nobody can work towards a hash. */
  private readonly entries = new Map<string, Entry>();
  private readonly hashKey = randomBytes(32);

  /** Throws SecurityError; no message holds a token. */
  constructor(path: string, logger: Logger) {
    const text = readSecurityFile(flag, path, tokenFileBytesMax).toString('utf8');
    let short = 0;
    for (const [i, line] of text.split(/\r?\n/).entries()) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const wrong = (why: string): Error => refusal(flag, path, `line ${i + 1} ${why}`);
      const fields = parseLine(line);
      if (fields === undefined) throw wrong('has a quote that does not end');
      const [token = '', name = '', uid = '', groups = ''] = fields;
      if (token === '' || name === '') throw wrong('must be token,user,uid,"group,group"');
      if (/\s/.test(token)) throw wrong('has a space in its token');
      if (token.length < tokenCharsAdvised) short++;
      const hash = this.hashOf(token);
      if (this.entries.has(hash.toString('hex'))) throw wrong('repeats the token of a line above');
      const names = groups.split(',').map((group) => group.trim());
      const user = userOf(
        name,
        names.filter((group) => group !== ''),
        { uid },
      );
      this.entries.set(hash.toString('hex'), { hash, user });
    }
    if (short > 0) {
      logger.warn(
        { file: path, lines: short },
        `short tokens can be guessed: use ${tokenCharsAdvised} characters or more`,
      );
    }
  }

  userOf(token: string): User | undefined {
    const hash = this.hashOf(token);
    const entry = this.entries.get(hash.toString('hex'));
    return entry !== undefined && timingSafeEqual(entry.hash, hash) ? entry.user : undefined;
  }

  private hashOf(token: string): Buffer {
    return createHmac('sha256', this.hashKey).update(token).digest();
  }
}

/** Fields of one line of CSV, undefined when a quoted one does not end. A doubled quote within quotes is a quote. */
function parseLine(line: string): string[] | undefined {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^\s*"((?:[^"]|"")*)"\s*(,|$)|^([^",]*)(,|$)/.exec(rest);
    if (match === null) return undefined;
    fields.push(match[1] === undefined ? (match[3] ?? '').trim() : match[1].replaceAll('""', '"'));
    if ((match[2] ?? match[4]) !== ',') return fields;
    rest = rest.slice(match[0].length);
  }
}
