import { join } from 'node:path';
import { build, type Platform } from 'esbuild';
import { bringsFetch, CONSUMERS, promised } from '../../scripts/consumers/consumers.js';
import { consumerOptions } from '../../scripts/consumers/options.js';

describe('the options of npm run package:consumers', () => {
  const choice = { names: ['one', 'two'], node: '20.20.2' };

  it('want nothing', () => {
    const angular = { angular: '~21.2.0', typescript: '~5.9.3', node: 20 };
    expect(consumerOptions([], choice)).toEqual({ angular, names: ['one', 'two'], built: false, keep: false });
  });

  it('take consumers by name', () => {
    const options = consumerOptions(['two', '--keep', '--built'], choice);
    expect(options).toMatchObject({ names: ['two'], keep: true, built: true });
  });

  it('take an Angular that runs on the Node there is', () => {
    expect(consumerOptions(['--angular=22'], { ...choice, node: '22.23.5' }).angular.typescript).toBe('~6.0.3');
    expect(() => consumerOptions(['--angular=22'], choice)).toThrow('Angular 22 needs Node 22, and this is 20.20.2');
  });

  it.each([['three'], ['--angular=2'], ['--angular=toString'], ['--open']])('refuse %s', arg => {
    expect(() => consumerOptions([arg], choice)).toThrow();
  });
});

describe('a consumer', () => {
  it('is promised the fetch of the page where it bundles for one', () => {
    const fetches = CONSUMERS.map(consumer => `${consumer.name} ${promised(consumer).split('fetch: ')[1] ?? ''}`);
    expect(fetches.sort()).toEqual([
      'angular native',
      'cjs cross-fetch',
      'esbuild native',
      'esm cross-fetch',
      'vite native',
    ]);
  });

  it.each<Platform>(['browser', 'node'])('is caught with the fetch that cross-fetch has for a %s', async platform => {
    const stdin = { contents: `import { fetch } from 'cross-fetch'; console.log(fetch);`, resolveDir: join(__dirname) };
    const { outputFiles } = await build({ stdin, platform, bundle: true, minify: true, write: false });
    expect(bringsFetch(outputFiles[0]?.text ?? '')).toBe(true);
    expect(bringsFetch('console.log(fetch)')).toBe(false);
  });
});
