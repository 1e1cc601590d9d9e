/** `host:port`, as `--listen` takes it; an IPv6 address stands in brackets. */

export function addressOf(listen: string): { host: string; port: number } {
  const colon = listen.lastIndexOf(':');
  return { host: listen.slice(0, colon), port: Number(listen.slice(colon + 1)) };
}

export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
