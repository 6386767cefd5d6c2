import { NgModule } from '@angular/core';
import { getTestBed, TestComponentRenderer } from '@angular/core/testing';
import { NodeModule, nodePlatform } from './node-platform.js';

@NgModule({ exports: [NodeModule], providers: [TestComponentRenderer] })
class TestModule {}

/** Angular's own test bed, its views made of nodes of ours; it cleans up after each spec by itself. */
export function useTestBed(): void {
  beforeAll(() => {
    getTestBed().initTestEnvironment(TestModule, nodePlatform());
  });
}
