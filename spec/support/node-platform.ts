import '@angular/compiler';
import {
  ApplicationModule,
  createPlatformFactory,
  ErrorHandler,
  NgModule,
  platformCore,
  RendererFactory2,
  ɵINJECTOR_SCOPE as INJECTOR_SCOPE,
  type PlatformRef,
} from '@angular/core';
import { nodeRendererFactory } from './node-renderer.js';

const providers = [
  ErrorHandler,
  { provide: INJECTOR_SCOPE, useValue: 'root' },
  { provide: RendererFactory2, useValue: nodeRendererFactory },
];

/** What an application needs that shows its views as nodes of ours. Bootstraps nothing by itself. */
@NgModule({ exports: [ApplicationModule], providers })
export class NodeModule {
  ngDoBootstrap = () => undefined;
}

/** Angular's platform where there is no page. */
export const nodePlatform: () => PlatformRef = createPlatformFactory(platformCore, 'node');
