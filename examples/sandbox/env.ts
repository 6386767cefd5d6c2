import { join } from 'node:path';

/** The environment of a sandboxed server: ours, but nothing that configures OpenCode or npm, and a home of its own. */
export function sandboxEnv(
  home: string,
  username: string,
  password: string,
  more: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !/^(OPENCODE|XDG|npm)_|_proxy$/i.test(name));
  return {
    ...Object.fromEntries(ours),
    HOME: home,
    USERPROFILE: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    TMPDIR: join(home, 'tmp'),
    TEMP: join(home, 'tmp'),
    TMP: join(home, 'tmp'),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    ...(password === '' ? {} : { OPENCODE_SERVER_USERNAME: username, OPENCODE_SERVER_PASSWORD: password }),
    ...more,
  };
}
