import {
  ApplicationRef,
  createComponent,
  type EnvironmentInjector,
  type ComponentRef,
  type Injector,
  type Type,
} from '@angular/core';
import { SpecNode } from './node-renderer.js';

/** A component on show. */
export interface Shown<T> {
  readonly root: SpecNode;
  readonly component: T;
  destroy(): void;
}

/** Shows a component in an application, which from then on renders it when it is time. */
export function showComponent<T>(
  type: Type<T>,
  environmentInjector: EnvironmentInjector,
  elementInjector?: Injector,
): Shown<T> {
  const root = new SpecNode(type.name);
  const view: ComponentRef<T> = createComponent(type, {
    environmentInjector,
    hostElement: root as unknown as Element,
    ...(elementInjector && { elementInjector }),
  });
  environmentInjector.get(ApplicationRef).attachView(view.hostView);
  return { root, component: view.instance, destroy: () => view.destroy() };
}
