import '@angular/compiler';
import {
  ApplicationModule,
  createPlatformFactory,
  ErrorHandler,
  NgModule,
  platformCore,
  RendererFactory2,
  ɵINJECTOR_SCOPE as INJECTOR_SCOPE,
} from '@angular/core';
import { getTestBed, TestComponentRenderer } from '@angular/core/testing';
import { nodeRendererFactory } from './node-renderer.js';

const providers = [
  ErrorHandler,
  TestComponentRenderer,
  { provide: INJECTOR_SCOPE, useValue: 'root' },
  { provide: RendererFactory2, useValue: nodeRendererFactory },
];

@NgModule({ exports: [ApplicationModule], providers })
class SpecModule {}

/** Angular's own test bed, its views made of nodes of ours; it cleans up after each spec by itself. */
export function useTestBed(): void {
  beforeAll(() => {
    getTestBed().initTestEnvironment(SpecModule, createPlatformFactory(platformCore, 'spec')());
  });
}
