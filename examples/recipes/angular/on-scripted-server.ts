import type { Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideOpencode } from 'opencode-rx/angular';
import type { ScriptedOpencode } from 'opencode-rx/testing';

/** A component in a test, on a server that the test scripts. There is no HttpClient, and so none to replace. */
export function onScriptedServer<T>(server: ScriptedOpencode, component: Type<T>): ComponentFixture<T> {
  TestBed.configureTestingModule({ providers: [provideOpencode({ fetch: server.fetch })] });
  return TestBed.createComponent(component);
}
