/**
 * The description of whatever has none of its own: its fields as they are, in words. Pure.
 *
 * ```
 * Holder Identity:    node-1
 * Involved Object:    Kind: Pod
 *                     Name: web
 * ```
 */
import type { Fact } from './facts.js';

/** Facts of the object's JSON without its header; spec and status field by field. */
export function genericFacts(json: Readonly<Record<string, unknown>>): Fact[] {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...rest } = json;
  return Object.entries(rest).flatMap(([name, value]) => {
    const split = (name === 'spec' || name === 'status') && isObject(value);
    const entries: [string, unknown][] = split ? Object.entries(value) : [[name, value]];
    return entries
      .filter(([key]) => !(name === 'status' && key === 'conditions'))
      .map(([key, each]): Fact => [titleOf(key), textLines(each)]);
  });
}

/** `holderIdentity` → `Holder Identity`, `podIPs` → `Pod IPs`. */
export function titleOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(' ');
  return words.map((word) => (/^(ip|uid|api|url)$/i.test(word) ? word.toUpperCase() : capital(word))).join(' ');
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

function textLines(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = textLines(item);
      return isObject(item) ? [`- ${first}`, ...rest.map((line) => `  ${line}`)] : [first, ...rest];
    });
  }
  if (!isObject(value)) return String(value).split('\n');
  return Object.entries(value).flatMap(([key, item]) => {
    const lines = textLines(item);
    const nested = typeof item === 'object' && item !== null;
    // Keys of maps (labels, resources) are anybody's and stay as they are.
    const title = /^[a-z][A-Za-z0-9]*$/.test(key) ? titleOf(key) : key;
    if (lines.length === 1 && !nested) return [`${title}: ${lines[0]}`];
    return [`${title}:`, ...lines.map((line) => `  ${line}`)];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
