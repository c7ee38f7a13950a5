const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a name, without a port, is one of this machine's own. */
export function isLoopbackName(name: string): boolean {
  return LOOPBACK_NAME.test(name);
}

/** `name[:port]` of a Host header, in lower case; `undefined` for anything else. */
export function splitHost(host: string): { name: string; port: string } | undefined {
  const [, name, port = ''] = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), port };
}
