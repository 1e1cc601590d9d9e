/** The version in this package's manifest. */
import { readFileSync } from 'node:fs';

export function clientVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return `v${manifest.version}`;
}
