/** The apiserver's flags about its life under load, by kube-apiserver's names where it has them, onto its options. */
import type { ApiserverOptions } from '@kuorum/apiserver';
import type { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { parseDurationMs } from '../durations.js';

export interface LifeFlags {
  readonly maxRequestsInflight?: string;
  readonly requestTimeout: string;
}

export function addLifeOptions(command: Command): Command {
  return command
    .option('--max-requests-inflight <number>', 'calls worked on at a time, shared out by priority (default 120)')
    .option('--request-timeout <duration>', 'longest time of a call with one answer', '60s');
}

/** Throws CliError when a flag makes no sense. */
export function lifeOf(flags: LifeFlags): Partial<ApiserverOptions> {
  return {
    maxRequestsInflight: wholeNumber(flags.maxRequestsInflight, '--max-requests-inflight'),
    requestTimeoutMs: parseDurationMs(flags.requestTimeout, '--request-timeout'),
  };
}

function wholeNumber(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value > 0) return value;
  throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number above 0`);
}
