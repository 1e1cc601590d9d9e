/** The apiserver's flags about its life under load, by kube-apiserver's names where it has them, onto its options. */
import { readFileSync } from 'node:fs';
import { parseAuditPolicy, type ApiserverOptions, type AuditPolicy } from '@kuorum/apiserver';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { CliError } from '../cli-error.js';
import { parseDurationMs } from '../durations.js';

export interface LifeFlags {
  readonly maxRequestsInflight?: string;
  readonly requestTimeout: string;
  readonly shutdownDelayDuration: string;
  readonly healthzBindAddress: string;
  readonly auditLogPath?: string;
  readonly auditLogMaxsize?: string;
  readonly auditLogMaxbackup?: string;
  readonly auditPolicyFile?: string;
}

export function addLifeOptions(command: Command): Command {
  return command
    .option('--max-requests-inflight <number>', 'calls worked on at a time, shared out by priority (default 120)')
    .option('--request-timeout <duration>', 'longest time of a call with one answer', '60s')
    .option(
      '--shutdown-delay-duration <duration>',
      'how long it goes on with new calls after it has said that it is not ready, when it is stopped',
      '0s',
    )
    .option('--healthz-bind-address <address>', 'host:port of /healthz, /livez, /readyz and /metrics', '127.0.0.1:0')
    .option('--audit-log-path <file>', 'where calls are recorded; without it they are not')
    .option('--audit-log-maxsize <megabytes>', 'at which size the file is put aside; 0: never (default 100)')
    .option('--audit-log-maxbackup <number>', 'how many files put aside are kept; 0: all (default 10)')
    .option(
      '--audit-policy-file <file>',
      'what is recorded of which calls, an audit.k8s.io/v1 Policy (default: Metadata of all)',
    );
}

/** Throws CliError when a flag makes no sense. */
export function lifeOf(flags: LifeFlags): Partial<ApiserverOptions> {
  return {
    maxRequestsInflight: wholeNumber(flags.maxRequestsInflight, '--max-requests-inflight', 1),
    requestTimeoutMs: durationAbove0(flags.requestTimeout, '--request-timeout'),
    shutdownDelayMs: parseDurationMs(flags.shutdownDelayDuration, '--shutdown-delay-duration'),
    healthzBindAddress: flags.healthzBindAddress,
    audit: auditOf(flags),
  };
}

function auditOf(flags: LifeFlags): ApiserverOptions['audit'] {
  const { auditLogPath: path, auditLogMaxsize, auditLogMaxbackup, auditPolicyFile } = flags;
  if (path === undefined) {
    const given = { '--audit-log-maxsize': auditLogMaxsize, '--audit-log-maxbackup': auditLogMaxbackup };
    const [alone] = Object.entries({ ...given, '--audit-policy-file': auditPolicyFile }).find(
      ([, value]) => value !== undefined,
    ) ?? [undefined];
    if (alone !== undefined) throw new CliError(`${alone} needs --audit-log-path: where are calls to be recorded?`);
    return undefined;
  }
  const megabytes = wholeNumber(auditLogMaxsize, '--audit-log-maxsize', 0);
  return {
    path,
    policy: auditPolicyFile === undefined ? undefined : readPolicy(auditPolicyFile),
    fileBytesMax: megabytes === undefined ? undefined : megabytes * 1024 * 1024,
    backupsMax: wholeNumber(auditLogMaxbackup, '--audit-log-maxbackup', 0),
  };
}

function readPolicy(file: string): AuditPolicy {
  try {
    return parseAuditPolicy(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new CliError(`--audit-policy-file ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function durationAbove0(text: string, flag: string): number {
  const ms = parseDurationMs(text, flag);
  if (ms > 0) return ms;
  throw new CliError(`Cannot read ${flag}: it must be longer than 0`);
}

function wholeNumber(text: string | undefined, flag: string, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least) return value;
  throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number of at least ${least}`);
}
