/**
 * Stack traces that name the sources. Only for what a person reads when something ends: to read the source map of the
 * bundle takes a quarter of a second and 30 MB, which a store member that logs an error has no time for (so nothing here
 * turns `--enable-source-maps` on; who looks for a bug may).
 */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** `stack` with every place in a compiled file that has a source map told as the place in its source. */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replace(/(file:\/\/\S+?):(\d+):(\d+)/g, (place: string, url: string, line: string, column: string) => {
    if (!maps.has(url)) maps.set(url, mapOf(url));
    const entry = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return place;
    return `${new URL(entry.originalSource, url).href}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function mapOf(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    // A file without one, such as a dependency's: its own place is what there is to tell.
    return undefined;
  }
}
