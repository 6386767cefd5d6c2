import { OpencodeClient } from 'opencode-rx';

const FORM = 'OPENCODE_SERVERS must be NAME=URL,NAME=URL,… where a URL may hold the user and the password';

/** The OpenCode servers of a process, as `OPENCODE_SERVERS` names them. Throws when it cannot be read, and quotes nothing of it. */
export function openServers(list: string | undefined): ReadonlyMap<string, OpencodeClient> {
  const entries = (list ?? '').split(',').filter(entry => entry.trim() !== '');
  if (entries.length === 0) throw new TypeError(`${FORM}: it is empty`);
  const servers = new Map(entries.map(openServer));
  if (servers.size < entries.length) throw new TypeError(`${FORM}: two of its names are the same`);
  return servers;
}

function openServer(entry: string): readonly [name: string, client: OpencodeClient] {
  const [, name, url] = /^\s*([\w.-]+)=(\S+)\s*$/.exec(entry) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url)) throw new TypeError(FORM);
  const { username, password, origin, pathname, search } = new URL(url);
  const access = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  return [name, new OpencodeClient({ baseUrl: `${origin}${pathname}${search}`, ...access })];
}
