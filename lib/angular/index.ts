/**
 * The client in Angular's dependency injection.
 *
 * @module opencode-rx/angular
 */
export { injectOpencode } from './inject-opencode.js';
export { provideOpencode } from './provide-opencode.js';
