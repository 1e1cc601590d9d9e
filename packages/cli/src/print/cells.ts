/** Cells and columns that many kinds share. */
import type { ApiObject } from '@kuorum/api';
import { formatAge } from '../durations.js';
import type { Column } from './table.js';

export const age = <T extends ApiObject>(nowMs: number): Column<T> => ({
  head: 'AGE',
  cell: (object) => since(object.metadata.creationTimestamp, nowMs),
});

export const name = <T extends ApiObject>(): Column<T> => ({ head: 'NAME', cell: (object) => object.metadata.name });

/** Age of an RFC 3339 time, or `<unknown>`. */
export function since(timestamp: string, nowMs: number): string {
  const ms = Date.parse(timestamp);
  return Number.isNaN(ms) ? '<unknown>' : formatAge(nowMs - ms);
}

export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

export function list(items: readonly string[] | undefined): string {
  return orNone(items?.join(','));
}

/** `a=b,c=d`, or `<none>`. */
export function pairs(labels: Readonly<Record<string, string>>): string {
  return list(Object.entries(labels).map(([key, value]) => `${key}=${value}`));
}
