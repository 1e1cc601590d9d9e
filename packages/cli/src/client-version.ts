/** The version in this package's manifest. */
import { readFileSync } from 'node:fs';
import { manifestFile } from './paths.js';

export function clientVersion(): string {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { version: string };
  return `v${manifest.version}`;
}
