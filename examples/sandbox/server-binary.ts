import { resolve } from './resolve.cjs';

/** The platforms for which npm ships the server, as Node spells them. */
export const PLATFORMS = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64',
  'linux-x64',
  'win32-arm64',
  'win32-x64',
] as const;

/** Where a server binary is looked for. */
export interface BinaryOptions {
  /** A binary of your own. @defaultValue `OPENCODE_BINARY`, else the one npm installed for this platform */
  readonly binary?: string | undefined;
  /** @defaultValue `process.platform` */
  readonly platform?: string;
  /** @defaultValue `process.arch` */
  readonly arch?: string;
}

/** The path of a server binary that runs here; throws an error that says what to do when there is none. */
export function serverBinary(options: BinaryOptions = {}): string {
  const { binary = process.env['OPENCODE_BINARY'], platform = process.platform, arch = process.arch } = options;
  if (binary) return binary;
  try {
    const { name, file } = serverPackage(platform, arch);
    return resolve(`${name}/${file}`);
  } catch (cause) {
    throw new Error(missing(platform, arch), { cause });
  }
}

/** The npm package that ships the server for a platform, and where in it the binary is. */
export function serverPackage(platform: string, arch: string): { readonly name: string; readonly file: string } {
  return platform === 'win32'
    ? { name: `opencode-windows-${arch}`, file: 'bin/opencode.exe' }
    : { name: `opencode-${platform}-${arch}`, file: 'bin/opencode' };
}

function missing(platform: string, arch: string): string {
  const here = `${platform}-${arch}`;
  const known = PLATFORMS.some(name => name === here);
  const advice = known
    ? 'It is an optional dependency: install without --omit=optional, on this platform.'
    : `npm ships it for ${PLATFORMS.join(', ')}.`;
  return `No OpenCode server for ${here}. ${advice} Or set OPENCODE_BINARY to the path of an opencode binary.`;
}
