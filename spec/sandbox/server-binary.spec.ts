import { accessSync, constants } from 'node:fs';
import { PLATFORMS, serverBinary } from '../../examples/sandbox/index.js';

describe('serverBinary', () => {
  it('finds the one npm installed for this platform', () => {
    const path = serverBinary({ binary: '' });
    expect(() => accessSync(path, constants.X_OK)).not.toThrow();
  });

  it('takes the one it is given', () => {
    expect(serverBinary({ binary: '/opt/opencode' })).toBe('/opt/opencode');
  });

  it('names the platform, those there are, and the way out', () => {
    const find = (): string => serverBinary({ binary: '', platform: 'sunos', arch: 'sparc' });
    expect(find).toThrow('No OpenCode server for sunos-sparc');
    expect(find).toThrow(PLATFORMS.join(', '));
    expect(find).toThrow('OPENCODE_BINARY');
  });

  it('says how a known platform comes to be without', () => {
    const other = process.platform === 'darwin' ? 'linux' : 'darwin';
    expect(() => serverBinary({ binary: '', platform: other, arch: 'arm64' })).toThrow('--omit=optional');
  });
});
